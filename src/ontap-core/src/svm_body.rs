//! Creating, changing, renaming and deleting storage VMs. Each operation is a job, which is followed to its
//! end.

use serde::Serialize;

use crate::body::body;
use crate::protocol::request::Request;
use crate::{Filters, Object, Reference, Result, SecurityStyle, Svm, SvmState, SvmSubtype, Writable};

body! {
    /// What is sent to create an SVM, with ONTAP's defaults for omitted values, or to change it.
    pub struct SvmBody {
        /// Its name. ONTAP refuses a rename together with any other change.
        pub name: Option<String>,
        /// Its purpose. A DR destination accepts only name, comment and IPspace.
        pub subtype: Option<SvmSubtype>,
        /// Language of its new volumes.
        pub language: Option<String>,
        /// Comment.
        pub comment: Option<String>,
        /// IPspace that it belongs to.
        pub ipspace: Reference,
        /// Snapshot policy of its new volumes.
        pub snapshot_policy: Reference,
        /// All aggregates that its volumes may be placed on; the whole list is replaced. Not sent by a
        /// creation.
        pub aggregates: Option<Vec<Reference>>,
        /// Its root volume. Sent only by a creation; a change addresses the volume itself.
        #[serde(skip)]
        pub root_volume: RootVolumeBody,
    }
}

body! {
    /// What is sent to create the root volume of an SVM.
    pub struct RootVolumeBody {
        /// Its name (ONTAP's default: the SVM's name followed by `_root`).
        pub name: Option<String>,
        /// Name of the aggregate that it is placed on.
        pub aggregate: Option<String>,
        /// Its security style.
        pub security_style: Option<SecurityStyle>,
    }
}

body! {
    /// Arguments of `vserver create` in the CLI.
    struct VserverBody {
        vserver: Option<String>,
        rootvolume: Option<String>,
        aggregate: Option<String>,
        rootvolume_security_style: Option<SecurityStyle>,
        snapshot_policy: Option<String>,
        language: Option<String>,
        ipspace: Option<String>,
        comment: Option<String>,
        subtype: Option<SvmSubtype>,
    }
}

impl From<&SvmBody> for VserverBody {
    fn from(svm: &SvmBody) -> Self {
        let (svm, root) = (svm.clone(), svm.root_volume.clone());
        Self {
            vserver: svm.name,
            rootvolume: root.name,
            aggregate: root.aggregate,
            rootvolume_security_style: root.security_style,
            snapshot_policy: svm.snapshot_policy.name,
            language: svm.language,
            ipspace: svm.ipspace.name,
            comment: svm.comment,
            subtype: svm.subtype,
        }
    }
}

impl Writable for Svm {
    type Body = SvmBody;
    const BY_JOB: bool = true;
    const FEW_AT_ONCE: bool = true;

    fn key(&self) -> Option<&str> {
        Some(&self.uuid)
    }

    /// Uses the CLI, because the published API can specify neither the root volume's name nor its aggregate
    /// nor its security style. How the passthrough spells them is assumed (`private-cli-spelling`). A DR
    /// destination has no root volume of its own yet and accepts only name, comment and IPspace (code
    /// 2621580).
    fn creation(body: &SvmBody) -> Result<Request> {
        if body.subtype != Some(SvmSubtype::DpDestination) {
            return by_job("/private/cli/vserver", &VserverBody::from(body));
        }
        let SvmBody { name, subtype, comment, ipspace, .. } = body.clone();
        by_job(Self::PATH, &SvmBody { name, subtype, comment, ipspace, ..SvmBody::default() })
    }

    fn like(body: &SvmBody) -> Filters {
        vec![("name", body.name.clone())]
    }

    /// Whether the SVM is initializing, which is possible if its creation was answered without a job.
    fn is_in_the_making(&self) -> bool {
        self.state == Some(SvmState::Initializing)
    }
}

fn by_job(path: &str, body: &impl Serialize) -> Result<Request> {
    Ok(Request::post(path, body)?.by_job())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::protocol::objects::{delete, patch};

    fn posted(path: &str, body: serde_json::Value) -> Request {
        Request::post(path, &body).unwrap().by_job()
    }

    fn patched(body: serde_json::Value) -> Option<Request> {
        Some(Request::patch_one("/svm/svms", "u-1", &body).unwrap().by_job())
    }

    #[test]
    fn an_svm_is_created_through_the_cli_to_specify_its_root_volume() {
        let svm = SvmBody {
            name: Some("svm_2".to_owned()),
            snapshot_policy: Reference::to_name("default"),
            root_volume: RootVolumeBody {
                name: Some("root_svm_2".to_owned()),
                aggregate: Some("aggr1".to_owned()),
                security_style: Some(SecurityStyle::Unix),
            },
            ..SvmBody::default()
        };
        let body = json!({
            "vserver": "svm_2",
            "rootvolume": "root_svm_2",
            "aggregate": "aggr1",
            "rootvolume_security_style": "unix",
            "snapshot_policy": "default",
        });
        assert_eq!(Svm::creation(&svm).unwrap(), posted("/private/cli/vserver", body));
    }

    #[test]
    fn a_command_has_names_in_place_of_references() {
        let svm = SvmBody {
            name: Some("svm_2".to_owned()),
            subtype: Some(SvmSubtype::Default),
            language: Some("c.utf_8".to_owned()),
            comment: Some(String::new()),
            ipspace: Reference::to_name("Default"),
            ..SvmBody::default()
        };
        let body = json!({
            "vserver": "svm_2", "subtype": "default", "language": "c.utf_8", "comment": "", "ipspace": "Default",
        });
        assert_eq!(Svm::creation(&svm).unwrap(), posted("/private/cli/vserver", body));
    }

    #[test]
    fn a_dr_destination_is_created_with_name_comment_and_ipspace_only() {
        let svm = SvmBody {
            name: Some("svm_dr".to_owned()),
            subtype: Some(SvmSubtype::DpDestination),
            language: Some("ignored".to_owned()),
            ipspace: Reference::to_name("Default"),
            root_volume: RootVolumeBody { name: Some("ignored".to_owned()), ..RootVolumeBody::default() },
            ..SvmBody::default()
        };
        let body = json!({"name": "svm_dr", "subtype": "dp_destination", "ipspace": {"name": "Default"}});
        assert_eq!(Svm::creation(&svm).unwrap(), posted("/svm/svms", body));
    }

    #[test]
    fn a_change_sends_only_what_changes() {
        let none = SvmBody::default;
        let cases = [
            (none(), None),
            (
                SvmBody { aggregates: Some(vec![Reference::to_name("aggr1")]), ..none() },
                patched(json!({"aggregates": [{"name": "aggr1"}]})),
            ),
            (SvmBody { aggregates: Some(vec![]), ..none() }, patched(json!({"aggregates": []}))),
            (
                SvmBody { snapshot_policy: Reference::to_name("none"), ..none() },
                patched(json!({"snapshot_policy": {"name": "none"}})),
            ),
            (
                SvmBody { comment: Some(String::new()), language: Some("c".to_owned()), ..none() },
                patched(json!({"comment": "", "language": "c"})),
            ),
            (SvmBody { name: Some("svm_new".to_owned()), ..none() }, patched(json!({"name": "svm_new"}))),
        ];
        for (body, expected) in cases {
            assert_eq!(patch::<Svm>("u-1", &body).unwrap(), expected, "{body:?}");
        }
    }

    #[test]
    fn an_svm_is_deleted_in_a_job() {
        let expected = Request::delete_one("/svm/svms", "u-1").unwrap().by_job();
        assert_eq!(delete::<Svm>("u-1").unwrap(), expected);
    }
}
