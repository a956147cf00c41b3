//! *Only a refresh may take an answer that is some seconds old*, and *a resource with creates that can be in
//! doubt says `Cx::pending` before its request*.

use std::collections::BTreeSet;

use super::Broken;
use super::code::{Code, Function, Module, Says, is_below};

const CLIENTS: &str = "provider::clients";
const RESOURCES: &str = "provider::resources";
const ENVELOPE: &str = "provider::envelope";
/// The argument and the method that ask for an answer that may be some seconds old.
const RECENT: &str = "provider::clients::shared::Age::Recent";
const RECENT_METHOD: &str = "interface_and_siblings";
/// The functions that may use such an answer, to find that an object is unchanged.
const LOOKS: [&str; 2] = ["recent", "unchanged"];
/// Functions of plans, which refuse early or warn by such an answer (the apply looks for itself), and the part of
/// the refresh of an address that both of its looks use.
const FORESEE: [&str; 7] =
    ["address_ahead", "foreseen_of", "of_stored", "place_ahead", "policies_ahead", "seen", "stray_of"];
/// The operation that may call these functions.
const REFRESH: &str = "read";

/// Resources whose creates cannot be in doubt, because the machine itself shows what was done.
const NEVER_IN_DOUBT: [&str; 1] = ["linux_kvm_drivers"];

/// Returns whether a function asks for an answer that may be old, and whether it calls one of [`LOOKS`].
fn takes_recent(function: &Function) -> (bool, bool) {
    let takes = |says: &Says| match says {
        Says::Name(name) => is_below(name, RECENT),
        Says::Method { name, .. } => name == RECENT_METHOD,
        _ => false,
    };
    let looks = |says: &Says| match says {
        Says::Name(name) => name.rsplit_once("::").is_some_and(|(_, last)| LOOKS.contains(&last)),
        _ => false,
    };
    (function.says.iter().any(takes), function.says.iter().any(looks))
}

/// Returns the places where anything but a refresh uses such an answer.
fn stale(code: &Code) -> Vec<Broken> {
    let modules = code.modules.iter().filter(|module| module.is_in("provider") && !module.is_in(CLIENTS));
    let mut broken = Vec::new();
    for function in modules.flat_map(|module| code.functions(module)) {
        let is_look = LOOKS.contains(&function.name.as_str());
        let foresees = FORESEE.contains(&function.name.as_str());
        let (takes, looks) = takes_recent(&function);
        if takes && !is_look && !foresees || looks && !is_look && function.name != REFRESH {
            broken.push(Broken {
                place: function.place,
                why: format!("{} takes a recent answer", function.name),
            });
        }
    }
    broken
}

/// Returns the resources that never call `Cx::pending`, neither themselves nor by the envelope.
fn never_pending(code: &Code) -> Vec<String> {
    let resource_of = |module: &Module| {
        let inside = module.name.strip_prefix(RESOURCES)?.strip_prefix("::")?;
        inside.split("::").next().map(str::to_owned)
    };
    let is_object = |module: &Module| {
        let object = format!("{ENVELOPE}::object::Object");
        code.implementations(module).iter().any(|one| one.of.as_deref() == Some(object.as_str()))
    };
    let says_so = |module: &Module| {
        code.says(module)
            .any(|(_, says)| matches!(says, Says::Method { name, arguments: true } if name == "pending"))
    };
    let enveloped = code.modules.iter().filter(|module| module.is_in(ENVELOPE)).any(says_so);
    let all: BTreeSet<_> = code.modules.iter().filter_map(resource_of).collect();
    let fine: BTreeSet<_> = code
        .modules
        .iter()
        .filter(|module| says_so(module) || enveloped && is_object(module))
        .filter_map(resource_of)
        .collect();
    all.difference(&fine).filter(|name| !NEVER_IN_DOUBT.contains(&name.as_str())).cloned().collect()
}

#[test]
fn only_a_refresh_takes_an_answer_that_is_some_seconds_old() {
    let code = super::project::code();
    let looking = code.modules.iter().flat_map(|module| code.functions(module));
    let looking =
        looking.filter(|function| takes_recent(function).0 && LOOKS.contains(&function.name.as_str()));
    assert!(looking.count() >= 3, "objects, addresses and moves are looked at by recent answers");
    super::assert_holds("Only a refresh may take an answer that is some seconds old", stale(code));
}

#[test]
fn a_create_that_can_be_in_doubt_is_pending_before_its_request() {
    let found = never_pending(super::project::code());
    assert!(found.is_empty(), "A resource says `Cx::pending` before its request: {found:?} never do");
}

mod tests {
    use super::*;
    use crate::code::sample;

    fn code(route: &str) -> Code {
        sample(&[
            ("provider", "p/lib.rs", "mod clients; mod envelope; mod resources { mod route; mod lif; }"),
            ("provider", "p/clients.rs", "mod shared; pub use shared::Age;"),
            ("provider", "p/clients/shared.rs", "pub enum Age { Recent, Now }"),
            ("provider", "p/envelope.rs", "mod object; pub use object::Object; fn f() { cx.pending(a, b) }"),
            ("provider", "p/envelope/object.rs", "pub trait Object {}"),
            ("provider", "p/resources/route.rs", route),
            (
                "provider",
                "p/resources/lif.rs",
                "use crate::envelope::Object; struct Lif; impl Object for Lif {}",
            ),
        ])
    }

    #[test]
    fn a_plan_by_a_recent_answer_is_found() {
        for (text, expected) in [
            ("use crate::clients::Age; fn plan() { all(Age::Recent) }", 1),
            ("use crate::clients::Age::{self as A, Recent}; fn facts() { all(Recent) }", 1),
            ("use crate::clients::Age as Old; fn facts() { all(Old::Recent) }", 1),
            ("fn update() { clients.interface_and_siblings(id) }", 1),
            ("fn update() { holder::unchanged(id) }", 1),
            ("fn plan() { O::recent(id) }", 1),
            ("use crate::clients::Age; fn plan() { all(Age::Now) }", 0),
            (
                "use crate::clients::Age; fn unchanged() { all(Age::Recent) } fn read() { self::unchanged() \
                 }",
                0,
            ),
        ] {
            assert_eq!(stale(&code(text)).len(), expected, "{text}");
        }
    }

    #[test]
    fn a_resource_that_is_never_pending_is_found() {
        assert_eq!(never_pending(&code("fn create() { post() }")), ["route"]);
        assert_eq!(never_pending(&code("fn create() { cx.pending(a, b); post() }")), [""; 0]);
        assert_eq!(
            never_pending(&code("#[cfg(test)] fn create() { cx.pending(a, b) } fn f() { p.is_pending() }")),
            ["route"]
        );
    }
}
