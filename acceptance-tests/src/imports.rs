//! Imports of objects from another state.

use std::fs;

use anyhow::{Context, Result};
use serde_json::Value;

use crate::workdir::Workdir;

impl Workdir {
    /// Adds an `import` block for every managed object of another folder, which must have the same
    /// configuration.
    ///
    /// # Errors
    /// If the other state cannot be read or has a type whose import id is unknown.
    pub fn import_all_of(&self, other: &Self) -> Result<()> {
        let objects = other.objects()?;
        let managed = objects.iter().filter(|object| object["mode"] == "managed");
        let blocks = managed.map(import_block).collect::<Result<String>>()?;
        Ok(fs::write(self.path().join("imports.tf"), blocks)?)
    }

    /// Adds an `import` block by identity for every managed object of another folder, which must have the same
    /// configuration.
    ///
    /// # Errors
    /// If the other state cannot be read or an object has no identity.
    pub fn import_all_of_by_identity(&self, other: &Self) -> Result<()> {
        let objects = other.objects()?;
        let managed = objects.iter().filter(|object| object["mode"] == "managed");
        let block = |object: &Value| {
            let address = object["address"].as_str().with_context(|| format!("no address in {object}"))?;
            import_block_by_identity(address, object)
        };
        let blocks = managed.map(block).collect::<Result<String>>()?;
        Ok(fs::write(self.path().join("imports.tf"), blocks)?)
    }

    /// Adds an `import` block by identity for every managed object of another folder, under a name of its own, and
    /// returns their number. There is no configuration for them yet.
    ///
    /// # Errors
    /// If the other state cannot be read or an object has no identity.
    pub fn import_all_of_under_new_names(&self, other: &Self) -> Result<usize> {
        let objects = other.objects()?;
        let managed: Vec<_> = objects.iter().filter(|object| object["mode"] == "managed").collect();
        let block = |(number, object): (usize, &&Value)| {
            let kind = object["type"].as_str().with_context(|| format!("no type in {object}"))?;
            import_block_by_identity(&format!("{kind}.imported_{number}"), object)
        };
        let blocks = managed.iter().enumerate().map(block).collect::<Result<String>>()?;
        fs::write(self.path().join("imports.tf"), blocks)?;
        Ok(managed.len())
    }
}

fn import_block_by_identity(address: &str, object: &Value) -> Result<String> {
    let identity = object["identity"].as_object().with_context(|| format!("no identity in {object}"))?;
    let line = |(name, value): (&String, &Value)| format!("    {name} = {value}\n");
    let lines: String = identity.iter().map(line).collect();
    Ok(format!("import {{\n  to = {address}\n  identity = {{\n{lines}  }}\n}}\n"))
}

fn import_block(object: &Value) -> Result<String> {
    let text =
        |value: &Value| value.as_str().map(str::to_owned).with_context(|| format!("no text in {object}"));
    let parts: &[&str] = match text(&object["type"])?.as_str() {
        "cvo_storage_vm" => &["name"],
        "cvo_secondary_ip" => &["network_interface_id", "private_ip"],
        "cvo_lif" => &["svm_name", "name"],
        "cvo_route" => &["svm_name", "destination", "gateway"],
        "cvo_service_policy_move" => &["svm_name", "from_policy"],
        other => anyhow::bail!("the parts of the import id of {other} are missing here"),
    };
    let parts = parts.iter().map(|part| text(&object["values"][part])).collect::<Result<Vec<_>>>()?;
    Ok(format!("import {{\n  to = {}\n  id = \"{}\"\n}}\n", text(&object["address"])?, parts.join("/")))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn an_import_names_the_object_and_its_id() {
        let values = json!({"svm_name": "svm_2", "name": "nas"});
        let lif = json!({"address": "cvo_lif.this[\"a\"]", "type": "cvo_lif", "values": values});
        let block = import_block(&lif).unwrap();
        assert_eq!(block, "import {\n  to = cvo_lif.this[\"a\"]\n  id = \"svm_2/nas\"\n}\n");
        let identity = json!({"identity": {"cluster_uuid": "c", "uuid": "u"}});
        let block = import_block_by_identity("cvo_lif.a", &identity).unwrap();
        let lines = "    cluster_uuid = \"c\"\n    uuid = \"u\"\n";
        assert_eq!(block, format!("import {{\n  to = cvo_lif.a\n  identity = {{\n{lines}  }}\n}}\n"));
        assert!(import_block_by_identity("cvo_lif.a", &json!({})).is_err());
        assert!(import_block(&json!({"address": "a.b", "type": "a", "values": {}})).is_err());
    }
}
