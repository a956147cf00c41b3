//! The inputs of the module, by its file of variables, in the form that `terraform fmt` gives it.

use std::collections::BTreeSet;

use acceptance_tests::example;
use anyhow::{Context, Result, ensure};

/// Returns the variables, and the attributes of objects in them as `variable.attribute`.
///
/// # Errors
/// If the file cannot be read, or has another form.
pub(super) fn inputs() -> Result<BTreeSet<String>> {
    let file = example("modules/storage-vm/variables.tf");
    let text = std::fs::read_to_string(&file).with_context(|| file.display().to_string())?;
    let found = inputs_of(&text);
    ensure!(found.len() > 1, "no variables in {}", file.display());
    Ok(found)
}

fn inputs_of(text: &str) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    let mut variable = String::new();
    // The attributes, from the outside in, whose type is being listed.
    let mut open: Vec<String> = Vec::new();
    for line in text.lines().map(str::trim) {
        if let Some(name) = line.strip_prefix("variable \"").and_then(|rest| rest.split('"').next()) {
            name.clone_into(&mut variable);
            found.insert(variable.clone());
        }
        let Some((name, value)) = line.split_once('=').map(|(name, value)| (name.trim(), value)) else {
            if line.starts_with("})") {
                open.pop();
            }
            continue;
        };
        if open.is_empty() && name == "type" {
            open.extend(value.contains("object({").then(|| variable.clone()));
        } else if let Some(outer) = open.last() {
            let input = format!("{outer}.{name}");
            found.insert(input.clone());
            open.extend(value.contains("object({").then_some(input));
        }
    }
    found
}

#[test]
fn attributes_of_objects_are_inputs() {
    let text = r#"
variable "a" {
  type = string
}

variable "b" {
  type = list(object({
    c = string
    d = optional(map(object({
      e = optional(bool)
    })), {})
    f = number
  }))

  validation {
    condition = var.b == 1
  }
}
"#;
    let expected = ["a", "b", "b.c", "b.d", "b.d.e", "b.f"].map(str::to_owned);
    assert_eq!(inputs_of(text), BTreeSet::from(expected));
}
