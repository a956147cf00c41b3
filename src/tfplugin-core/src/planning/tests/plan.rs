use super::{list, nested, proposed, text};
use crate::planning::{Proposal, propose};
use crate::schema::{Attribute, Nesting, Presence};
use crate::value::{Path, Step, Value};

fn plan(attributes: &[Attribute], config: &Value, prior: &Value) -> Proposal {
    propose(attributes, config, prior, &proposed(attributes, config, prior))
}

/// `name` is required, `id` computed and stable, `changed` computed and volatile, `port` has a default,
/// `secret` is write-only, and a change of `zone` replaces the object.
fn server() -> Vec<Attribute> {
    vec![
        text("name", Presence::Required),
        text("id", Presence::Computed).stable(),
        text("changed", Presence::Computed),
        text("port", Presence::Optional).default(Value::from("e0a")),
        text("secret", Presence::Optional).write_only(),
        text("zone", Presence::OptionalComputed).replace(),
    ]
}

fn config(name: &str) -> Value {
    Value::object([("name", Value::from(name)), ("secret", Value::from("s3cret"))])
}

fn prior() -> Value {
    Value::object([
        ("name", Value::from("one")),
        ("id", Value::from("7")),
        ("changed", Value::from("monday")),
        ("port", Value::from("e0a")),
        ("secret", Value::Null),
        ("zone", Value::from("a")),
    ])
}

fn with(value: &Value, name: &str, item: impl Into<Value>) -> Value {
    let Value::Map(mut items) = value.clone() else { panic!("no object") };
    items.insert(name.to_owned(), item.into());
    Value::Map(items)
}

#[test]
fn a_create_fills_in_defaults_and_leaves_computed_values_unknown() {
    let proposal = plan(&server(), &config("one"), &Value::Null);
    let expected = Value::object([
        ("name", Value::from("one")),
        ("id", Value::Unknown),
        ("changed", Value::Unknown),
        ("port", Value::from("e0a")),
        ("secret", Value::Null),
        ("zone", Value::Unknown),
    ]);
    assert_eq!(proposal.planned, expected);
    assert_eq!(proposal.replace, []);
}

#[test]
fn an_unchanged_configuration_plans_the_prior_object() {
    assert_eq!(plan(&server(), &config("one"), &prior()).planned, prior());
}

#[test]
fn a_new_spelling_is_not_a_change() {
    assert_eq!(plan(&server(), &config("ONE"), &prior()).planned, prior());
    let spelled = with(&config("one"), "zone", "A");
    assert_eq!(plan(&server(), &spelled, &prior()).planned, prior());
    let default_in_capitals = with(&prior(), "port", "E0A");
    assert_eq!(plan(&server(), &config("one"), &default_in_capitals).planned, default_in_capitals);
}

#[test]
fn a_change_leaves_stable_values_known_and_others_unknown() {
    let planned = plan(&server(), &config("two"), &prior()).planned;
    let changed =
        with(&with(&with(&prior(), "name", "two"), "changed", Value::Unknown), "zone", Value::Unknown);
    assert_eq!(planned, changed);
}

#[test]
fn a_stable_value_that_is_not_known_yet_becomes_known_after_apply() {
    let without_id = with(&prior(), "id", Value::Null);
    assert_eq!(plan(&server(), &config("two"), &without_id).planned.at("id"), &Value::Unknown);
}

#[test]
fn only_a_known_difference_replaces() {
    let zone = |value: Value| with(&config("one"), "zone", value);
    let replace = |config: &Value| plan(&server(), config, &prior()).replace;
    assert_eq!(replace(&zone(Value::from("b"))), [Path::from("zone")]);
    assert_eq!(replace(&zone(Value::from("A"))), []);
    assert_eq!(replace(&zone(Value::Unknown)), []);
    assert_eq!(replace(&config("two")), [], "a computed value that may change is not a reason to replace");
    assert_eq!(plan(&server(), &zone(Value::from("b")), &Value::Null).replace, []);
}

#[test]
fn an_attribute_removed_from_the_configuration_gets_its_default_again() {
    let other_port = with(&prior(), "port", "e0b");
    assert_eq!(plan(&server(), &config("one"), &other_port).planned.at("port"), &Value::from("e0a"));
}

#[test]
fn an_optional_value_removed_from_the_configuration_is_removed() {
    let attributes = [text("comment", Presence::Optional), text("name", Presence::Optional)];
    let prior = Value::object([("comment", Value::from("x")), ("name", Value::from("n"))]);
    let config = Value::object([("name", Value::from("n"))]);
    assert_eq!(plan(&attributes, &config, &prior).planned.at("comment"), &Value::Null);
}

fn disks(nesting: Nesting) -> [Attribute; 1] {
    let inner = vec![
        text("size", Presence::Required).replace(),
        text("serial", Presence::Computed).stable(),
        text("state", Presence::Computed),
    ];
    [nested("disks", Presence::Optional, nesting, inner)]
}

fn disk(size: &str, serial: impl Into<Value>, state: impl Into<Value>) -> Value {
    Value::object([("size", Value::from(size)), ("serial", serial.into()), ("state", state.into())])
}

fn disk_config(size: &str) -> Value {
    disk(size, Value::Null, Value::Null)
}

#[test]
fn nested_objects_are_planned_one_by_one() {
    let in_map = |items: Vec<(&str, Value)>| {
        let items = items.into_iter().map(|(key, item)| (key.to_owned(), item)).collect();
        Value::object([("disks", Value::Map(items))])
    };
    let prior = in_map(vec![("a", disk("1", "S1", "ok")), ("b", disk("2", "S2", "ok"))]);
    let config = in_map(vec![("a", disk_config("1")), ("b", disk_config("3")), ("c", disk_config("4"))]);
    let proposal = plan(&disks(Nesting::Map), &config, &prior);
    let expected = in_map(vec![
        ("a", disk("1", "S1", Value::Unknown)),
        ("b", disk("3", "S2", Value::Unknown)),
        ("c", disk("4", Value::Unknown, Value::Unknown)),
    ]);
    assert_eq!(proposal.planned, expected);
    let path = [Step::Attribute("disks".into()), Step::Key("b".into()), Step::Attribute("size".into())];
    assert_eq!(proposal.replace, [Path(path.to_vec())]);
}

#[test]
fn nested_lists_and_sets_keep_known_values() {
    for nesting in [Nesting::List, Nesting::Set] {
        let prior = Value::object([("disks", Value::List(vec![disk("1", "S1", "ok")]))]);
        let config = Value::object([("disks", Value::List(vec![disk_config("1")]))]);
        assert_eq!(plan(&disks(nesting), &config, &prior).planned, prior);
        let grown = Value::object([("disks", Value::List(vec![disk_config("1"), disk_config("2")]))]);
        let new = disk("2", Value::Unknown, Value::Unknown);
        let items = vec![disk("1", "S1", Value::Unknown), new];
        let expected = if nesting == Nesting::Set { Value::set(items) } else { Value::List(items) };
        assert_eq!(plan(&disks(nesting), &grown, &prior).planned.at("disks"), &expected, "{nesting:?}");
    }
}

#[test]
fn a_nested_object_that_is_unknown_stays_unknown() {
    let config = Value::object([("disks", Value::Unknown)]);
    assert_eq!(plan(&disks(Nesting::Map), &config, &Value::Null).planned, config);
}

#[test]
fn lists_are_planned_as_configured() {
    let attributes =
        [super::plain("names", Presence::Optional, crate::Type::List(Box::new(crate::Type::String)))];
    let prior = Value::object([("names", list(["a", "b"]))]);
    let config = Value::object([("names", list(["A", "c"]))]);
    assert_eq!(plan(&attributes, &config, &prior).planned, config);
}
