mod groups;
mod left_out;

use std::collections::{BTreeMap, BTreeSet};

use crate::{
    Attr, Attribute, AttributeType, Field, Invalid, Model, Nesting, Number, Path, Presence, Text, Type,
    Value, not_empty, schema,
};

#[test]
fn an_empty_list_is_refused() {
    assert!(not_empty(&vec![1]).is_ok());
    assert!(not_empty(&BTreeSet::from(["a"])).is_ok());
    assert_eq!(not_empty(&Vec::<u8>::new()).unwrap_err().to_string(), "It is empty. Name at least one.");
}

/// Text without spaces, compared without regard to case.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Word(String);

impl Text for Word {
    fn parse(text: &str) -> Result<Self, Invalid> {
        if text.contains(' ') {
            return Err(Invalid(format!("{text:?} has a space in it.")));
        }
        Ok(Self(text.to_owned()))
    }

    fn text(&self) -> String {
        self.0.clone()
    }

    fn means_the_same(&self, other: &Self) -> bool {
        self.0.eq_ignore_ascii_case(&other.0)
    }
}

fn at_least_two(count: &i64) -> Result<(), Invalid> {
    if *count < 2 { Err(Invalid("Two at least.".to_owned())) } else { Ok(()) }
}

/// A disk
/// of a machine.
#[derive(Debug, Clone, PartialEq, Default, Model)]
struct Disk {
    /// Size.
    #[attr(required, check = at_least_two)]
    size: Attr<i64>,
    /// Serial number.
    #[attr(computed, stable)]
    serial: Attr<Word>,
}

/// A machine.
///
/// Not a real one.
#[derive(Debug, Clone, PartialEq, Default, Model)]
struct Machine {
    /// Name.
    #[attr(required, replace)]
    name: Attr<Word>,
    #[attr(optional, default = "e0a")]
    port: Attr<Word>,
    #[attr(optional, default = true)]
    on: Attr<bool>,
    #[attr(optional, default = 1.5)]
    load: Attr<f64>,
    #[attr(optional, sensitive, write_only)]
    secret: Attr<String>,
    #[attr(optional, unmanaged)]
    addresses: Attr<BTreeSet<Word>>,
    #[attr(optional, deprecated = "Use `addresses`.")]
    aliases: Attr<Vec<Word>>,
    #[attr(optional)]
    labels: Attr<BTreeMap<String, Word>>,
    #[attr(optional)]
    root: Attr<Disk>,
    #[attr(optional)]
    disks: Attr<BTreeMap<String, Disk>>,
    #[attr(optional)]
    spares: Attr<Vec<Disk>>,
    #[attr(optional, name = "kind")]
    r#type: Attr<String>,
}

fn machine() -> Machine {
    let disk = Disk { size: 3.into(), serial: Attr::Unknown };
    let word = |text: &str| Word(text.to_owned());
    Machine {
        name: Attr::Known(word("one")),
        port: Attr::Unknown,
        on: false.into(),
        load: 0.1.into(),
        addresses: BTreeSet::from([word("b"), word("a")]).into(),
        aliases: vec![word("z"), word("y")].into(),
        labels: BTreeMap::from([("k".to_owned(), word("v"))]).into(),
        root: disk.clone().into(),
        disks: BTreeMap::from([("d".to_owned(), disk.clone())]).into(),
        spares: vec![disk].into(),
        r#type: "big".into(),
        secret: Attr::Null,
    }
}

fn attribute(name: &str) -> Attribute {
    Machine::attributes().into_iter().find(|attribute| attribute.name == name).unwrap()
}

#[test]
fn a_written_model_reads_back_the_same() {
    let value = Model::to_value(&machine());
    assert_eq!(<Machine as Model>::from_value(&value, &Path::default()), Ok(machine()));
    assert_eq!(value.at("load"), &Value::Number(Number::parse("0.1").unwrap()));
    assert_eq!(value.at("kind"), &Value::from("big"));
    assert_eq!(value.at("root"), &Value::object([("size", 3.into()), ("serial", Value::Unknown)]));
    let nothing = <Machine as Model>::from_value(&Value::object([]), &Path::default());
    assert_eq!(nothing, Ok(Machine::default()));
}

#[test]
fn doc_comments_become_descriptions() {
    assert_eq!(Machine::description(), "A machine.\n\nNot a real one.");
    assert_eq!(Disk::description(), "A disk of a machine.");
    assert_eq!(attribute("name").description, "Name.");
}

#[test]
fn keywords_become_the_schema() {
    let flags = |name: &str| {
        let Attribute { presence, sensitive, write_only, stable, replace, .. } = attribute(name);
        (presence, [sensitive, write_only, stable, replace])
    };
    assert_eq!(flags("name"), (Presence::Required, [false, false, false, true]));
    assert_eq!(flags("secret"), (Presence::Optional, [true, true, false, false]));
    assert_eq!(flags("addresses"), (Presence::OptionalComputed, [false, false, true, false]));
    assert_eq!(flags("port"), (Presence::OptionalComputed, [false; 4]));
    assert_eq!(attribute("port").default, Some(Value::from("e0a")));
    assert_eq!(attribute("on").default, Some(Value::Bool(true)));
    assert_eq!(attribute("load").default, Some(Value::Number(Number::parse("1.5").unwrap())));
    assert_eq!(attribute("aliases").deprecated.as_deref(), Some("Use `addresses`."));
}

#[test]
fn types_become_plain_or_nested_attributes() {
    let plain = |name: &str| match attribute(name).ty {
        AttributeType::Plain(ty) => ty,
        AttributeType::Nested(..) => panic!("{name} is nested"),
    };
    assert_eq!(plain("load"), Type::Number);
    assert_eq!(plain("aliases"), Type::List(Box::new(Type::String)));
    assert_eq!(plain("addresses"), Type::Set(Box::new(Type::String)));
    assert_eq!(plain("labels"), Type::Map(Box::new(Type::String)));
    for (name, nesting) in [("root", Nesting::Single), ("disks", Nesting::Map), ("spares", Nesting::List)] {
        assert!(
            matches!(attribute(name).ty, AttributeType::Nested(found, inner) if found == nesting && inner.len() == 2)
        );
    }
    let lists = <Vec<Vec<Disk>> as Field>::ty();
    assert!(matches!(lists, AttributeType::Nested(..) | AttributeType::Plain(Type::List(_))));
}

#[test]
fn every_invalid_attribute_is_reported_with_its_path() {
    let disks = Value::object([("d", Value::object([("size", Value::from("x"))]))]);
    let spares = Value::List(vec![Value::Null]);
    let value =
        Value::object([("name", "a b".into()), ("on", 1.into()), ("disks", disks), ("spares", spares)]);
    let errors = <Machine as Model>::from_value(&value, &Path::default()).unwrap_err();
    let reported: Vec<String> = errors
        .into_iter()
        .map(|error| format!("{}: {}: {}", error.path.unwrap(), error.summary, error.detail))
        .collect();
    assert_eq!(
        reported,
        [
            "name: Invalid value of name: \"a b\" has a space in it.",
            "on: Value of the wrong type: Expected true or false.",
            "disks[\"d\"].size: Value of the wrong type: Expected a whole number.",
            "spares[0]: Value of the wrong type: Expected a value in place of null.",
        ]
    );
}

#[test]
fn collections_with_unknown_elements_are_unknown_unless_they_can_hold_them() {
    let read = |name, value| {
        <Machine as Model>::from_value(&Value::object([(name, value)]), &Path::default()).unwrap()
    };
    let some = Value::List(vec![Value::from("a"), Value::Unknown]);
    assert_eq!(read("aliases", some.clone()).aliases, Attr::Unknown);
    assert_eq!(read("addresses", some).addresses, Attr::Unknown);
    assert_eq!(read("labels", Value::object([("k", Value::Unknown)])).labels, Attr::Unknown);
    assert_eq!(read("spares", Value::List(vec![Value::Unknown])).spares, Attr::Unknown);
    let half = Value::object([("size", Value::Unknown)]);
    let disk = Disk { size: Attr::Unknown, serial: Attr::Null };
    assert_eq!(read("root", half.clone()).root, Attr::Known(disk.clone()));
    assert_eq!(read("spares", Value::List(vec![half])).spares, Attr::Known(vec![disk]));
}

#[test]
fn meaning_is_compared_within_collections_and_nested_objects() {
    let same = |name: &str, a: Value, b: Value| (attribute(name).same)(&a, &b);
    let words = |items: &[&str]| Value::List(items.iter().map(|item| Value::from(*item)).collect());
    let disk = |serial: &str| Value::object([("size", 1.into()), ("serial", serial.into())]);
    assert!(same("name", "one".into(), "ONE".into()));
    assert!(!same("name", "one".into(), "two".into()));
    assert!(same("aliases", words(&["a", "b"]), words(&["A", "B"])));
    assert!(!same("aliases", words(&["a", "b"]), words(&["b", "a"])));
    assert!(same("addresses", words(&["B", "a"]), words(&["A", "b"])));
    assert!(!same("addresses", words(&["a"]), words(&["a", "b"])));
    assert!(same("labels", Value::object([("k", "v".into())]), Value::object([("k", "V".into())])));
    assert!(same("disks", Value::object([("d", disk("s"))]), Value::object([("d", disk("S"))])));
    assert!(!same("root", disk("s"), disk("t")));
}

#[test]
fn checks_apply_to_known_values_only() {
    let disk = |size: Value| Value::object([("size", size)]);
    let config = Value::object([
        ("root", disk(1.into())),
        (
            "spares",
            Value::List(vec![disk(2.into()), disk(Value::Unknown), disk(Value::Null), disk(0.into())]),
        ),
    ]);
    let reported = schema::check(&Machine::attributes(), &config, &Path::default());
    let paths: Vec<String> = reported.iter().map(|error| error.path.clone().unwrap().to_string()).collect();
    assert_eq!(paths, ["root.size", "spares[3].size"]);
}

/// What the provider is told.
#[derive(Debug, Clone, PartialEq, Default, crate::Model)]
struct Settings {
    /// Key.
    #[attr(optional, sensitive, env = "CLOUD_KEY")]
    key: Attr<String>,
    /// Whether it is careless.
    #[attr(optional, env = "CLOUD_CARELESS")]
    careless: Attr<bool>,
    /// What no variable says.
    #[attr(optional)]
    names: Attr<Vec<String>>,
    /// Nested.
    #[attr(optional)]
    timeouts: Attr<std::collections::BTreeMap<String, crate::Timeouts>>,
}

#[test]
fn null_attributes_are_filled_from_the_environment() {
    use crate::FromEnvironment;
    let variable = |name: &str| match name {
        Settings::KEY_VARIABLE => Some("secret".to_owned()),
        Settings::CARELESS_VARIABLE => Some("1".to_owned()),
        other => panic!("{other} is no variable"),
    };
    for (given, key, careless) in [
        (Settings::default(), "secret".into(), Attr::Known(true)),
        (
            Settings { key: "mine".into(), careless: Attr::Known(false), ..Settings::default() },
            "mine".into(),
            Attr::Known(false),
        ),
        (Settings { key: Attr::Unknown, ..Settings::default() }, Attr::Unknown, Attr::Known(true)),
    ] {
        let at = Path::default();
        assert_eq!(given.filled(&at, &variable), Ok(Settings { key, careless, ..given.clone() }));
        assert_eq!(given.filled(&at, &|_| None), Ok(given));
    }
    assert_eq!(Settings::VARIABLES, [("key", "CLOUD_KEY"), ("careless", "CLOUD_CARELESS")]);
    assert_eq!(Settings::attributes()[0].description, "Key. Environment: `CLOUD_KEY`.");
}

#[test]
fn a_variable_that_is_neither_true_nor_false_is_refused_unless_the_attribute_is_set() {
    use crate::FromEnvironment;
    let filled = |careless, text: &'static str| {
        let given = Settings { careless, key: "mine".into(), ..Settings::default() };
        given.filled(&Path::from("block"), &move |_| Some(text.to_owned()))
    };
    for (text, expected) in [("1", true), ("true", true), ("TRUE", true), ("0", false), ("False", false)] {
        assert_eq!(filled(Attr::Null, text).unwrap().careless, Attr::Known(expected), "{text}");
    }
    for wrong in ["maybe", "yes", "no", "2", ""] {
        let refusal = filled(Attr::Null, wrong).unwrap_err();
        let [only] = &refusal.iter().collect::<Vec<_>>()[..] else { panic!("{refusal:?}") };
        assert_eq!(only.path.as_ref().unwrap().to_string(), "block.careless");
        assert!(only.summary.contains("CLOUD_CARELESS") && !only.detail.contains("maybe"), "{only:?}");
        assert_eq!(filled(Attr::Known(false), wrong).unwrap().careless, Attr::Known(false));
    }
}

#[test]
fn the_first_unknown_attribute_is_found() {
    let nested = |create| crate::Timeouts { create, ..crate::Timeouts::default() };
    let timeouts = |create| Attr::Known([("x".to_owned(), nested(create))].into());
    for (settings, expected) in [
        (Settings { timeouts: timeouts(Attr::Null), ..Settings::default() }, None),
        (
            Settings { timeouts: timeouts(Attr::Unknown), ..Settings::default() },
            Some("block.timeouts[\"x\"].create"),
        ),
        (
            Settings { timeouts: Attr::Unknown, names: Attr::Unknown, ..Settings::default() },
            Some("block.names"),
        ),
    ] {
        let unknown = settings.unknown(&Path::from("block")).map(|path| path.to_string());
        assert_eq!(unknown.as_deref(), expected);
    }
}
