//! Functions: without side effects, and callable before anything is configured.

use serde_json::{Value as Json, json};
use tfplugin::testing::{Harness, Refused, UNKNOWN};
use tfplugin::{Attr, Dynamic, Function, FunctionError, Model, Options, Parameters};

use crate::provider::{World, server};

/// How to cut.
#[derive(Debug, Clone, PartialEq, Model)]
pub(crate) struct Cut {
    /// Number of pieces.
    #[attr(optional, default = 2)]
    pieces: Attr<i64>,
}

/// One piece.
#[derive(Debug, Clone, PartialEq, Model)]
pub(crate) struct Piece {
    /// What it says.
    #[attr(computed)]
    text: Attr<String>,
    /// Letters of it.
    #[attr(computed)]
    letters: Attr<Vec<String>>,
}

/// Cuts a text into pieces.
#[derive(Debug, Parameters)]
pub(crate) struct Pieces {
    /// The text.
    text: String,
    /// An object with `pieces`, or null.
    options: Options<Cut>,
}

impl Function for Pieces {
    const NAME: &'static str = "pieces";
    type Output = Vec<Piece>;

    fn call(self) -> Result<Vec<Piece>, FunctionError> {
        assert!(!self.text.is_empty(), "cut through nothing");
        let pieces = self.options.0.pieces.value_or_default();
        let pieces = usize::try_from(pieces).ok().filter(|pieces| *pieces > 0);
        let pieces = pieces.ok_or_else(|| FunctionError::at("options.pieces", "Cut at least once."))?;
        let letters: Vec<String> = self.text.chars().map(String::from).collect();
        let piece = |letters: &[String]| Piece {
            text: letters.concat().into(),
            letters: Attr::Known(letters.to_vec()),
        };
        Ok(letters.chunks(letters.len().div_ceil(pieces)).map(piece).collect())
    }
}

/// The first argument that is something.
#[derive(Debug, Parameters)]
pub(crate) struct First {
    /// Any values.
    #[param(variadic)]
    values: Vec<Attr<Dynamic>>,
}

impl Function for First {
    const NAME: &'static str = "first";
    type Output = Attr<Dynamic>;

    fn call(self) -> Result<Attr<Dynamic>, FunctionError> {
        let found = self.values.iter().position(|value| !value.is_null());
        let found = found.ok_or_else(|| FunctionError::new("All are null."))?;
        match &self.values[found] {
            Attr::Known(value) if value.value() == &"bad".into() => {
                Err(FunctionError::at("values", format!("Number {found} is bad.")))
            }
            value => Ok(value.clone()),
        }
    }
}

async fn call(name: &str, arguments: &[Json]) -> Result<Json, Refused> {
    Harness::new(server(&World::default())).call(name, arguments).await
}

async fn refused(name: &str, arguments: &[Json]) -> (String, Option<i64>) {
    let Refused { text, argument } = call(name, arguments).await.unwrap_err();
    (text, argument)
}

#[tokio::test]
async fn a_function_returns_objects() {
    let pieces = json!([{ "text": "ab", "letters": ["a", "b"] }, { "text": "c", "letters": ["c"] }]);
    assert_eq!(call("pieces", &[json!("abc"), Json::Null]).await, Ok(pieces.clone()));
    assert_eq!(call("pieces", &[json!("abc"), json!({})]).await, Ok(pieces));
    let whole = call("pieces", &[json!("abc"), json!({ "pieces": 1 })]).await;
    assert_eq!(whole, Ok(json!([{ "text": "abc", "letters": ["a", "b", "c"] }])));
}

#[tokio::test]
async fn a_function_takes_and_returns_values_of_any_type() {
    for value in
        [json!("a"), json!(3), json!([1, "b"]), json!({ "a": { "b": [true] }, "c": null }), json!(UNKNOWN)]
    {
        assert_eq!(call("first", &[Json::Null, value.clone(), json!(7)]).await, Ok(value));
    }
}

#[tokio::test]
async fn an_error_names_its_argument_and_leaves_the_full_stop_to_terraform() {
    let bad = refused("pieces", &[json!("abc"), json!({ "pieces": 0 })]).await;
    assert_eq!(bad, ("options.pieces: Cut at least once".to_owned(), Some(1)));
    assert_eq!(refused("first", &[Json::Null]).await, ("All are null".to_owned(), None));
    assert_eq!(refused("first", &[json!("bad")]).await, ("Number 0 is bad".to_owned(), Some(0)));
}

#[tokio::test]
async fn arguments_that_a_parameter_does_not_accept_are_errors() {
    let null = refused("pieces", &[Json::Null, Json::Null]).await;
    assert_eq!(null, ("The value is null, where one is needed".to_owned(), Some(0)));
    let unknown = refused("pieces", &[json!(UNKNOWN), Json::Null]).await;
    assert_eq!(unknown, ("The value is known only after apply".to_owned(), Some(0)));
    let few = refused("pieces", &[json!("abc")]).await;
    assert_eq!(few, ("pieces takes 2 arguments, not 1".to_owned(), None));
    let many = refused("pieces", &[json!("abc"), Json::Null, json!(1)]).await;
    assert_eq!(many, ("pieces takes 2 arguments, not 3".to_owned(), None));
}

#[tokio::test]
async fn an_unknown_function_is_an_error() {
    let (text, argument) = refused("shred", &[]).await;
    assert!(text.contains("does not have it"), "{text}");
    assert_eq!(argument, None);
}

#[tokio::test]
async fn a_panic_in_a_function_is_an_error() {
    let (text, argument) = refused("pieces", &[json!(""), Json::Null]).await;
    assert_eq!(text, "This is a bug in the provider; please report it: cut through nothing");
    assert_eq!(argument, None);
}

#[tokio::test]
async fn functions_are_called_over_mutual_tls_too() {
    let harness = Harness::over_tls(server(&World::default())).await.unwrap();
    assert_eq!(harness.call("first", &[json!("a")]).await, Ok(json!("a")));
}
