//! Root file systems of real Debian systems, for the tests that need real tools. They are made once, kept in
//! `target/linux-roots` under a hash of their recipe, and copied by each test.

pub mod apt;
mod possible;

use std::fs;
use std::os::unix::fs::DirBuilderExt;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use acceptance_tests::{LINUX_ROOTS, LinuxRoot, Namespace};
use anyhow::{Context, Result, bail};
use sha2::{Digest, Sha256};

pub(crate) use self::possible::why_not;
use crate::process;
use crate::progress::{Steps, say};
use crate::workspace::Workspace;

const BASE: &str = include_str!("base.sh");
const TOOL: &str = include_str!("tool.sh");
const DEBOOTSTRAP: [&str; 2] =
    ["--variant=minbase", "--keyring=/usr/share/keyrings/debian-archive-keyring.gpg"];
/// The proxy's address is passed on standard input because it may contain a password, which no command line
/// may show.
const TAKE_PROXY: &str =
    "read -r proxy; [ -z \"$proxy\" ] || export http_proxy=\"$proxy\" https_proxy=\"$proxy\"";
/// debootstrap reports errors on its standard output, among hundreds of lines of progress.
/// Only the last ones are shown.
const LOGGED: &str = r#"debootstrap "$@" >"$0" 2>&1 || { tail -n 20 "$0" >&2; exit 1; }"#;
/// Packages needed on this machine.
const PACKAGES: [&str; 2] = ["debootstrap", "debian-archive-keyring"];
/// Time limit for the packages of one root.
const LIMIT: Duration = Duration::from_secs(600);

/// Makes the roots, for developers who run single tests by hand.
pub fn run(workspace: &Workspace) -> Result<()> {
    ensure_possible()?;
    let mut steps = Steps::default();
    let roots = steps.step("preparing Debian's root file systems", || prepare(workspace))?;
    steps.report();
    say(&format!("{LINUX_ROOTS}={}", roots.display()));
    Ok(())
}

/// Fails if real Debian systems cannot run on this machine.
pub fn ensure_possible() -> Result<()> {
    match possible::why_not() {
        Some(why) => bail!("real Debian systems are not possible here: {why}"),
        None => Ok(()),
    }
}

/// Makes the missing roots and returns the folder with all of them.
pub fn prepare(workspace: &Workspace) -> Result<PathBuf> {
    let home = workspace.linux_roots().join(&recipe_hash()[..12]);
    // Programs in the roots belong to root and may be setuid, so other users must not reach them.
    fs::DirBuilder::new()
        .recursive(true)
        .mode(0o700)
        .create(&home)
        .context("cannot make the folder for roots")?;
    let missing = |root: &LinuxRoot| !home.join(root.name()).is_dir();
    for suite in ["bookworm", "trixie"] {
        let roots = LinuxRoot::ALL.into_iter().filter(|root| root.suite() == suite).filter(missing);
        let roots: Vec<_> = roots.collect();
        if !roots.is_empty() {
            apt::install(&PACKAGES)?;
            make(&home, suite, &roots)?;
        }
    }
    Ok(home)
}

/// Makes all roots of a Debian release with a single debootstrap.
fn make(home: &Path, suite: &str, roots: &[LinuxRoot]) -> Result<()> {
    let scratch = tempfile::tempdir_in(home)?;
    let base = scratch.path().join("base");
    let mirror = apt::mirror()?;
    say(&format!("    Debian {suite}"));
    let mut debootstrap = Command::new("sh");
    debootstrap.args(["-c", LOGGED]).arg(scratch.path().join("log"));
    debootstrap.args(DEBOOTSTRAP).arg(suite).arg(&base).arg(mirror).env("http_proxy", apt::proxy()?);
    process::output(&mut debootstrap).with_context(|| format!("debootstrap cannot make Debian {suite}"))?;
    run_inside(&base, suite, BASE, &[])?;
    for root in roots {
        say(&format!("    {}", root.name()));
        let folder = scratch.path().join(root.name());
        process::output(Command::new("cp").args(["--archive", "--reflink=auto"]).arg(&base).arg(&folder))?;
        run_inside(&folder, root.name(), TOOL, &[root.tool(), root.name()])?;
        fs::rename(&folder, home.join(root.name())).context("cannot put a root in its place")?;
    }
    Ok(())
}

/// Runs a script inside a root. All processes that it started have ended when this returns.
fn run_inside(folder: &Path, host_name: &str, script: &str, arguments: &[&str]) -> Result<()> {
    let namespace = Namespace::of(folder, host_name)?;
    let arguments: String = arguments.iter().map(|argument| format!(" {argument}")).collect();
    let script = format!("{TAKE_PROXY}\nset --{arguments}\n{script}");
    let done = namespace.run_within(LIMIT, &script, &format!("{}\n", apt::proxy()?))?;
    done.succeeded().with_context(|| format!("cannot make {}", folder.display()))?;
    Ok(())
}

/// Hashes everything that determines the roots, except the versions of packages.
fn recipe_hash() -> String {
    let names: Vec<_> = LinuxRoot::ALL.iter().map(|root| [root.suite(), root.tool(), root.name()]).collect();
    hex::encode(Sha256::digest(format!("{DEBOOTSTRAP:?}{BASE}{TOOL}{names:?}")))
}
