//! The role in the guide contains every path that the provider requests, and no other.

use std::path::{Path, PathBuf};

use super::texts::{self, With};
use super::{assert_nothing, files, read, root};

const GUIDE: &str = "docs/guides/permissions.md";

/// Where requests are made, which `src/xtask/tests/architecture/doors/` checks.
const CLIENTS: [&str; 2] = ["src/ontap-core/src", "src/ontap/src"];
/// What a recording asks for.
const RECORDING: &str = "src/provider-core/src/recording/asked.rs";
/// Where kinds of objects may be declared.
const CRATES: &str = "src";

/// A file, and a path without `/api` that is requested there.
type Asked = (PathBuf, String);

/// Returns the path of the API that a text begins with, without `/api` and without what is filled in or
/// queried.
fn path_in(text: &str) -> Option<String> {
    let path = text.split(['{', '?']).next()?.trim_end_matches('/');
    let path =
        path.strip_prefix("/api").filter(|rest| rest.is_empty() || rest.starts_with('/')).unwrap_or(path);
    let is_path = path.strip_prefix('/')?.starts_with(|first: char| first.is_ascii_lowercase());
    is_path.then(|| path.to_owned())
}

fn is_of_tests(path: &Path) -> bool {
    let name = path.file_name().unwrap().to_string_lossy();
    name.ends_with("tests.rs") || path.iter().any(|folder| folder == "tests")
}

fn sources(folder: &str) -> Vec<PathBuf> {
    let root = root();
    let found = files(&root.join(folder), "rs").into_iter();
    found.filter(|path| !is_of_tests(path.strip_prefix(&root).unwrap())).collect()
}

/// Returns the paths that are requested: every path in the code of the clients and of a recording, and those
/// of all kinds of objects.
fn asked() -> Vec<Asked> {
    let by_clients = CLIENTS.into_iter().flat_map(sources).chain([root().join(RECORDING)]).flat_map(|file| {
        let texts = texts::texts(&read(&file), With::NoTests);
        texts.into_iter().filter_map(move |text| Some((file.clone(), path_in(&text)?)))
    });
    let is_product = |file: &PathBuf| !file.starts_with(root().join("src/cvo-simulator"));
    let of_objects = sources(CRATES).into_iter().filter(is_product).flat_map(|file| {
        let paths = texts::constants(&read(&file), "PATH");
        paths.into_iter().filter_map(move |text| Some((file.clone(), path_in(&text)?)))
    });
    by_clients.chain(of_objects).collect()
}

/// Returns the paths of the role in the guide, without `/api`.
fn paths_of_the_role(guide: &str) -> Vec<String> {
    let rows = guide.lines().filter(|line| line.starts_with("| `/api/"));
    let firsts = rows.filter_map(|row| row.split('|').nth(1));
    let paths = firsts.flat_map(|cell| cell.trim().split(", "));
    paths.map(|path| path.trim_matches('`').trim_start_matches("/api").to_owned()).collect()
}

/// Returns whether a role with this path gives access to what is requested.
fn covers(path: &str, asked: &str) -> bool {
    asked.strip_prefix(path).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

/// Returns what is missing in the guide, and what is not needed there.
fn differences(asked: &[Asked], role: &[String]) -> Vec<String> {
    let lacking = asked.iter().filter(|(_, asked)| !role.iter().any(|path| covers(path, asked)));
    let lacking = lacking.map(|(file, asked)| {
        let file = file.strip_prefix(root()).unwrap_or(file).display();
        format!("{GUIDE}: a row for /api{asked}, which {file} asks for, with the access that it needs")
    });
    let stale = role.iter().filter(|path| !asked.iter().any(|(_, asked)| covers(path, asked)));
    lacking.chain(stale.map(|path| format!("{GUIDE}: /api{path} is asked by nothing any more"))).collect()
}

#[test]
fn the_role_in_the_guide_has_every_path_that_is_asked_for_and_no_other() {
    let (asked, role) = (asked(), paths_of_the_role(&read(&root().join(GUIDE))));
    assert!(asked.len() >= 20 && role.len() >= 15, "{asked:?} {role:?}");
    assert_nothing(&differences(&asked, &role));
}

#[test]
fn a_path_that_is_missing_or_left_over_is_found_wherever_it_stands_in_the_code() {
    let code = r#"
        // "/only/a/comment"
        //! "/only/documentation"
        impl Object for A { const PATH: &'static str = "/a/as"; }
        fn one() { Request::get("/one").post(&format!("/one/{}/more", key)) }
        fn b() { each!["/bs", "/api/cs?x=y", "/", "/api", "no/path", "/Upper"] }
        #[cfg(test)] mod tests { fn f() { Request::get("/tests") } }
    "#;
    let code = code.replace("//!", "///");
    let paths = texts::texts(&code, With::NoTests).into_iter().filter_map(|text| path_in(&text));
    let asked: Vec<_> = paths.map(|path| (PathBuf::from("some.rs"), path)).collect();
    let shown: Vec<_> = asked.iter().map(|(_, path)| path.as_str()).collect();
    assert_eq!(shown, ["/a/as", "/one", "/one", "/bs", "/cs"]);
    let guide = "| `/api/a`, `/api/one` | all | x |\n| `/api/b` | all | x |\n| `/api/bs` | all | x |\n";
    let found = differences(&asked, &paths_of_the_role(guide));
    assert_eq!(found.len(), 2, "{found:?}");
    assert!(found[0].contains("a row for /api/cs, which some.rs asks for"), "{found:?}");
    assert!(found[1].contains("/api/b is asked by nothing"), "{found:?}");
}
