//! Tags and interface attributes.

use super::*;

fn tags(pairs: &[(&str, &str)]) -> Tags {
    pairs.iter().map(|&(key, value)| (key.to_owned(), value.to_owned())).collect()
}

fn keys(ec2: &Ec2World, id: &str) -> Vec<String> {
    let request = DescribeRequest::default().filter("resource-id", [id]);
    ec2.describe_tags(now(), &request).unwrap().items.into_iter().map(|tag| tag.key).collect()
}

#[test]
fn created_tags_are_described_and_can_be_filtered() {
    let mut ec2 = world();
    ec2.create_tags(now(), &[E0A.into(), SUBNET.into()], &tags(&[("Owner", "storage")])).unwrap();
    let page = ec2.describe_tags(now(), &DescribeRequest::default().filter("tag:Owner", ["stor*"])).unwrap();
    let found: Vec<_> = page.items.iter().map(|tag| (tag.resource_type, tag.resource_id.as_str())).collect();
    assert_eq!(found, [("network-interface", E0A), ("subnet", SUBNET)]);
}

#[test]
fn a_tag_is_deleted_by_key_or_by_key_and_value() {
    for (value, left) in [(None, 1), (Some("storage"), 1), (Some("other"), 2), (Some(""), 2)] {
        let mut ec2 = world();
        ec2.create_tags(now(), &[E0A.into()], &tags(&[("Owner", "storage")])).unwrap();
        let deleted = DeletedTag { key: "Owner".into(), value: value.map(Into::into) };
        ec2.delete_tags(now(), &[E0A.into()], &[deleted]).unwrap();
        assert_eq!(keys(&ec2, E0A).len(), left, "{value:?}");
    }
}

#[test]
fn without_a_key_all_tags_but_those_of_aws_are_deleted() {
    let mut ec2 = world();
    spec(&mut ec2, E0A).tags.insert("aws:cloudformation:stack-name".into(), "cvo".into());
    ec2.delete_tags(now(), &[E0A.into()], &[]).unwrap();
    assert_eq!(keys(&ec2, E0A), ["aws:cloudformation:stack-name"]);
}

#[test]
fn bad_tags_are_refused_for_all_objects() {
    let many: Tags = (0..50).map(|number| (format!("key{number}"), String::new())).collect();
    for (name, ids, given, code) in [
        ("AWS's own", vec![E0A], tags(&[("aws:x", "y")]), "InvalidParameterValue"),
        ("long key", vec![E0A], tags(&[(&"k".repeat(129), "y")]), "InvalidParameterValue"),
        ("long value", vec![E0A], tags(&[("k", &"v".repeat(257))]), "InvalidParameterValue"),
        ("too many", vec![E0A], many, "TagLimitExceeded"),
        (
            "unknown object",
            vec![SUBNET, "eni-0123456789abcdef0"],
            tags(&[("k", "v")]),
            "InvalidNetworkInterfaceID.NotFound",
        ),
        ("no id", vec!["volume"], tags(&[("k", "v")]), "InvalidID"),
    ] {
        let mut ec2 = world();
        let ids: Vec<String> = ids.into_iter().map(Into::into).collect();
        assert_eq!(ec2.create_tags(now(), &ids, &given).unwrap_err().code, code, "{name}");
        assert_eq!(ec2.account(), world().account(), "{name}");
    }
}

#[test]
fn one_attribute_of_an_interface_changes_at_a_time() {
    let mut ec2 = world();
    for attribute in [
        Attribute::Description("data - e0a".into()),
        Attribute::SourceDestCheck(false),
        Attribute::Groups(vec!["sg-0f0e1a00000000001".into()]),
    ] {
        ec2.modify_network_interface_attribute(now(), E0A, &attribute).unwrap();
    }
    let eni = &ec2.describe_network_interfaces(now(), &DescribeRequest::ids([E0A])).unwrap().items[0];
    assert_eq!((eni.description.as_str(), eni.source_dest_check), ("data - e0a", false));
    assert_eq!(eni.groups[0].group_name, "app");
    let unknown = Attribute::Groups(vec!["sg-0123456789abcdef0".into()]);
    let error = ec2.modify_network_interface_attribute(now(), E0A, &unknown).unwrap_err();
    assert_eq!(error.code, "InvalidGroup.NotFound");
}
