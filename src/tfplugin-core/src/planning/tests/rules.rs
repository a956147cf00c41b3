//! How a resource's own rules may change a plan.

use super::{list, nested, plain, proposed, text};
use crate::planning::{Proposal, propose, settle, violations};
use crate::schema::{Attribute, Nesting, Presence};
use crate::value::{Path, Type, Value};

fn server() -> Vec<Attribute> {
    vec![
        text("name", Presence::Required).replace(),
        text("id", Presence::Computed).stable(),
        text("changed", Presence::Computed),
        text("assigned", Presence::Computed),
        plain("tags", Presence::Optional, Type::List(Box::new(Type::String))),
    ]
}

fn object(name: &str, changed: impl Into<Value>, assigned: impl Into<Value>) -> Value {
    Value::object([
        ("name", name.into()),
        ("id", "7".into()),
        ("changed", changed.into()),
        ("assigned", assigned.into()),
        ("tags", Value::Null),
    ])
}

fn ruled(config: &Value, prior: &Value, rule: impl FnOnce(&mut Value)) -> Proposal {
    let proposal = propose(&server(), config, prior, &proposed(&server(), config, prior));
    let mut after = proposal.planned.clone();
    rule(&mut after);
    settle(&server(), config, prior, &proposal, &proposal.planned, &after)
}

fn set(object: &mut Value, name: &str, value: impl Into<Value>) {
    let Value::Map(items) = object else { panic!("no object") };
    items.insert(name.to_owned(), value.into());
}

fn config(name: &str) -> Value {
    Value::object([("name", Value::from(name))])
}

#[test]
fn rules_that_change_nothing_leave_the_plan_alone() {
    let prior = object("one", "monday", "no");
    assert_eq!(ruled(&config("one"), &prior, |_| {}).planned, prior);
    let changed = ruled(&config("two"), &prior, |_| {});
    assert_eq!(changed.planned, object("two", Value::Unknown, Value::Unknown));
    assert_eq!(changed.replace, [Path::from("name")]);
}

#[test]
fn a_rule_that_makes_a_change_leaves_computed_values_unknown() {
    let prior = object("one", "monday", "no");
    let repaired = ruled(&config("one"), &prior, |planned| set(planned, "assigned", "yes"));
    assert_eq!(repaired.planned, object("one", Value::Unknown, "yes"));
    assert_eq!(repaired.replace, []);
}

#[test]
fn a_rule_that_reverts_the_only_change_leaves_the_object_untouched() {
    let prior = object("one", "monday", "no");
    let kept = ruled(&config("two"), &prior, |planned| set(planned, "name", "one"));
    assert_eq!(kept.planned, prior);
    assert_eq!(kept.replace, []);
}

#[test]
fn a_rule_can_set_a_computed_value() {
    let prior = object("one", "monday", "no");
    let known = ruled(&config("two"), &prior, |planned| set(planned, "changed", "monday"));
    assert_eq!(known.planned, object("two", "monday", Value::Unknown));
    let unknown = ruled(&config("one"), &prior, |planned| set(planned, "id", Value::Unknown));
    assert_eq!(unknown.planned.at("id"), &Value::Unknown);
}

/// A model reads a list with an unknown element as unknown, but Terraform expects the element in the plan.
#[test]
fn values_that_a_model_cannot_hold_are_kept() {
    let tags = Value::List(vec![Value::from("a"), Value::Unknown]);
    let config = Value::object([("name", "one".into()), ("tags", tags.clone())]);
    let proposal = propose(&server(), &config, &Value::Null, &proposed(&server(), &config, &Value::Null));
    let mut read = proposal.planned.clone();
    set(&mut read, "tags", Value::Unknown);
    let mut after = read.clone();
    set(&mut after, "id", "8");
    let settled = settle(&server(), &config, &Value::Null, &proposal, &read, &after);
    assert_eq!(settled.planned.at("tags"), &tags);
    assert_eq!(settled.planned.at("id"), &Value::from("8"));
}

#[test]
fn what_is_unknown_in_the_configuration_stays_unknown_whatever_the_rules_did() {
    let tags = Value::List(vec![Value::from("a"), Value::Unknown]);
    let open = |tags: Value| {
        Value::object([
            ("name", Value::from("one")),
            ("id", "7".into()),
            ("tags", tags),
            ("owner", Value::Unknown),
        ])
    };
    let attributes =
        [server(), vec![nested("owner", Presence::Optional, Nesting::Single, server())]].concat();
    let owner = Value::object([("name", Value::Unknown), ("tags", tags.clone())]);
    let whole = Value::object([("name", "one".into()), ("tags", tags.clone()), ("owner", owner.clone())]);
    for (config, kept) in [(open(Value::Unknown), "owner"), (open(tags.clone()), "tags"), (whole, "owner")] {
        let proposal =
            propose(&attributes, &config, &Value::Null, &proposed(&attributes, &config, &Value::Null));
        let mut after = proposal.planned.clone();
        set(&mut after, "tags", list(["b"]));
        let mut other = proposal.planned.at("owner").clone();
        if let Value::Map(_) = other {
            set(&mut other, "name", "b");
            set(&mut other, "tags", list(["b"]));
        } else {
            other = Value::object([("name", "b".into())]);
        }
        set(&mut after, "owner", other);
        let settled = settle(&attributes, &config, &Value::Null, &proposal, &proposal.planned, &after);
        assert_eq!(violations(&attributes, &config, &Value::Null, &settled.planned), [], "{kept}");
        assert_eq!(settled.planned.at(kept), proposal.planned.at(kept), "{kept}");
        set(&mut after, "tags", tags.clone());
        set(&mut after, "owner", Value::Null);
        let dropped = settle(&attributes, &config, &Value::Null, &proposal, &proposal.planned, &after);
        assert_eq!(violations(&attributes, &config, &Value::Null, &dropped.planned), [], "{kept}");
    }
}
