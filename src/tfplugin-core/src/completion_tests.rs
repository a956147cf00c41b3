use super::*;

fn attributes() -> Vec<Attribute> {
    vec![
        Attribute::new::<String>("id", Presence::Computed, "").stable(),
        Attribute::new::<String>("name", Presence::Required, ""),
        Attribute::new::<String>("size", Presence::OptionalComputed, ""),
        Attribute::new::<bool>(COMPLETE, Presence::Computed, "").stable(),
    ]
}

fn object(id: Value, size: Value, complete: Value) -> Value {
    Value::object([("id", id), ("name", "a".into()), ("size", size), (COMPLETE, complete)])
}

#[test]
fn only_a_computed_boolean_of_this_name_tells() {
    assert!(is_told(&attributes()));
    let configured = vec![Attribute::new::<bool>(COMPLETE, Presence::Optional, "")];
    let text = vec![Attribute::new::<String>(COMPLETE, Presence::Computed, "")];
    assert!(!is_told(&configured) && !is_told(&text) && !is_told(&[]));
}

#[test]
fn what_is_pending_is_as_planned_and_as_far_as_it_is_known() {
    let planned = object(Value::Unknown, "large".into(), Value::Unknown);
    let known = object("id-1".into(), "small".into(), Value::Unknown);
    assert_eq!(pending(&planned, &known), object("id-1".into(), "large".into(), false.into()));
    assert_eq!(pending(&planned, &Value::Null), object(Value::Null, "large".into(), false.into()));
}

#[test]
fn elements_are_as_planned_too() {
    let list = |last: Value| Value::List(vec!["a".into(), last]);
    let planned = object("id-1".into(), list(Value::Unknown), Value::Unknown);
    let known = object("id-1".into(), list("b".into()), Value::Unknown);
    assert_eq!(*pending(&planned, &known).at("size"), list("b".into()));
    let longer = object("id-1".into(), Value::List(vec!["a".into(); 3]), Value::Unknown);
    assert_eq!(*pending(&planned, &longer).at("size"), list(Value::Null), "of another list nothing is taken");
}

#[test]
fn completing_plans_what_was_never_seen_and_keeps_what_was() {
    let prior = object(Value::Null, "large".into(), false.into());
    let planned = completed(&attributes(), &prior, prior.clone());
    assert_eq!(planned, object(Value::Unknown, "large".into(), true.into()));
    let seen = object("id-1".into(), "large".into(), false.into());
    assert_eq!(
        completed(&attributes(), &seen, seen.clone()),
        object("id-1".into(), "large".into(), true.into())
    );
}

#[test]
fn an_operation_that_ends_well_is_complete_unless_the_resource_says_otherwise() {
    let told = |complete: Value| {
        unless_pending(&attributes(), object("id-1".into(), Value::Null, complete)).at(COMPLETE).clone()
    };
    assert_eq!(told(Value::Unknown), true.into());
    assert_eq!(told(Value::Null), true.into());
    assert_eq!(told(false.into()), false.into());
}

#[test]
fn the_warning_begins_with_what_is_open() {
    let mut why = Diagnostics::error("Could not create it", "The answer was lost.");
    why.push_warning("Something else", "");
    let told = warning(&Pending("Whether it was made is not known".to_owned()), &why);
    let only = told.iter().next().unwrap();
    assert_eq!((only.severity, &only.summary[..]), (Severity::Warning, "Whether it was made is not known"));
    assert!(
        only.detail.starts_with("Could not create it: The answer was lost. The object is kept"),
        "{}",
        only.detail
    );
    assert_eq!(told.iter().count(), 1);
}
