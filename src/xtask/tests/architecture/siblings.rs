//! *A resource never imports a sibling*; what two resources share lies beside them.

use std::collections::BTreeSet;

use super::Broken;
use super::code::{Code, Says, is_below};

/// The module that contains the resources in the crate that acts.
const ACTING: &str = "provider::resources";
/// The crate that decides. Each resource has a module of the same name in it, beside those that resources
/// share.
const DECIDING: &str = "provider_core";

/// The data sources, the list resources, the estate and what reads it, which may use what a resource reads and
/// checks.
const READING: [&str; 4] =
    ["provider::data_sources", "provider::discover", "provider::list_resources", "provider_core::estate"];

/// Exceptions: a shared module and what it may name of a resource. The claims on addresses are kept with the
/// clients.
const ACQUAINTED: [(&str, &str); 1] =
    [("provider::clients::claims", "provider_core::secondary_ip::checks::Claim")];

/// Returns the names of the resources.
fn resources(code: &Code) -> BTreeSet<&str> {
    let inside =
        code.modules.iter().filter_map(|module| module.name.strip_prefix(ACTING)?.strip_prefix("::"));
    inside.filter(|name| !name.contains("::")).collect()
}

/// Returns the resource that a name belongs to, in either crate.
fn resource_of<'a>(name: &'a str, resources: &BTreeSet<&str>) -> Option<&'a str> {
    let inside =
        [ACTING, DECIDING].into_iter().find_map(|above| name.strip_prefix(above)?.strip_prefix("::"))?;
    let folder = inside.split("::").next()?;
    resources.contains(folder).then_some(folder)
}

/// Returns whether the name is a glob import of all resources.
fn is_all(name: &str) -> bool {
    [ACTING, DECIDING].iter().any(|above| name.strip_suffix("::*") == Some(above))
}

/// Returns whether resources share this module. What reads several resources and the modules that list all of
/// them are not shared.
fn is_shared(module: &str) -> bool {
    let is_list = [ACTING, DECIDING, "provider"].contains(&module);
    let reads = READING.iter().any(|reading| is_below(module, reading));
    !is_list && !reads && (is_below(module, "provider") || is_below(module, DECIDING))
}

/// Returns the places where a resource names another one, or a shared module names any.
fn broken(code: &Code) -> Vec<Broken> {
    let resources = resources(code);
    let mut broken = Vec::new();
    for module in &code.modules {
        let own = match resource_of(&module.name, &resources) {
            Some(own) => own,
            None if is_shared(&module.name) => "what is shared",
            None => continue,
        };
        for (place, says) in code.says(module) {
            let Says::Name(name) = says else { continue };
            let meant = code.stands_for(name);
            for meant in meant {
                let other = resource_of(&meant, &resources).filter(|other| *other != own);
                let mut known = ACQUAINTED.iter().filter(|(who, _)| *who == module.name);
                let is_known = known.any(|(_, whom)| is_below(&meant, whom));
                if (other.is_some() || is_all(&meant)) && !is_known {
                    broken.push(Broken { place: place.clone(), why: format!("{own} names {meant}") });
                }
            }
        }
    }
    broken
}

#[test]
fn a_resource_never_imports_a_sibling() {
    let code = super::project::code();
    let all = resources(code);
    assert!(all.len() >= 6, "{all:?}");
    for resource in all {
        let decides = format!("{DECIDING}::{resource}");
        assert!(code.modules.iter().any(|module| is_below(&module.name, &decides)), "{decides} is missing");
    }
    super::assert_holds("A resource never imports a sibling; what two share lies beside them", broken(code));
}

mod tests {
    use super::*;
    use crate::code::sample;

    /// Returns what is found in a file with this text.
    fn found_in(file: &str, text: &str) -> Vec<String> {
        let registration = "mod resources { pub mod lif; pub mod route; } mod shared; pub use \
             resources::lif::Lif as Passed;";
        let shared = "pub use crate::resources::lif as passed_on; pub type Alias = \
             Option<crate::resources::lif::Lif>;";
        let mut files = vec![
            ("provider", "src/lib.rs", registration),
            ("provider", "src/shared.rs", shared),
            ("provider", "src/resources/lif.rs", "pub struct Lif; pub fn f() {}"),
            ("provider", "src/resources/route/mod.rs", "mod steps; mod lif; pub struct Route;"),
            ("provider", "src/resources/route/steps.rs", ""),
            ("provider", "src/resources/route/lif.rs", "pub struct OfRoute;"),
            ("provider_core", "core/lib.rs", "pub mod lif; pub mod route; pub mod values;"),
            ("provider_core", "core/lif.rs", "pub struct LifModel;"),
            ("provider_core", "core/route.rs", ""),
            ("provider_core", "core/values.rs", "pub struct Ipv4;"),
        ];
        files.iter_mut().find(|(_, name, _)| *name == file).unwrap().2 = text;
        let code = sample(&files);
        let here = broken(&code).into_iter().filter(|broken| broken.place.file == file);
        here.map(|broken| broken.to_string()).collect()
    }

    #[test]
    fn a_sibling_is_found_by_whatever_way_it_is_named() {
        for text in [
            "use crate::resources::lif::Lif;",
            "use super::super::lif;",
            "use super::super::lif::Lif;",
            "use crate::resources::{route::Route, lif::Lif};",
            "use crate::{resources::{lif}};",
            "use crate::resources as r; fn a(_: r::lif::Lif) {}",
            "use super::super as up; fn a() { up::lif::f() }",
            "use super::super::*; fn a() { lif::f() }",
            "fn a() { use super::super::{self as up}; up::lif::f() }",
            "fn a() { crate::resources::lif::f() }",
            "fn a() { vec![super::super::lif::f()] }",
            "fn a() { let _ = <super::super::lif::Lif as Default>::default(); }",
            "macro_rules! a { () => { $crate::resources::lif::f() } }",
            "#[serde(with = \"crate::resources::lif\")] struct A;",
            "#[attr(check = super::super::lif::f)] struct A;",
            "use crate::Passed;",
            "use crate::shared::passed_on::Lif;",
            "fn a(_: crate::shared::Alias) {}",
            "mod inner { use super::super::super::lif; }",
            "fn a() { mod inner { use super::super::super::lif; } }",
            "use provider_core::lif::LifModel;",
            "use provider_core::{values, lif};",
            "use provider_core as p; fn a(_: p::lif::LifModel) {}",
        ] {
            let found = found_in("src/resources/route/steps.rs", text);
            assert!(!found.is_empty(), "{text}");
            assert!(
                found.iter().all(|line| line.starts_with("src/resources/route/steps.rs:1: route names ")),
                "{found:?}"
            );
        }
        for text in [
            "use crate::lif::LifModel;",
            "use super::{values::Ipv4, lif};",
            "use super::lif as l;",
            "use super::*;",
        ] {
            assert!(!found_in("core/route.rs", text).is_empty(), "{text}");
        }
    }

    #[test]
    fn what_is_shared_is_no_way_to_a_sibling() {
        for text in
            ["use super::lif;", "use crate::lif::LifModel as Passed;", "pub fn f(_: crate::route::R) {}"]
        {
            let found = found_in("core/values.rs", text);
            assert!(
                found.iter().any(|line| line.starts_with("core/values.rs:1: what is shared names ")),
                "{text}"
            );
        }
        for text in ["pub struct Ipv4;", "use super::values;"] {
            assert_eq!(found_in("core/values.rs", text), [""; 0], "{text}");
        }
    }

    #[test]
    fn what_is_a_resource_s_own_or_lies_beside_it_is_nobody_s_sibling() {
        for text in [
            "use super::lif::OfRoute; use super::Route;",
            "use crate::resources::route::{lif, Route};",
            "use crate::shared; use provider_core::{route, values::Ipv4};",
            "// use super::super::lif;\n/// [`crate::resources::lif`]\nfn a() { let lif = \
             \"crate::resources::lif\"; }",
            "#[cfg(test)] mod tests { use super::super::super::lif; }",
        ] {
            assert_eq!(found_in("src/resources/route/steps.rs", text), [""; 0], "{text}");
        }
    }
}
