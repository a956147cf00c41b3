//! What keeps a LIF from being destroyed: pure.

use ontap_core::IpInterface;
use tfplugin_core::{Diagnostics, Outcome};

use crate::system::{SvmId, describe_lif};

/// Whether the LIF serves iSCSI.
pub fn serves_iscsi(lif: &IpInterface) -> bool {
    lif.services.iter().any(|service| service == "data_iscsi")
}

/// Refuses to destroy an iSCSI LIF of the default storage VM.
pub fn refuse_of_default(lif: &IpInterface, default: Option<&SvmId>) -> Outcome<()> {
    if default.is_none_or(|svm| lif.svm.uuid.as_ref() != Some(&svm.uuid)) {
        return Ok(());
    }
    let described = describe_lif(lif);
    Err(Diagnostics::error(
        format!("{described} must not be destroyed"),
        "It is an iSCSI LIF of the storage VM that the system was deployed with, which Cloud Volumes ONTAP needs itself. Nothing \
         was touched. To only forget it, use \"terraform state rm\".",
    ))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn lif(service: &str, svm: &str) -> IpInterface {
        let lif = json!({"uuid": "l", "name": "lif", "svm": {"name": "svm_cvo", "uuid": svm}, "services": ["data_core", service]});
        serde_json::from_value(lif).unwrap()
    }

    #[test]
    fn only_an_iscsi_lif_of_the_default_storage_vm_is_required() {
        let default = SvmId { name: "svm_cvo".to_owned(), uuid: "u-1".to_owned() };
        let cases = [("data_iscsi", "u-1", true), ("data_iscsi", "u-2", false), ("data_nfs", "u-1", false)];
        for (service, svm, required) in cases {
            let lif = lif(service, svm);
            let refused = serves_iscsi(&lif) && refuse_of_default(&lif, Some(&default)).is_err();
            assert_eq!(refused, required, "{service} of {svm}");
        }
        assert!(refuse_of_default(&lif("data_iscsi", "u-1"), None).is_ok());
    }
}
