//! The errors that the macros report about invalid structs.

#[test]
fn mistakes_are_reported_where_they_are_made() {
    trybuild::TestCases::new().compile_fail("tests/ui/*.rs");
}
