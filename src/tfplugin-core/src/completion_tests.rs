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
fn only_a_computed_boolean_named_complete_counts() {
    assert!(is_supported(&attributes()));
    let configured = vec![Attribute::new::<bool>(COMPLETE, Presence::Optional, "")];
    let text = vec![Attribute::new::<String>(COMPLETE, Presence::Computed, "")];
    assert!(!is_supported(&configured) && !is_supported(&text) && !is_supported(&[]));
}

#[test]
fn a_pending_object_is_as_planned_with_known_values_where_the_plan_is_open() {
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
    assert_eq!(
        *pending(&planned, &longer).at("size"),
        list(Value::Null),
        "taken from a list of another length"
    );
}

#[test]
fn completing_plans_values_that_were_never_read_as_unknown() {
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
fn a_successful_operation_is_complete_unless_the_resource_says_otherwise() {
    let completed = |complete: Value| {
        unless_pending(&attributes(), object("id-1".into(), Value::Null, complete)).at(COMPLETE).clone()
    };
    assert_eq!(completed(Value::Unknown), true.into());
    assert_eq!(completed(Value::Null), true.into());
    assert_eq!(completed(false.into()), false.into());
}

#[test]
fn the_summary_of_the_warning_is_what_is_pending() {
    let mut why = Diagnostics::error("Could not create it", "The answer was lost.");
    why.push_warning("Something else", "");
    let warnings = warning(&Pending("Whether it was made is not known".to_owned()), &why);
    let only = warnings.iter().next().unwrap();
    assert_eq!((only.severity, &only.summary[..]), (Severity::Warning, "Whether it was made is not known"));
    assert!(
        only.detail.starts_with("Could not create it: The answer was lost. The object is kept"),
        "{}",
        only.detail
    );
    assert_eq!(warnings.iter().count(), 1);
}
