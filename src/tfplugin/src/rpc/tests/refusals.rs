//! What is not offered, and what cannot be read.

use tonic::{Code, Request};

use super::{empty, service};
use crate::proto::tfplugin6 as proto;
use crate::proto::tfplugin6::provider_server::Provider as _;

#[tokio::test]
async fn arguments_of_the_wrong_type_are_errors_with_their_position() {
    let wind = async |arguments: &[&[u8]]| {
        let argument = |bytes: &&[u8]| proto::DynamicValue { msgpack: bytes.to_vec(), json: Vec::new() };
        let arguments = arguments.iter().map(argument).collect();
        let request = proto::call_function::Request { name: "wind".to_owned(), arguments };
        let answer = service().call_function(Request::new(request)).await.unwrap().into_inner();
        assert_eq!(answer.result.is_some(), answer.error.is_none());
        answer.error.map(|error| (error.text, error.function_argument))
    };
    let (null, yes, object) = (&[0xc0_u8][..], &[0xc3_u8][..], &b"\x81\xa5place\xc3"[..]);
    assert_eq!(wind(&[null, null]).await, None);
    assert_eq!(wind(&[yes]).await, Some(("expected number, got a boolean".to_owned(), Some(0))));
    let deep = "clouds[1].place: expected string, got a boolean";
    assert_eq!(wind(&[null, null, object]).await, Some((deep.to_owned(), Some(2))));
    let (nonsense, argument) = wind(&[&[0x92]]).await.unwrap();
    assert!(nonsense.contains("MessagePack") && argument == Some(0), "{nonsense}");
}

#[tokio::test]
async fn unsupported_calls_are_unimplemented() {
    let service = service();
    let codes = [
        service.open_ephemeral_resource(empty()).await.unwrap_err().code(),
        service.plan_action(empty()).await.unwrap_err().code(),
    ];
    assert_eq!(codes, [Code::Unimplemented; 2]);
}

#[tokio::test]
async fn invalid_bytes_are_an_error_and_do_not_end_the_plugin() {
    let service = service();
    service.configure_provider(empty()).await.unwrap();
    let nonsense = Some(proto::DynamicValue { msgpack: vec![0xc1, 0xff, 0x00], json: Vec::new() });
    let request = proto::apply_resource_change::Request {
        type_name: "weather_sky".to_owned(),
        planned_state: nonsense.clone(),
        ..Default::default()
    };
    let answer = service.apply_resource_change(Request::new(request)).await.unwrap().into_inner();
    assert_eq!((answer.diagnostics.len(), answer.new_state), (1, None));
    let request = proto::read_resource::Request {
        type_name: "weather_sky".to_owned(),
        current_state: nonsense,
        ..Default::default()
    };
    let answer = service.read_resource(Request::new(request)).await.unwrap().into_inner();
    assert_eq!(answer.diagnostics.len(), 1);
}

#[tokio::test]
async fn state_from_before_terraform_0_12_is_refused() {
    let service = service();
    let state = proto::RawState { json: Vec::new(), flatmap: [("name".to_owned(), "x".to_owned())].into() };
    let request = proto::upgrade_resource_state::Request {
        type_name: "weather_sky".to_owned(),
        version: 3,
        raw_state: Some(state),
    };
    let answer = service.upgrade_resource_state(Request::new(request)).await.unwrap().into_inner();
    assert!(answer.diagnostics[0].detail.contains("Terraform before 0.12"));
}
