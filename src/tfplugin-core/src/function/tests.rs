//! Arguments are read as parameters, and errors name the argument and the part at fault.

use super::{Arguments, Function, FunctionError, Options, Parameter, Passed, Signature};
use crate::model::{Dynamic, Invalid};
use crate::value::{Path, Type, Value};
use crate::{Attr, Model, Parameters};

/// How to join.
#[derive(Debug, Clone, PartialEq, Model)]
struct Style {
    /// What stands between two words.
    #[attr(optional, default = "-")]
    between: Attr<String>,
    /// How often the first word stands there.
    #[attr(optional, check = at_least_once)]
    first: Attr<i64>,
    /// What surrounds the whole.
    #[attr(optional)]
    quotes: Attr<Quotes>,
}

/// Quotation marks.
#[derive(Debug, Clone, PartialEq, Model)]
struct Quotes {
    /// Before the first word.
    #[attr(optional, default = "<")]
    left: Attr<String>,
}

fn at_least_once(times: &i64) -> Result<(), Invalid> {
    if *times > 0 { Ok(()) } else { Err(Invalid("At least once.".to_owned())) }
}

/// Joins words.
///
/// In one way
/// or another.
#[derive(Debug, Parameters)]
struct Join {
    /// The style, or null.
    style: Options<Style>,
    /// Stands before the words.
    prefix: Option<String>,
    /// Stands behind them, once it is known.
    suffix: Attr<String>,
    /// The words.
    #[param(variadic, name = "words")]
    all: Vec<String>,
}

impl Function for Join {
    const NAME: &'static str = "join";
    type Output = Option<String>;

    fn call(self) -> Result<Option<String>, FunctionError> {
        let Options(style) = self.style;
        let mut words = self.all;
        words.splice(0..0, self.prefix);
        words.extend(self.suffix.into_known());
        let left = style.quotes.into_known().map(|quotes| quotes.left.value_or_default());
        let text = words.join(&style.between.value_or_default());
        Ok((!text.is_empty()).then(|| left.unwrap_or_default() + &text))
    }
}

fn called(arguments: &[Value]) -> Result<Value, FunctionError> {
    Ok(Join::from_arguments(Arguments::new(arguments))?.call()?.write())
}

fn error(arguments: &[Value]) -> (String, String) {
    let error = called(arguments).unwrap_err();
    (error.path.to_string(), error.text)
}

/// An object of dynamic type. Its declared type is irrelevant to the reader.
fn object<const N: usize>(attributes: [(&str, Value); N]) -> Value {
    Value::Dynamic(Type::Object([].into()), Box::new(Value::object(attributes)))
}

fn words(style: Value) -> [Value; 5] {
    [style, Value::Null, Value::Null, Value::from("a"), Value::from("b")]
}

#[test]
fn fields_are_parameters_in_order() {
    let signature = Signature::of::<Join>();
    let flags = |parameter: &Parameter| (parameter.name.clone(), parameter.null, parameter.unknown);
    let all: Vec<_> = signature.parameters.iter().chain(&signature.variadic).map(flags).collect();
    let expected =
        [("style", true, false), ("prefix", true, false), ("suffix", true, true), ("words", false, false)];
    assert_eq!(all, expected.map(|(name, null, unknown)| (name.to_owned(), null, unknown)));
    assert_eq!(signature.description, "Joins words.\n\nIn one way or another.");
    assert_eq!(signature.summary(), "Joins words.");
    assert_eq!(signature.parameters[2].description, "Stands behind them, once it is known.");
    assert_eq!(signature.parameters[0].options.len(), 3);
}

#[test]
fn null_and_unknown_are_accepted_where_the_type_permits() {
    assert_eq!(called(&words(Value::Null)), Ok(Value::from("a-b")));
    let unknown = [Value::Null, Value::from("p"), Value::Unknown, Value::from("a")];
    assert_eq!(called(&unknown), Ok(Value::from("p-a")));
    assert_eq!(called(&[Value::Null, Value::Null, Value::Null]), Ok(Value::Null));
    let [style, prefix, suffix, first, _] = words(Value::Null);
    let null = [style.clone(), prefix.clone(), suffix.clone(), first.clone(), Value::Null];
    assert_eq!(error(&null), ("words[1]".into(), "The value is null, where one is needed.".into()));
    let unknown = [style, Value::Unknown, suffix, first];
    assert_eq!(error(&unknown), ("prefix".into(), "The value is known only after apply.".into()));
}

#[test]
fn a_typed_null_of_dynamic_type_is_null() {
    let null = Value::Dynamic(Type::String, Box::new(Value::Null));
    assert_eq!(called(&words(null)), Ok(Value::from("a-b")));
}

#[test]
fn options_may_be_omitted_and_have_defaults() {
    assert_eq!(called(&words(object([("between", Value::from("+"))]))), Ok(Value::from("a+b")));
    let quotes = Value::object([]);
    assert_eq!(called(&words(object([("quotes", quotes)]))), Ok(Value::from("<a-b")));
}

#[test]
fn invalid_options_are_refused_with_their_path() {
    let cases = [
        (Value::Dynamic(Type::Bool, Box::new(Value::Bool(true))), "style", "Expected an object, or null."),
        (object([("betwen", Value::from("+"))]), "style.betwen", "no such attribute; there are between,"),
        (object([("between", Value::Bool(true))]), "style.between", "Expected a string."),
        (object([("between", Value::Unknown)]), "style", "known only after apply"),
        (object([("first", Value::from(0))]), "style.first", "At least once."),
        (
            object([("quotes", Value::object([("right", Value::from(">"))]))]),
            "style.quotes.right",
            "are left.",
        ),
    ];
    for (style, path, why) in cases {
        let (at, text) = error(&words(style));
        assert_eq!(at, path);
        assert!(text.contains(why), "{text}");
    }
}

#[test]
fn options_that_were_read_can_be_sent() {
    let given = object([("between", Value::from("+")), ("first", Value::Null), ("quotes", Value::Null)]);
    let read = Options::<Style>::read(&given, &Path::default()).unwrap();
    assert!(matches!(read.write(), Value::Dynamic(Type::Object(attributes), _) if attributes.len() == 3));
}

#[test]
fn a_dynamic_value_keeps_its_type() {
    let made = Dynamic::of(&vec!["a".to_owned()]);
    assert_eq!(
        (made.value_type(), made.value()),
        (&Type::List(Box::new(Type::String)), &Value::List(vec!["a".into()]))
    );
    assert_eq!(Dynamic::read(&made.write(), &Path::default()), Ok(made));
    assert!(Dynamic::read(&Value::from("bare"), &Path::default()).is_err());
}

#[test]
fn errors_are_traced_to_their_argument() {
    let signature = Signature::of::<Join>();
    let blamed =
        |path: &str| signature.blamed(&Path::from(path)).map(|(index, rest)| (index, rest.to_string()));
    assert_eq!(blamed("prefix"), Some((1, String::new())));
    assert_eq!(blamed("style.quotes.left"), Some((0, "quotes.left".to_owned())));
    assert_eq!(blamed("nobody"), None);
    for index in 0..6 {
        assert_eq!(signature.blamed(&signature.path(index)), Some((index, Path::default())));
    }
}

#[test]
fn a_call_must_have_an_argument_per_parameter() {
    let signature = Signature::of::<Join>();
    assert!(signature.expect(3).is_ok() && signature.expect(9).is_ok());
    assert_eq!(signature.expect(2).unwrap_err().text, "join takes at least 3 arguments, not 2.");
    let signature = Signature { variadic: None, ..signature };
    assert_eq!(signature.expect(4).unwrap_err().text, "join takes 3 arguments, not 4.");
}
