//! AWS STS at the same address: `GetCallerIdentity`, which no permission is needed for (AWS STS API Reference).

use axum::response::Response;
use quick_xml::se::to_string_with_root;

use super::query::Parameters;
use super::xml;
use crate::world::ec2::{Ec2Error, Ec2World};

/// The only version of the API of STS.
pub const VERSION: &str = "2011-06-15";

const NAMESPACE: &str = "https://sts.amazonaws.com/doc/2011-06-15/";

#[derive(serde::Serialize)]
#[serde(rename_all = "PascalCase")]
struct Answer<'a> {
    #[serde(rename = "@xmlns")]
    namespace: &'static str,
    get_caller_identity_result: Identity<'a>,
    response_metadata: Metadata<'a>,
}

#[derive(serde::Serialize)]
#[serde(rename_all = "PascalCase")]
struct Identity<'a> {
    arn: String,
    user_id: &'static str,
    account: &'a str,
}

#[derive(serde::Serialize)]
#[serde(rename_all = "PascalCase")]
struct Metadata<'a> {
    request_id: &'a str,
}

#[derive(serde::Serialize)]
#[serde(rename_all = "PascalCase")]
struct Refusal<'a> {
    #[serde(rename = "@xmlns")]
    namespace: &'static str,
    error: Reason<'a>,
    request_id: &'a str,
}

#[derive(serde::Serialize)]
#[serde(rename_all = "PascalCase")]
struct Reason<'a> {
    r#type: &'static str,
    code: &'a str,
    message: &'a str,
}

/// An error in the format of STS, whose code for an unknown access key is another one than EC2's (AWS STS API
/// Reference, common errors).
pub fn refusal(error: &Ec2Error, request_id: &str) -> Response {
    let (status, code, message) = match error.code {
        "AuthFailure" => {
            (403, "InvalidClientTokenId", "The security token included in the request is invalid.")
        }
        code => (error.status, code, error.message.as_str()),
    };
    let error = Reason { r#type: "Sender", code, message };
    let text = to_string_with_root("ErrorResponse", &Refusal { namespace: NAMESPACE, error, request_id });
    xml::response(status, text.unwrap_or_default(), request_id)
}

pub fn act(
    ec2: &Ec2World,
    action: &str,
    parameters: Parameters,
    request_id: &str,
) -> Result<String, Ec2Error> {
    if action != "GetCallerIdentity" {
        return Err(Ec2Error::invalid_action(action));
    }
    parameters.ready_without_dry_run()?;
    let account = ec2.account_id();
    let arn = format!("arn:aws:iam::{account}:user/cvo-simulator");
    let answer = Answer {
        namespace: NAMESPACE,
        get_caller_identity_result: Identity { arn, user_id: "AIDACVOSIMULATOR0USER", account },
        response_metadata: Metadata { request_id },
    };
    to_string_with_root("GetCallerIdentityResponse", &answer).map_err(|_| Ec2Error::internal_error())
}
