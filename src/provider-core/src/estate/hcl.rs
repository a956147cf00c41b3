//! Text in Terraform's language: quoted texts, values and blocks, laid out as `terraform fmt` lays them out.

use std::fmt::Write as _;

use tfplugin_core::Value;

/// How many references a list has on one line.
const ON_ONE_LINE: usize = 3;

/// The right side of an attribute.
#[derive(Debug, Clone, PartialEq)]
pub enum Expression {
    /// A value.
    Literal(Value),
    /// An attribute of another resource, such as `cvo_storage_vm.svm_2.name`.
    Reference(String),
}

/// One block.
#[derive(Debug, Clone, PartialEq)]
pub struct Block<'a> {
    /// What it begins with, such as `resource`.
    pub keyword: &'a str,
    /// The labels behind it.
    pub labels: Vec<&'a str>,
    /// The attributes, in their order.
    pub attributes: Vec<(&'a str, Expression)>,
    /// The resources that it names in `depends_on`.
    pub depends_on: &'a [String],
}

impl Block<'_> {
    /// Returns the text of the block, with a line break at its end.
    pub fn text(&self) -> String {
        let mut text = self.keyword.to_owned();
        for label in &self.labels {
            text.push(' ');
            text.push_str(&quote(label));
        }
        text.push_str(" {\n");
        let width = self.attributes.iter().map(|(name, _)| name.len()).max().unwrap_or_default();
        for (name, expression) in &self.attributes {
            let _ = writeln!(text, "  {name:width$} = {}", expression.text());
        }
        if !self.depends_on.is_empty() {
            let gap = if self.attributes.is_empty() { "" } else { "\n" };
            let _ = writeln!(text, "{gap}  depends_on = {}", references(self.depends_on));
        }
        text.push_str("}\n");
        text
    }
}

impl Expression {
    fn text(&self) -> String {
        match self {
            Self::Literal(value) => literal(value),
            Self::Reference(to) => to.clone(),
        }
    }
}

fn references(to: &[String]) -> String {
    if to.len() <= ON_ONE_LINE {
        return format!("[{}]", to.join(", "));
    }
    let lines: String = to.iter().map(|one| format!("    {one},\n")).collect();
    format!("[\n{lines}  ]")
}

fn literal(value: &Value) -> String {
    match value {
        Value::Null | Value::Unknown => "null".to_owned(),
        Value::Bool(flag) => flag.to_string(),
        Value::Number(number) => number.to_string(),
        Value::String(text) => quote(text),
        Value::List(items) => format!("[{}]", items.iter().map(literal).collect::<Vec<_>>().join(", ")),
        Value::Map(items) => {
            let items = items.iter().map(|(key, item)| format!("{} = {}", quote(key), literal(item)));
            format!("{{ {} }}", items.collect::<Vec<_>>().join(", "))
        }
        Value::Dynamic(_, value) => literal(value),
    }
}

/// Returns a text in quotes that means exactly this text: nothing in it is a template, and what does not show
/// is escaped.
pub fn quote(text: &str) -> String {
    let mut quoted = String::from("\"");
    let mut rest = text.chars();
    while let Some(c) = rest.next() {
        match c {
            '"' | '\\' => quoted.extend(['\\', c]),
            '\n' => quoted.push_str("\\n"),
            '\r' => quoted.push_str("\\r"),
            '\t' => quoted.push_str("\\t"),
            '$' | '%' => quoted.push_str(&sign(c, rest.as_str())),
            _ if is_plain(c) => quoted.push(c),
            _ => quoted.push_str(&escape(c)),
        }
    }
    quoted.push('"');
    quoted
}

/// Returns a sign that begins a template before a brace: doubled there, it is itself. One that stands before
/// such a pair is escaped, because readers of the language do not agree on three in a row.
fn sign(sign: char, rest: &str) -> String {
    let behind = rest.trim_start_matches(sign);
    match (behind.starts_with('{'), behind.len() == rest.len()) {
        (true, true) => format!("{sign}{sign}"),
        (true, false) => escape(sign),
        (false, _) => sign.to_string(),
    }
}

/// Whether the character shows as itself, wherever it stands.
pub fn is_plain(c: char) -> bool {
    matches!(c, '\'' | '"' | '\\') || c.escape_debug().count() == 1
}

fn escape(c: char) -> String {
    match u32::from(c) {
        code @ ..0x1_0000 => format!("\\u{code:04x}"),
        code => format!("\\U{code:08x}"),
    }
}

#[cfg(test)]
#[path = "hcl_tests.rs"]
mod tests;
