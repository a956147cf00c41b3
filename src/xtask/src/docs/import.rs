//! The part of a page about imports: by identity, with what an identity consists of, and by id.

use std::path::Path;

use anyhow::Result;
use tfplugin::{IdentityAttribute, Schema};

use super::attributes::one_line;
use super::page::read;

/// Returns the sections of a resource with its examples in this folder.
pub fn sections(schema: &Schema, examples: &Path) -> Result<Vec<String>> {
    let mut sections = vec!["## Import".to_owned()];
    if !schema.identity.is_empty() {
        let import = read(&examples.join("import-by-identity.tf"))?;
        sections.push(format!(
            "From Terraform 1.12 and OpenTofu 1.12 on, an existing object is imported by its identity:\n\n\
             ```terraform\n{import}\n```"
        ));
        sections.push("### Identity Schema".to_owned());
        sections.extend(attributes(schema.identity));
    }
    let import = read(&examples.join("import.sh"))?;
    sections.push(format!("An existing object is imported by its id:\n\n```shell\n{import}\n```"));
    Ok(sections)
}

/// Returns the headings and lists of the attributes of an identity.
fn attributes(all: &[IdentityAttribute]) -> Vec<String> {
    let list = |required: bool| {
        let chosen = all.iter().filter(|attribute| attribute.required_for_import == required);
        let lines: Vec<_> = chosen.map(line).collect();
        let heading = if required { "Required" } else { "Optional" };
        (!lines.is_empty()).then(|| format!("#### {heading}\n\n{}", lines.join("\n")))
    };
    [true, false].into_iter().filter_map(list).collect()
}

fn line(attribute: &IdentityAttribute) -> String {
    format!("- `{}` (String) {}", attribute.name, one_line(attribute.description))
}

#[cfg(test)]
mod tests {
    use tfplugin::Identity;

    use super::*;

    /// A disk.
    #[derive(Debug, Clone, PartialEq, Identity)]
    struct Disk {
        /// Which
        /// one.
        serial: String,
        /// Where it is.
        #[identity(mutable)]
        place: Option<String>,
    }

    #[test]
    fn the_attributes_of_an_identity_are_grouped_by_what_an_import_needs() {
        let expected = [
            "#### Required\n\n- `serial` (String) Which one.",
            "#### Optional\n\n- `place` (String) Where it is.",
        ];
        assert_eq!(attributes(Disk::ATTRIBUTES), expected);
        assert_eq!(attributes(&Disk::ATTRIBUTES[..1]), expected[..1]);
    }
}
