//! *A client never sees a diagnostic, and only `provider/diagnose/` turns client errors into diagnostics.*

use super::Broken;
use super::code::{Code, Function, Implements, REMEMBERS, Says, is_below};

/// The only module that may do so.
const DIAGNOSE: &str = "provider::diagnose";
/// The trait by which it does so.
const DURING: &str = "provider::diagnose::During";
/// The types of diagnostics.
const DIAGNOSTICS: [&str; 2] = ["tfplugin_core::diag::Diagnostic", "tfplugin_core::diag::Diagnostics"];
/// The errors that clients return.
const ERRORS: [&str; 4] = [
    "ec2_core::error::Error",
    "linux_machine::error::Error",
    "ontap_core::error::Error",
    "ssh::error::Error",
];
/// The methods that create a diagnostic.
const MAKING: [&str; 5] = ["push_error", "push_error_at", "push_warning", "push_warning_at", "warn"];

/// Errors that are not those of clients: their module and their name there. They are about files, durations
/// and images, and about what is left on ONTAP.
const NOT_CLIENTS: [(&str, &str); 6] = [
    ("provider::connection", "invalid"),
    ("provider::connection", "why"),
    ("provider::initrds::host", "detail"),
    ("provider::linux::files", "why"),
    ("provider::resources::lif::last_private_lif", "left"),
    ("provider::resources::lif::routes", "left"),
];

/// Functions that pass an error on and also create a diagnostic about something else.
const HANDING_ON: [(&str, &str); 1] = [("provider::resources::route::steps", "put_back")];

fn is_one_of(list: &[&str], names: &[String]) -> bool {
    names.iter().any(|name| list.contains(&name.as_str()))
}

/// Returns whether this function or method creates a diagnostic.
fn makes(to: &str) -> bool {
    let [one, many] = DIAGNOSTICS;
    let made = to.strip_prefix(many).and_then(|rest| rest.strip_prefix("::"));
    let is_method = to.strip_prefix('.').is_some_and(|name| MAKING.contains(&name));
    is_method || made.is_some_and(|name| name != "new" && name != "from") || is_below(to, one)
}

/// Returns the places outside of `diagnose` that turn a client error into a diagnostic.
fn broken(code: &Code) -> Vec<Broken> {
    let elsewhere = code.modules.iter().filter(|module| module.is_in("provider") && !module.is_in(DIAGNOSE));
    let mut broken = Vec::new();
    for module in elsewhere {
        broken.extend(code.implementations(module).into_iter().filter_map(implementing));
        let functions = code.functions(module).into_iter();
        let functions =
            functions.filter(|one| !HANDING_ON.contains(&(module.name.as_str(), one.name.as_str())));
        broken.extend(functions.filter_map(making));
        for (place, says) in code.says(module) {
            if let Says::Tells { to, error } = says
                && makes(to)
                && !NOT_CLIENTS.contains(&(module.name.as_str(), error))
            {
                broken.push(Broken { place, why: format!("{to} is told the error {error:?}") });
            }
        }
    }
    broken
}

/// Finds an implementation of `During`, or of another trait that leads from a client error to a diagnostic.
fn implementing(found: Implements) -> Option<Broken> {
    let is_during = found.of.as_deref() == Some(DURING);
    let is_of_an_error = is_one_of(&ERRORS, &found.header);
    let leads_to_one = is_one_of(&DIAGNOSTICS, &found.header) || is_one_of(&DIAGNOSTICS, &found.signatures);
    (is_during || is_of_an_error && leads_to_one)
        .then(|| Broken { place: found.place, why: "it is implemented here for a client's error".to_owned() })
}

/// Finds a function that takes a client error and creates a diagnostic.
fn making(function: Function) -> Option<Broken> {
    let made = function.says.iter().find_map(|says| match says {
        Says::Name(name) if makes(name) => Some(name.clone()),
        Says::Method { name, arguments: true } if makes(&format!(".{name}")) => Some(format!(".{name}")),
        _ => None,
    });
    let made = made.filter(|_| is_one_of(&ERRORS, &function.takes))?;
    let why = format!("{} has a client's error and calls {made}", function.name);
    Some(Broken { place: function.place, why })
}

#[test]
fn every_exception_is_still_one() {
    let code = super::project::code();
    let (module, name) = REMEMBERS.rsplit_once("::").unwrap();
    assert!(code.declares(module, name), "{REMEMBERS} is called otherwise now");
    assert!(code.is_made_of("ontap::client::Client").contains(&REMEMBERS.to_owned()));
    for (name, error) in NOT_CLIENTS {
        let module = code.modules.iter().find(|module| module.name == name);
        let module = module.unwrap_or_else(|| panic!("there is no module {name} any more"));
        let is_told = code
            .says(module)
            .any(|(_, says)| matches!(says, Says::Tells { to, error: told } if makes(to) && told == error));
        assert!(is_told, "{name} tells no {error:?} any more");
    }
    for (name, function) in HANDING_ON {
        let module = code.modules.iter().find(|module| module.name == name);
        let module = module.unwrap_or_else(|| panic!("there is no module {name} any more"));
        let functions = code.functions(module);
        let found = functions.into_iter().find(|one| one.name == function);
        assert!(found.and_then(making).is_some(), "{function} of {name} says nothing besides any more");
    }
}

#[test]
fn only_one_place_makes_diagnostics_of_client_errors() {
    let code = super::project::code();
    for needed in ERRORS.into_iter().chain(DIAGNOSTICS) {
        let (module, name) = needed.rsplit_once("::").unwrap();
        assert!(code.declares(module, name), "{needed} is called otherwise now");
    }
    let here = code.modules.iter().filter(|module| module.is_in(DIAGNOSE));
    let implemented =
        here.flat_map(|module| code.implementations(module)).filter(|one| one.of.as_deref() == Some(DURING));
    assert!(implemented.count() >= 4, "ONTAP, EC2, hosts and machines");
    super::assert_holds("Only `provider/diagnose/` turns client errors into diagnostics", broken(code));
}

/// The crates that may use diagnostics. All others are clients, or what clients are built from.
const KNOWING: [&str; 6] =
    ["provider", "provider-core", "terraform-provider-cvo", "tfplugin", "tfplugin-core", "tfplugin-derive"];

#[test]
fn a_client_never_sees_a_diagnostic() {
    let all = super::cargo::packages();
    let clients: Vec<_> = super::project::product().into_iter().map(|package| package.name).collect();
    let clients = clients.iter().filter(|name| !KNOWING.contains(&name.as_str()));
    let mut looked_at = 0;
    for client in clients {
        let ours = super::cargo::ours_in(client, &all);
        let seen: Vec<_> = ours.iter().filter(|name| KNOWING.contains(&name.as_str())).collect();
        assert!(seen.is_empty(), "A client never sees a diagnostic: {client} is made of {seen:?}");
        looked_at += 1;
    }
    assert!(looked_at >= 8, "only {looked_at} crates were looked at");
}

mod tests {
    use super::*;
    use crate::code::sample;

    fn found(text: &str) -> Vec<Broken> {
        let files = [
            (
                "provider",
                "p/lib.rs",
                "mod diagnose; mod clients; pub type Answer<T> = Result<T, ontap::Error>;",
            ),
            (
                "provider",
                "p/diagnose.rs",
                "pub trait During {} impl<T> During for Result<T, ontap::Error> { fn f() -> \
                 tfplugin::Outcome { Diagnostics::error(a) } }",
            ),
            ("provider", "p/clients.rs", text),
            ("tfplugin", "t/lib.rs", "pub use tfplugin_core::*;"),
            (
                "tfplugin_core",
                "c/lib.rs",
                "mod diag; pub use diag::*; pub type Outcome<T> = Result<T, Diagnostics>;",
            ),
            ("tfplugin_core", "c/diag.rs", "pub struct Diagnostic; pub struct Diagnostics(Vec<Diagnostic>);"),
            (
                "ontap",
                "o/lib.rs",
                "pub use ontap_core::*; pub type Result<T> = std::result::Result<T, Error>;",
            ),
            ("ontap_core", "oc/lib.rs", "mod error; pub use error::Error;"),
            ("ontap_core", "oc/error.rs", "pub enum Error {}"),
        ];
        broken(&sample(&files))
    }

    #[test]
    fn another_way_from_an_error_to_a_diagnostic_is_found() {
        for text in [
            "use crate::diagnose::During; impl<T> During for ontap::Result<T> {}",
            "use crate::diagnose::*; impl<T> During for crate::Answer<T> {}",
            "use crate::diagnose::During as D; impl D for u8 {}",
            "impl From<ontap::Error> for Mine { fn from(e: ontap::Error) -> tfplugin::Diagnostics { a } }",
            "struct Wrapped(ontap::Error); impl From<Wrapped> for tfplugin::Diagnostics {}",
            "type Short = crate::Answer<u8>; impl Tell for Short { fn tell(self) -> tfplugin::Outcome<u8> { \
             a } }",
            "impl Into<tfplugin::Diagnostics> for ontap::Error {}",
            "use tfplugin::Diagnostics; fn f(error: &ontap::Error) -> Diagnostics { Diagnostics::error(a, b) \
             }",
            "use tfplugin::Diagnostics as D; fn f<T>(answer: crate::Answer<T>) -> D { D::error_at(a, b, c) }",
            "fn f(e: ontap::Error) { let d = tfplugin::Diagnostic { detail: a }; }",
            "use tfplugin::Diagnostics; fn f() { a.map_err(|e| Diagnostics::error(\"a\", e.to_string())) }",
            "use tfplugin::Diagnostics; fn f() { a.map_err(|e| Diagnostics::error(\"a\", format!(\"{e}\"))) \
             }",
            "use tfplugin::Diagnostics; fn f() { match a { Ok(b) => b, Err(e) => Diagnostics::error(\"a\", \
             e) } }",
            "fn f() { if let Err(why) = a { cx.warn(\"a\", why.to_string()); } }",
            "fn f(told: D, why: crate::Answer<u8>) { told.push_error(a, b) }",
            "struct Wrapped { why: ontap::Error } fn f(cx: Cx, wrapped: Wrapped) { cx.warn(a, b) }",
            "fn f() { a.map_err(|e| { let text = e.to_string(); tfplugin::Diagnostics::error(b, text) }) }",
            "fn f() { let Err(why) = a else { return }; told.push_error(\"a\", why.to_string()); }",
        ] {
            assert!(!found(text).is_empty(), "{text}");
        }
    }

    #[test]
    fn whoever_hands_the_error_on_is_let_be() {
        for text in [
            "use crate::diagnose::During; fn f(e: ontap::Error) -> tfplugin::Outcome<()> { Err(e).during(a) \
             }",
            "struct Told(tfplugin::Diagnostics); impl From<Told> for tfplugin::Diagnostics { fn from(a: \
             Told) -> Self { a.0 } }",
            "impl Told { fn of(e: &ontap::Error) -> bool { e.is_gone() } }",
            "use tfplugin::Diagnostics; fn f() { a.map_err(|_| Diagnostics::error(b, c)) }",
            "use tfplugin::Diagnostics; fn f() { match a { Err(e) if e.is_gone() => Diagnostics::error(b, c) \
             } }",
            "#[cfg(test)] fn f(e: ontap::Error) { tfplugin::Diagnostics::error(a, e) }",
        ] {
            assert_eq!(found(text), [], "{text}");
        }
    }
}
