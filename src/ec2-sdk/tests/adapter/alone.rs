//! Runs tests in a process of their own: the SDK reads the environment, which a test must not change in a
//! process where other tests run.

use std::env;
use std::process::Command;

const MARK: &str = "CVO_TEST_ALONE";

/// Whether this process was started by [`run`].
pub(crate) fn is_child() -> bool {
    env::var_os(MARK).is_some()
}

/// Runs the test `name` again in a process whose environment contains only `variables`.
pub(crate) fn run(name: &str, variables: &[(&str, &str)]) {
    let child = Command::new(env::current_exe().unwrap())
        .args([name, "--exact", "--nocapture"])
        .env_clear()
        .env(MARK, "yes")
        .env("AWS_EC2_METADATA_DISABLED", "true")
        .envs(variables.iter().copied())
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&child.stdout);
    assert!(child.status.success(), "{said}{}", String::from_utf8_lossy(&child.stderr));
    assert!(said.contains("1 passed"), "there is no test {name}: {said}");
}
