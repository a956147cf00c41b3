//! Debug mode: the process outlives Terraform, which learns from a variable where it listens.

use std::path::Path;

use serde_json::{Value as Json, json};

use super::handshake::PROTOCOL_VERSION;

/// Hosts whose short addresses mean different registries: Terraform's and OpenTofu's.
const REGISTRIES: [&str; 2] = ["registry.terraform.io", "registry.opentofu.org"];

/// The instructions for a person who has started the plugin in debug mode.
pub fn instructions(address: &str, pid: u32, socket: &Path) -> String {
    let reattach = reattach(address, pid, socket).to_string().replace('\'', r"'\''");
    format!(
        "The provider is running. Terraform uses this process when it is started with:\n\n\
         TF_REATTACH_PROVIDERS='{reattach}'\n\n\
         Ctrl-C ends it.\n"
    )
}

/// The value of `TF_REATTACH_PROVIDERS`.
fn reattach(address: &str, pid: u32, socket: &Path) -> Json {
    let process = json!({
        "Protocol": "grpc",
        "ProtocolVersion": PROTOCOL_VERSION,
        "Pid": pid,
        // Terraform then neither stops nor kills the process.
        "Test": true,
        "Addr": { "Network": "unix", "String": socket },
    });
    spellings(address).into_iter().map(|address| (address, process.clone())).collect()
}

/// The address as Terraform and as OpenTofu complete it.
fn spellings(address: &str) -> Vec<String> {
    match address.split_once('/') {
        Some((host, name)) if REGISTRIES.contains(&host) => {
            REGISTRIES.iter().map(|registry| format!("{registry}/{name}")).collect()
        }
        _ => vec![address.to_owned()],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_registries_get_the_same_instructions() {
        let variable = reattach("registry.terraform.io/example/notes", 42, Path::new("/tmp/x/s"));
        let entry = &variable["registry.terraform.io/example/notes"];
        assert_eq!(entry, &variable["registry.opentofu.org/example/notes"]);
        assert_eq!(entry["Pid"], 42);
        assert_eq!(entry["ProtocolVersion"], 6);
        assert_eq!(entry["Addr"], json!({ "Network": "unix", "String": "/tmp/x/s" }));
    }

    #[test]
    fn an_address_in_another_registry_has_one_spelling() {
        assert_eq!(spellings("example.com/a/b"), ["example.com/a/b"]);
    }
}
