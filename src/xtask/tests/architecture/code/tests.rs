//! Tests of what a name resolves to.

use super::*;

const FILES: &[(&str, &str, &str)] = &[
    (
        "app",
        "app/lib.rs",
        "mod a; pub mod b; pub use b::deep::Thing as Renamed; pub use tools::*; type Own = Result<u8, \
         tools::Error>;",
    ),
    ("app", "app/a.rs", ""),
    ("app", "app/b.rs", "pub mod deep; pub use deep::*; pub use deep::deep;"),
    ("app", "app/b/deep.rs", "pub struct Thing; pub fn deep() {} macro_rules! ours { () => {} }"),
    ("tools", "tools/lib.rs", "mod error; pub use error::Error; pub use tools_core::Kind;"),
    ("tools", "tools/error.rs", "pub struct Error(tools_core::Kind);"),
    ("tools_core", "core/lib.rs", "pub enum Kind { Bad }"),
];

/// Returns everything that the module `app::a` says if its file has this text.
fn says(text: &str) -> Vec<String> {
    let mut files = FILES.to_vec();
    files[1].2 = text;
    let code = sample(&files);
    let module = code.modules.iter().find(|module| module.name == "app::a").unwrap();
    let shown = |(_, says): (Place, &Says)| match says {
        Says::Name(name) => name.clone(),
        Says::Method { name, arguments } => format!(".{name}({})", if *arguments { "…" } else { "" }),
        Says::Async => "async".to_owned(),
        Says::Tells { to, error } => format!("{to} told of {error}"),
    };
    code.says(module).map(shown).collect()
}

#[test]
fn a_name_is_what_it_stands_for_wherever_it_is_used() {
    for (text, expected) in [
        ("use std::env as e; fn f() { e::var(x); }", "std::env::var"),
        ("use core::time::{self as t}; fn f() { t::Duration::ZERO; }", "std::time::Duration::ZERO"),
        ("use crate::b::Thing;", "app::b::deep::Thing"),
        ("use super::Renamed;", "app::b::deep::Thing"),
        ("use super::b::deep;", "app::b::deep::deep"),
        ("use crate::b::*; fn f(_: Thing) {}", "app::b::deep::Thing"),
        ("use crate::Error;", "tools::error::Error"),
        ("use crate::Kind;", "tools_core::Kind"),
        ("fn f() { crate::Kind::Bad; }", "tools_core::Kind::Bad"),
        ("fn f() { super::b::deep::Thing; }", "app::b::deep::Thing"),
        ("use super::b::deep; fn f() { deep::Thing; }", "app::b::deep::Thing"),
        ("extern crate tools as t; fn f(_: t::Error) {}", "tools::error::Error"),
        ("fn f() { unheard_of::thing(); }", "unheard_of::thing"),
        ("fn f() { println!(\"{}\", std::env::var(\"A\")); }", "std::env::var"),
        ("fn f() { println!(); }", "std::println!"),
        ("fn f() { tools::told!(a) }", "tools::told!"),
        ("fn f() { option_env!(\"A\"); }", "std::option_env!"),
        ("fn f() { a.b(c).now(); }", ".now()"),
        ("async fn f() {}", "async"),
        ("fn f() { m!(a.await) }", "async"),
        ("fn f() { g(async || 1) }", "async"),
        ("fn f() { a.map_err(|e| Told::new(e)) }", "Told::new told of e"),
        ("fn f() { if let Err(e) = a { x.warn(format!(\"{e}\")) } }", ".warn told of e"),
        (
            "struct Told; fn f() { match a { Err(A { why }) => Told { why: why.into() } } }",
            "app::a::Told told of why",
        ),
    ] {
        let found = says(text);
        assert!(found.iter().any(|name| name == expected), "{text}: {expected} is not in {found:?}");
    }
}

#[test]
fn what_is_not_compiled_or_names_nothing_says_nothing() {
    for text in [
        "// std::env::var\n/* std::env::var */ /// [std::env::var]\n fn f() {}",
        "#[cfg(test)] fn f() { std::env::var(x); }",
        "#[cfg(test)] mod tests { use std::env; }",
        "#[test] fn f() { std::env::var(x); }",
        "struct A; impl A { #[cfg(test)] fn f() { std::env::var(x); } }",
        "fn f() { ours!(); \"std::env::var\"; }",
        "pub(super) fn f() {}",
    ] {
        let said: Vec<_> = says(text).into_iter().filter(|name| name.contains("std::")).collect();
        assert!(said.is_empty(), "{text}: {said:?}");
    }
}

#[test]
fn a_type_stands_for_what_is_in_it() {
    let code = sample(FILES);
    let [meant, made_of] = [code.stands_for("app::Own"), code.is_made_of("app::Own")];
    let has = |names: &[String], name: &str| names.iter().any(|one| one == name);
    assert!(has(&meant, "tools::error::Error") && !has(&meant, "tools_core::Kind"), "{meant:?}");
    assert!(has(&made_of, "tools_core::Kind"), "{made_of:?}");
}

#[test]
fn a_function_and_an_implementation_know_what_they_are_about() {
    let mut files = FILES.to_vec();
    files[1].2 = "use crate::*; impl From<Error> for Own { fn from(e: Kind) -> u8 { Renamed::new() } }";
    let code = sample(&files);
    let module = code.modules.iter().find(|module| module.name == "app::a").unwrap();
    let [found] = code.implementations(module).try_into().ok().unwrap();
    assert!(found.header.iter().any(|name| name == "tools::error::Error"), "{:?}", found.header);
    assert!(found.signatures.iter().any(|name| name == "tools_core::Kind"), "{:?}", found.signatures);
    let [function] = code.functions(module).try_into().ok().unwrap();
    assert_eq!((&*function.name, function.place.line), ("from", 1));
    assert!(function.takes.iter().any(|name| name == "tools_core::Kind"), "{:?}", function.takes);
    assert!(
        function.says.contains(&Says::Name("app::b::deep::Thing::new".to_owned())),
        "{:?}",
        function.says
    );
}
