//! The estate that the guide is followed on.

use std::path::Path;

use acceptance_tests::{Workdir, World, scenario};
use anyhow::{Context, Result};
use serde_json::Value;

/// UUIDs of the guide, and the objects of the estate that have them in it.
const IDS: [(&str, &str, &str); 3] = [
    ("2d5c7a10-7f0b-11ee-9d20-0a1b2c3d4e5f", "cvo_storage_vm.this[\"svm_2\"]", "cluster_uuid"),
    ("6f3a0c52-81d4-11ee-9d20-0a1b2c3d4e5f", "cvo_storage_vm.this[\"svm_2\"]", "id"),
    ("7a1b9e04-81d4-11ee-9d20-0a1b2c3d4e5f", "cvo_lif.nas[\"svm_2\"]", "id"),
];

/// Types of NetApp's provider, and the objects of the estate that its state is about.
const OF_ONTAP: [(&str, &str); 3] = [
    ("netapp-ontap_svm", "cvo_storage_vm.this[\"svm_2\"]"),
    ("netapp-ontap_network_ip_interface", "cvo_lif.nas[\"svm_2\"]"),
    ("netapp-ontap_network_ip_route", "cvo_route.default[\"svm_2\"]"),
];

/// A system with storage VMs that no Terraform knows of.
pub(super) struct Estate {
    /// The system.
    pub(super) world: World,
    /// Who made them.
    made: Workdir,
    /// UUIDs of the guide, and those that the same objects have here.
    ids: Vec<(&'static str, String)>,
}

impl Estate {
    pub(super) fn made() -> Result<Self> {
        let world = World::single_node()?;
        let made = world.workdir(&scenario("estate/guide"))?;
        made.apply()?;
        let ids = IDS.iter().map(|(id, of, name)| Ok((*id, text(&made.attributes(of)?, name)?)));
        let ids = ids.collect::<Result<_>>()?;
        world.forget_requests()?;
        Ok(Self { world, made, ids })
    }

    /// Returns a folder in which nothing is managed.
    pub(super) fn empty_folder(&self) -> Result<Workdir> {
        self.world.workdir(&scenario("estate/nothing"))
    }

    /// Like [`Self::empty_folder`], with this Terraform.
    pub(super) fn empty_folder_of(&self, terraform: &Path) -> Result<Workdir> {
        self.world.workdir_with(terraform, &scenario("estate/nothing"))
    }

    /// Returns a folder with a state that one of NetApp's providers has written. Ours stands in for it, which
    /// suffices as long as nothing of its own is read.
    pub(super) fn folder_with_state_of(&self, provider: &str) -> Result<Workdir> {
        self.folder_with_state_by(provider, &self.world.programs().plugin)
    }

    /// Like [`Self::folder_with_state_of`], with this program in place of NetApp's provider.
    pub(super) fn folder_with_state_by(&self, provider: &str, program: &Path) -> Result<Workdir> {
        let source = format!("netapp/{provider}");
        let work = self.world.workdir_of(&source, program, &scenario("estate/nothing"))?;
        let file = scenario("estate/guide").join(format!("{provider}.tfstate"));
        let mut state: Value = serde_json::from_str(&std::fs::read_to_string(file)?)?;
        for resource in state["resources"].as_array_mut().context("a state has resources")? {
            if let Some((_, same)) = OF_ONTAP.iter().find(|(of_ontap, _)| resource["type"] == *of_ontap) {
                resource["instances"][0]["attributes"]["id"] = self.made.attributes(same)?["id"].clone();
            }
        }
        std::fs::write(work.state_file(), state.to_string())?;
        Ok(work)
    }

    /// Returns a text of the guide with the UUIDs that the objects have here.
    pub(super) fn with_own_ids(&self, text: &str) -> String {
        self.ids.iter().fold(text.to_owned(), |text, (guide, own)| text.replace(guide, own))
    }
}

fn text(object: &Value, name: &str) -> Result<String> {
    Ok(object[name].as_str().with_context(|| format!("no {name} in {object}"))?.to_owned())
}
