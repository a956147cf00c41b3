//! `cargo xtask proto`: generates the Rust code of the protocol from `proto/` into `src/tfplugin/src/proto/`.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};

/// The protobuf definitions, relative to `proto/`.
const DEFINITIONS: &[&str] = &["tfplugin6.proto", "grpc_controller.proto", "grpc_stdio.proto"];

/// The generated files, one per protobuf package.
const GENERATED: &[&str] = &["tfplugin6.rs", "plugin.rs"];

/// Writes the generated code, or with `check` compares it with the committed files.
pub fn run(check: bool) -> Result<()> {
    let workspace = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let committed = workspace.join("src/tfplugin/src/proto");
    let fresh = tempfile::tempdir().context("no temporary folder for the generated code")?;
    generate(&workspace.join("proto"), fresh.path())?;
    for name in GENERATED {
        let (new, old) = (fresh.path().join(name), committed.join(name));
        let text = without_empty_parents(&read(&new)?);
        if check {
            ensure!(
                read(&old)? == text,
                "{} is not what proto/ says. Run `cargo xtask proto` and commit the result.",
                old.display()
            );
        } else {
            fs::write(&old, text).with_context(|| format!("cannot write {}", old.display()))?;
        }
    }
    Ok(())
}

fn generate(definitions: &Path, out: &Path) -> Result<()> {
    let files: Vec<PathBuf> = DEFINITIONS.iter().map(|name| definitions.join(name)).collect();
    let descriptors = protox::compile(files, [definitions])?;
    tonic_prost_build::configure()
        .build_transport(false)
        .generate_default_stubs(true)
        .out_dir(out)
        .compile_fds(descriptors)
        .context("cannot write the generated code")
}

/// Removes the empty structs of messages that only contain other messages: the module with the latter
/// suffices.
fn without_empty_parents(code: &str) -> String {
    let lines: Vec<&str> = code.lines().collect();
    let is_empty_parent = |at: usize| {
        lines.get(at).is_some_and(|line| line.starts_with("pub struct ") && line.ends_with(" {}"))
            && lines.get(at + 1).is_some_and(|line| line.starts_with("/// Nested message and enum types in "))
    };
    let kept = (0..lines.len()).filter(|&at| !is_empty_parent(at) && !is_empty_parent(at + 1));
    kept.map(|at| lines[at].to_owned() + "\n").collect()
}

fn read(path: &Path) -> Result<String> {
    fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))
}
