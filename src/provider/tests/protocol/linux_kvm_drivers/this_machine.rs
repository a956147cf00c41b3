//! `image_root` is never the machine that runs Terraform, by whatever path, and even if the path leads there
//! only later.

use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};

use serde_json::{Value as Json, json};
use tempfile::TempDir;
use tfplugin::testing::{Answered, Harness, Stored};

use super::root::{Root, SIX};
use super::{TYPE, provider, refusal};
use crate::support::text_of;

const SAYS: &str = "is the machine that runs Terraform, or a part of it";

/// An image that needs no change, and the link to it that the configuration names.
struct Linked {
    image: Root,
    folder: TempDir,
    provider: Harness,
}

impl Linked {
    async fn new() -> Self {
        let image = Root::debian(&SIX);
        image.write("etc/initramfs-tools/modules", SIX.join("\n"));
        let linked = Self { image, folder: TempDir::new().unwrap(), provider: provider().await };
        linked.lead_to(&linked.image.at(""));
        linked
    }

    fn link(&self) -> PathBuf {
        self.folder.path().join("mounted")
    }

    fn lead_to(&self, target: &Path) {
        let _ = std::fs::remove_file(self.link());
        symlink(target, self.link()).unwrap();
    }

    async fn applied(&self, stored: Option<&Stored>, more: Json) -> Answered {
        let mut config = json!({"image_root": self.link(), "allow_chroot": true, "on_destroy": "restore"});
        for (key, value) in more.as_object().unwrap() {
            config[key] = value.clone();
        }
        let plan = self.provider.plan(TYPE, stored, config).await;
        assert!(!plan.diagnostics.has_errors(), "plan: {}", text_of(&plan.diagnostics));
        self.provider.apply(&plan).await
    }
}

fn expect_refused(answer: &Answered, what: &str) {
    let said = text_of(&answer.diagnostics);
    assert!(said.contains(SAYS) && said.contains("Nothing was read or changed"), "{what}: {said}");
}

#[tokio::test]
async fn a_read_through_any_path_to_this_machine_is_refused() {
    let folder = TempDir::new().unwrap();
    for (name, target) in [("link", "/"), ("process", "/proc/self/root"), ("part", "/etc")] {
        symlink(target, folder.path().join(name)).unwrap();
        let said = refusal(json!({"image_root": folder.path().join(name)})).await;
        assert!(said.contains("[image_root]") && said.contains(SAYS), "{said}");
    }
    let said = refusal(json!({"image_root": "/proc/self/root"})).await;
    assert!(said.contains("[image_root]") && said.contains(SAYS), "{said}");
    let import = provider().await.import(TYPE, "file:///proc/self/root").await;
    expect_refused(&import, "import");
}

#[tokio::test]
async fn nothing_is_done_to_this_machine_if_a_path_leads_to_it_later() {
    let linked = Linked::new().await;
    let made = linked.applied(None, json!({})).await;
    assert!(made.diagnostics.is_empty(), "{}", text_of(&made.diagnostics));
    assert_eq!(made.json()["compliant"], true);
    let before = linked.image.files();
    for target in ["/", "/proc/self/root"] {
        linked.lead_to(Path::new(target));
        let created = linked.applied(None, json!({})).await;
        expect_refused(&created, "create");
        assert!(!created.stored.exists());
        expect_refused(&linked.provider.read(&made.stored).await, "read");
        let updated = linked.applied(Some(&made.stored), json!({"drivers": ["ext4"]})).await;
        expect_refused(&updated, "update");
        let plan = linked.provider.plan_destroy(&made.stored).await;
        let deleted = linked.provider.apply(&plan).await;
        expect_refused(&deleted, "delete");
        assert!(deleted.stored.exists(), "an object that was not removed stays in the state");
    }
    linked.lead_to(&linked.image.at(""));
    assert_eq!(linked.image.files(), before);
    assert!(linked.provider.read(&made.stored).await.diagnostics.is_empty());
}
