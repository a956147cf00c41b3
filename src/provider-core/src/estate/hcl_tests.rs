use hcl_edit::expr::Expression as Parsed;
use hcl_edit::structure::Body;
use proptest::prelude::*;

use super::*;

/// Returns the text that a reader of the language, who is not us, finds in the quotes.
fn read(quoted: &str) -> String {
    let body: Body = format!("a = {quoted}\n").parse().unwrap();
    let attribute = body.get_attribute("a").unwrap();
    match &attribute.value {
        Parsed::String(text) => text.as_str().to_owned(),
        other => panic!("no plain text: {other:?}"),
    }
}

#[test]
fn texts_are_quoted_as_terraform_reads_them() {
    let cases = [
        ("", r#""""#),
        ("svm_2", r#""svm_2""#),
        ("it's 5 % of $4", r#""it's 5 % of $4""#),
        (r#"a "b" \c"#, r#""a \"b\" \\c""#),
        ("a\nb\r\tc", r#""a\nb\r\tc""#),
        ("${path.root} %{if true}", r#""$${path.root} %%{if true}""#),
        ("$${x} %%{y}", r#""\u0024$${x} \u0025%%{y}""#),
        ("$$$ %% $", r#""$$$ %% $""#),
        ("\u{0}\u{1b}[31m\u{7f}", r#""\u0000\u001b[31m\u007f""#),
        ("a\u{202e}b\u{feff}\u{2028}", r#""a\u202eb\ufeff\u2028""#),
        ("größe 日本 😀", r#""größe 日本 😀""#),
        ("\u{e0001}", r#""\U000e0001""#),
    ];
    for (text, quoted) in cases {
        assert_eq!(quote(text), quoted, "{text:?}");
        assert_eq!(read(quoted), text);
    }
}

proptest! {
    #[test]
    fn every_text_is_read_back(text in any::<String>(), awkward in "[\"\\\\${}%~a\n\r\t\u{0}\u{85}]{0,12}") {
        for text in [text.clone(), awkward.clone(), format!("{awkward}{text}")] {
            let quoted = quote(&text);
            prop_assert_eq!(read(&quoted), text);
            prop_assert!(quoted.chars().all(is_plain), "{}", quoted);
        }
    }
}

#[test]
fn a_block_is_laid_out_as_by_terraform_fmt() {
    let depends_on = ["a.a", "b.b", "c.c", "d.d"].map(str::to_owned);
    let literal = |value| Expression::Literal(value);
    let block = |depends_on| Block {
        keyword: "resource",
        labels: vec!["cvo_lif", "nas"],
        attributes: vec![
            ("name", literal("nas".into())),
            ("svm_name", Expression::Reference("cvo_storage_vm.svm_2.name".to_owned())),
            ("ids", literal(Value::List(vec!["x".into(), "y".into()]))),
            ("enabled", literal(false.into())),
            ("metric", literal(30.into())),
        ],
        depends_on,
    };
    let head = "resource \"cvo_lif\" \"nas\" {\n  name     = \"nas\"\n  svm_name = cvo_storage_vm.svm_2.name\n  \
                ids      = [\"x\", \"y\"]\n  enabled  = false\n  metric   = 30\n";
    assert_eq!(block(&[]).text(), format!("{head}}}\n"));
    assert_eq!(block(&depends_on[..2]).text(), format!("{head}\n  depends_on = [a.a, b.b]\n}}\n"));
    let long = format!("{head}\n  depends_on = [\n    a.a,\n    b.b,\n    c.c,\n    d.d,\n  ]\n}}\n");
    assert_eq!(block(&depends_on).text(), long);
    assert!(long.parse::<Body>().is_ok());
}

#[test]
fn collections_are_written_whole() {
    let map = Value::object([("a b", "${x}".into()), ("n", Value::Null)]);
    assert_eq!(literal(&map), r#"{ "a b" = "$${x}", "n" = null }"#);
    let dynamic = Value::Dynamic(tfplugin_core::Type::Bool, Box::new(true.into()));
    assert_eq!(literal(&dynamic), "true");
}
