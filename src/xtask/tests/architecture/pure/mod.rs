//! *A crate whose name ends in `-core` holds values and decisions and does nothing else*, and `kvm-drivers`
//! neither waits, connects nor runs a program. The module `libraries` checks which libraries these crates
//! use.

mod lists;

use self::lists::{CLOSED, DOORS, IMPURE, OPEN, PURE};
use super::Broken;
use super::code::{Code, Says, is_below};

/// Returns the places where these crates do more than decide.
fn broken(code: &Code, crates: &[&str]) -> Vec<Broken> {
    let mut broken = Vec::new();
    for module in code.modules.iter().filter(|module| crates.iter().any(|name| module.is_in(name))) {
        for (place, says) in code.says(module) {
            if let Some(why) = why_not(&module.name, says) {
                broken.push(Broken { place, why });
            }
        }
    }
    broken
}

/// Returns the reason why a module of a pure crate must not contain this; `None` if it may.
pub fn why_not(module: &str, says: &Says) -> Option<String> {
    let is_open = |name: &str| {
        let open = OPEN.iter().filter(|(to, _)| is_below(module, to)).flat_map(|(_, open)| *open);
        open.into_iter().any(|open| is_below(name, open))
    };
    let is_in = |list: &[&str], name: &str| list.iter().any(|listed| is_below(name, listed));
    match says {
        Says::Async => Some("it waits".to_owned()),
        Says::Tells { .. } => None,
        Says::Method { name, arguments } => {
            // Methods of the same name that take arguments are our own, such as `Files::exists(path)`.
            (!arguments && DOORS.contains(&name.as_str()) && !is_open(name))
                .then(|| format!("it calls .{name}()"))
        }
        Says::Name(name) => {
            let last = name.rsplit("::").next().unwrap_or_default();
            let is_std = is_below(name, "std") && name != "std";
            let is_closed = is_in(CLOSED, name) && !is_below(module, "kvm_drivers");
            let printed = is_in(&CLOSED[..3], name);
            let is_pure = is_in(PURE, name) && !is_in(IMPURE, name) && !name.ends_with("::*");
            let is_impure = is_std && !is_pure && !is_open(name);
            let is_door = name.contains("::") && DOORS.contains(&last) && !is_open(last) && !is_open(name);
            (is_closed || printed || is_impure || is_door).then(|| format!("it names {name}"))
        }
    }
}

#[test]
fn what_only_decides_neither_waits_nor_asks_nor_does_anything() {
    let cores: Vec<_> =
        super::project::product().into_iter().filter(|package| package.name.ends_with("-core")).collect();
    assert!(cores.len() >= 5);
    let names = cores.iter().map(|package| package.targets[0].0.as_str());
    let broken = broken(super::project::code(), &names.collect::<Vec<_>>());
    super::assert_holds(
        "A crate whose name ends in -core holds values and decisions and does nothing else",
        broken,
    );
}

#[test]
fn what_judges_images_neither_waits_nor_connects_nor_runs_a_program() {
    let broken = broken(super::project::code(), &["kvm_drivers"]);
    super::assert_holds(
        "kvm-drivers waits for nothing, connects to nothing and runs no program; it reads what it is handed, \
         and a mounted image",
        broken,
    );
}

mod tests {
    use super::*;
    use crate::code::sample;

    fn is_found(krate: &str, file: &str, text: &str) -> bool {
        let mut files = vec![
            ("some_core", "some/lib.rs", "mod a;"),
            ("some_core", "some/a.rs", ""),
            ("kvm_drivers", "kvm/lib.rs", "pub mod root; pub mod image;"),
            ("kvm_drivers", "kvm/image.rs", ""),
            ("kvm_drivers", "kvm/root/mod.rs", "mod folder; mod this_machine; pub use folder::Folder;"),
            ("kvm_drivers", "kvm/root/folder.rs", "pub struct Folder;"),
            ("kvm_drivers", "kvm/root/this_machine.rs", ""),
        ];
        files.iter_mut().find(|(_, name, _)| *name == file).unwrap().2 = text;
        !broken(&sample(&files), &[krate]).is_empty()
    }

    #[test]
    fn whatever_a_core_does_besides_deciding_is_found() {
        for text in [
            "use std::net::TcpStream;",
            "use std::net::{Ipv4Addr, UdpSocket as U};",
            "use std::net::*;",
            "use std::net; fn f() { net::TcpListener::bind(a); }",
            "fn f() { ::std::net::TcpStream::connect(a); }",
            "use std as s; fn f() { s::fs::read(a); }",
            "fn f() { std::process::exit(1) }",
            "fn f() { std::process::Command::new(a); }",
            "use std::thread; fn f() { thread::sleep(a) }",
            "fn f() { std::thread::spawn(a); }",
            "fn f() { std::env::var(a); }",
            "const A: Option<&str> = option_env!(\"A\");",
            "use std::time::{Duration, Instant};",
            "use std::time; fn f() { time::SystemTime::now(); }",
            "fn f() { time::OffsetDateTime::now_utc(); }",
            "async fn f() {}",
            "fn f() -> impl Future<Output = ()> { async { } }",
            "fn f() { g(async move |x| x) }",
            "macro_rules! m { () => { std::fs::read(a) } }",
            "fn f() { format!(\"{:?}\", std::fs::read(a)); }",
            "fn f() { m!(a.await) }",
            "fn f() { println!(\"a\") }",
            "fn f() { dbg!(a); }",
            "fn f(path: &std::path::Path) { path.exists(); }",
            "fn f(url: url::Url) { url.socket_addrs(g); url.socket_addrs(); }",
            "use std::sync::{Arc, Mutex};",
            "use std::sync::mpsc;",
            "use std::collections::hash_map::RandomState;",
            "use kvm_drivers::root::Folder;",
            "use std::io::Write;",
        ] {
            assert!(is_found("some_core", "some/a.rs", text), "{text}");
        }
    }

    #[test]
    fn values_and_decisions_are_let_be() {
        for text in [
            "use std::{fmt, net::{IpAddr, Ipv4Addr}, time::Duration, collections::BTreeMap};",
            "use std::path::{Component, Path, PathBuf}; fn f(p: &Path) -> Option<Component<'_>> { \
             p.components().next() }",
            "fn f() { format!(\"{a}\"); matches!(a, B); vec![1]; unreachable!(\"c\") }",
            "fn f(files: &impl Files) { files.exists(\"/etc\"); files.metadata(a); }",
            "#[derive(Debug, Clone)] pub struct Fs; // std::fs\n/// async [std::fs]\nfn awaited() {}",
            "#[cfg(test)] mod tests { use std::fs; async fn f() {} }",
        ] {
            assert!(!is_found("some_core", "some/a.rs", text), "{text}");
        }
    }

    #[test]
    fn an_image_is_read_in_one_place() {
        let [image, folder, machine] = ["kvm/image.rs", "kvm/root/folder.rs", "kvm/root/this_machine.rs"];
        for (file, text, expected) in [
            (image, "use std::io::{self, Read};", false),
            (image, "fn f() { io::stdout(); } use std::io;", true),
            (image, "use std::fs;", true),
            (image, "fn f(m: M) { m.metadata(); }", true),
            (image, "fn f() { std::process::Command::new(a); }", true),
            (image, "async fn f() {}", true),
            (folder, "pub struct Folder; fn f(m: M) { m.metadata(); m.is_dir(); }", false),
            (folder, "pub struct Folder; fn f() { std::fs::read(a); }", true),
            (machine, "fn f() { std::fs::metadata(a); }", false),
            (machine, "fn f() { std::fs::write(a, b); }", true),
        ] {
            assert_eq!(is_found("kvm_drivers", file, text), expected, "{file}: {text}");
        }
    }
}
