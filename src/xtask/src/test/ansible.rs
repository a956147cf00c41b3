//! Real Ansible on the simulator, with NetApp's and Amazon's collections. It takes half a gigabyte, which is
//! installed once; where it cannot be had, its tests are left out.

use std::path::PathBuf;

use anyhow::Result;

use super::job::Job;
use super::{python, tally, times};
use crate::progress::say;
use crate::tools::python as environments;
use crate::tools::terraform::{self, NEWEST};
use crate::workspace::Workspace;

/// Files of `acceptance-tests/python/by_ansible`. Each is a job, because a playbook takes a second for each
/// task.
const SUITES: [&str; 3] = ["test_ontap.py", "test_terraform.py", "test_ec2.py"];

/// Returns a job for each suite; none if Ansible cannot be installed.
pub fn jobs(workspace: &Workspace) -> Result<Vec<Job>> {
    match environments::environment(workspace, &requirements(workspace)) {
        Ok(python) => SUITES.iter().map(|file| job(workspace, &python, file)).collect(),
        Err(why) => {
            say(&format!("Ansible cannot be installed: {why:#}"));
            Ok(Vec::new())
        }
    }
}

/// Returns a notice if these tests did not run.
pub fn left_out(workspace: &Workspace) -> Option<String> {
    let missing = !environments::is_complete(workspace, &requirements(workspace)).unwrap_or(false);
    let notice = "Left out: the suites with Ansible, which could not be installed. They run with everything else where \
                  the package registry of Python can be reached.";
    missing.then(|| notice.to_owned())
}

fn requirements(workspace: &Workspace) -> PathBuf {
    python::folder(workspace).join("requirements-ansible.txt")
}

fn job(workspace: &Workspace, python: &std::path::Path, file: &str) -> Result<Job> {
    let mut command = python::pytest(workspace, python, &[&format!("by_ansible/{file}")]);
    command.env("CVO_TEST_TERRAFORM", terraform::install(workspace, NEWEST)?);
    command.env("CVO_TEST_PLUGIN", workspace.binary("terraform-provider-cvo"));
    let name = format!("Ansible {file}");
    Ok(Job { name, command, count: tally::of_pytest, times: times::of_pytest })
}
