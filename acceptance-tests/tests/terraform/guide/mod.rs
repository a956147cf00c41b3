//! The guide "Bring your existing storage VMs under Terraform in ten minutes", followed word by word.

mod estate;
mod page;

use acceptance_tests::Workdir;
use anyhow::{Context, Result, ensure};

use self::estate::Estate;
use self::page::Block;

const PAGE: &str = include_str!("../../../../docs/guides/discover.md");

const BEFORE: &str = "Before you begin";
const QUERY: &str = "Terraform 1.14 and newer: terraform query";
const DISCOVER: &str = "Any version: terraform-provider-cvo discover";
const BY_ID: &str = "Import blocks written by hand";
const BY_IDENTITY: &str = "Import blocks by identity";
const ONTAP: &str = "Coming from netapp-ontap";
const CLOUDMANAGER: &str = "Coming from netapp-cloudmanager";
const ANSIBLE: &str = "Coming from Ansible";

/// Variables that a person sets and the simulated system has no use for.
const OF_A_PERSON: [&str; 1] = ["AWS_PROFILE"];

/// Follows a section in a folder. Every command must succeed, and nothing may be written to the system.
fn follow(estate: &Estate, work: &Workdir, heading: &str) -> Result<()> {
    let mut printed = String::new();
    for block in page::blocks(PAGE, heading)? {
        match block {
            Block::File(path, text) => {
                let path = work.path().join(path);
                std::fs::write(&path, estate.with_own_ids(&text))
                    .with_context(|| path.display().to_string())?;
            }
            Block::Shell(lines) => {
                printed = work.shell(&in_this_environment(work, &lines)?)?.succeeded()?.stdout
            }
            Block::Output(lines) => {
                ensure!(page::are_printed(&printed, &lines), "{heading}: expected\n{lines}in\n{printed}");
            }
        }
    }
    assert_eq!(estate.world.writes()?, Vec::<String>::new(), "{heading}");
    Ok(())
}

/// Returns the lines without the exports of variables, which the folder must have already, with values for
/// the simulated system.
fn in_this_environment(work: &Workdir, lines: &str) -> Result<String> {
    let mut kept = String::new();
    for line in lines.lines() {
        let Some(exported) = line.strip_prefix("export ") else {
            kept.push_str(&format!("{line}\n"));
            continue;
        };
        for (name, _) in exported.split(' ').filter_map(|variable| variable.split_once('=')) {
            let is_set = work.environment().any(|(set, _)| set == name);
            ensure!(is_set || OF_A_PERSON.contains(&name), "{name} is not set");
        }
    }
    Ok(kept)
}

fn is_followed(heading: &str) -> Result<()> {
    let estate = Estate::made()?;
    follow(&estate, &estate.empty_folder()?, heading)
}

fn is_followed_by_every_release(heading: &str) -> Result<()> {
    let estate = Estate::made()?;
    for terraform in &estate.world.programs().terraform_matrix {
        follow(&estate, &estate.empty_folder_of(terraform)?, heading)
            .with_context(|| terraform.display().to_string())?;
    }
    Ok(())
}

#[test]
fn every_section_with_code_is_followed() {
    let followed = [BEFORE, QUERY, DISCOVER, BY_ID, BY_IDENTITY, ONTAP, CLOUDMANAGER, ANSIBLE];
    assert_eq!(page::headings(PAGE), followed);
}

#[test]
fn the_variables_suffice_for_a_first_look() -> Result<()> {
    is_followed(BEFORE)
}

#[test]
fn a_query_brings_the_estate_under_terraform() -> Result<()> {
    is_followed(QUERY)
}

#[test]
fn discover_brings_the_estate_under_every_release_of_terraform() -> Result<()> {
    is_followed_by_every_release(DISCOVER)
}

#[test]
fn import_blocks_bring_a_storage_vm_under_every_release_of_terraform() -> Result<()> {
    is_followed_by_every_release(BY_ID)
}

#[test]
fn import_blocks_by_identity_bring_a_storage_vm_under_terraform() -> Result<()> {
    is_followed(BY_IDENTITY)
}

#[test]
fn a_state_of_netapp_ontap_is_moved_and_its_provider_is_let_go() -> Result<()> {
    let estate = Estate::made()?;
    let work = estate.folder_with_state_of("netapp-ontap")?;
    follow(&estate, &work, ONTAP)?;
    let objects = work.objects()?;
    assert!(objects.iter().all(|object| object["type"].as_str().is_some_and(|of| of.starts_with("cvo_"))));
    assert_eq!(objects.len(), 4, "{objects:#?}");
    Ok(())
}

#[test]
fn a_volume_of_netapp_cloudmanager_is_forgotten_and_the_estate_is_discovered() -> Result<()> {
    let estate = Estate::made()?;
    let work = estate.folder_with_state_of("netapp-cloudmanager")?;
    follow(&estate, &work, CLOUDMANAGER)
}

/// Terraform asks the provider of an object that it forgets. A program that knows the type and refuses to delete
/// stands in for it.
#[test]
fn a_removed_block_forgets_a_volume_of_netapp_cloudmanager_and_deletes_nothing() -> Result<()> {
    let estate = Estate::made()?;
    let program = estate.world.programs().plugin.with_file_name("examples").join("cloudmanager");
    let work = estate.folder_with_state_by("netapp-cloudmanager", &program)?;
    for block in page::blocks(PAGE, CLOUDMANAGER)? {
        if let Block::File(path, text) = block {
            std::fs::write(work.path().join(path), text)?;
        }
    }
    work.init()?;
    let planned = work.run(&["plan", "-input=false", "-out=removed.tfplan"])?.succeeded()?;
    planned
        .saying("netapp-cloudmanager_volume.data will no longer be managed by Terraform, but will not be")?;
    work.run(&["apply", "-input=false", "removed.tfplan"])?.succeeded()?;
    assert_eq!(work.objects()?, Vec::<serde_json::Value>::new());
    work.expect_no_changes()?;
    assert_eq!(estate.world.requests()?, Vec::<serde_json::Value>::new());
    Ok(())
}

#[test]
fn what_ansible_made_is_discovered() -> Result<()> {
    is_followed(ANSIBLE)
}
