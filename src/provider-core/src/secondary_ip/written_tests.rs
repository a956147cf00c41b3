use tfplugin_core::{Attr, Model, Private, Text};

use super::super::{SecondaryIpModel, rules};
use crate::planning::assert_unchanged;
use crate::values::InterfaceId;
use crate::written::{configuration, refuse_impossible, written};

#[test]
fn an_address_is_written_by_interface_and_itself_and_the_plan_is_empty() {
    let imported = SecondaryIpModel {
        network_interface_id: Attr::Known(InterfaceId::parse("eni-0a").unwrap()),
        release_on_destroy: Attr::Known(false),
        complete: Attr::Known(true),
        ..SecondaryIpModel::defaults()
    };
    let imported = imported.with_address("10.0.1.20".parse().unwrap(), true);
    let lines = written(&imported, &());
    assert_eq!(refuse_impossible::<SecondaryIpModel>(&lines), Ok(()));
    let config = configuration::<SecondaryIpModel>(&lines);
    assert_unchanged((&config, &imported), Private::default(), |plan| rules(plan, None), &"an address");
    let names: Vec<_> = lines.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(names, ["network_interface_id", "private_ip"]);
    let ours = SecondaryIpModel { release_on_destroy: Attr::Known(true), ..imported };
    assert_eq!(written(&ours, &()).last().unwrap().0, "release_on_destroy");
}
