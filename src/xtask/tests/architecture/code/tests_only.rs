//! Recognizes code that is compiled for tests only.

use syn::punctuated::Punctuated;
use syn::{Attribute, Item, Meta, Token};

/// Returns whether an item with these attributes is compiled for tests only: by `cfg(test)`, or by the
/// feature `testing` of the crates that have a server for the tests of other crates.
pub fn is_for_tests(attributes: &[Attribute]) -> bool {
    attributes.iter().any(|attribute| {
        let is_test = attribute.path().segments.last().is_some_and(|last| last.ident == "test");
        let is_cfg = attribute.path().is_ident("cfg");
        is_test || is_cfg && attribute.parse_args().is_ok_and(|condition| needs_tests(&condition))
    })
}

/// Returns whether the condition is true in tests only.
fn needs_tests(condition: &Meta) -> bool {
    let parts = |list: &syn::MetaList| {
        let parts = list.parse_args_with(Punctuated::<Meta, Token![,]>::parse_terminated);
        parts.into_iter().flatten().collect::<Vec<_>>()
    };
    match condition {
        Meta::Path(name) => name.is_ident("test"),
        Meta::NameValue(named) => {
            let value = quote::ToTokens::to_token_stream(&named.value).to_string();
            named.path.is_ident("feature") && value == "\"testing\""
        }
        Meta::List(list) if list.path.is_ident("all") => parts(list).iter().any(needs_tests),
        Meta::List(list) if list.path.is_ident("any") => parts(list).iter().all(needs_tests),
        Meta::List(_) => false,
    }
}

/// Returns the attributes of an item.
pub fn attributes(item: &Item) -> &[Attribute] {
    match item {
        Item::Const(item) => &item.attrs,
        Item::Enum(item) => &item.attrs,
        Item::ExternCrate(item) => &item.attrs,
        Item::Fn(item) => &item.attrs,
        Item::ForeignMod(item) => &item.attrs,
        Item::Impl(item) => &item.attrs,
        Item::Macro(item) => &item.attrs,
        Item::Mod(item) => &item.attrs,
        Item::Static(item) => &item.attrs,
        Item::Struct(item) => &item.attrs,
        Item::Trait(item) => &item.attrs,
        Item::TraitAlias(item) => &item.attrs,
        Item::Type(item) => &item.attrs,
        Item::Union(item) => &item.attrs,
        Item::Use(item) => &item.attrs,
        _ => &[],
    }
}

#[test]
fn only_what_no_product_has_is_for_tests() {
    let is_for_tests = |text: &str| is_for_tests(attributes(&syn::parse_str(text).unwrap()));
    for tests in [
        "#[cfg(test)] mod a;",
        "#[cfg(test)] fn a() {}",
        "#[cfg(all(test, unix))] use a::b;",
        "#[cfg(any(test, feature = \"testing\"))] mod a {}",
        "#[cfg(feature = \"testing\")] pub mod a;",
        "#[test] fn a() {}",
        "#[tokio::test(start_paused = true)] async fn a() {}",
    ] {
        assert!(is_for_tests(tests), "{tests}");
    }
    for product in [
        "#[cfg(not(test))] mod a;",
        "#[cfg(any(test, unix))] fn a() {}",
        "#[cfg(unix)] mod a;",
        "#[doc = \"cfg(test)\"] mod a;",
        "mod test;",
    ] {
        assert!(!is_for_tests(product), "{product}");
    }
}
