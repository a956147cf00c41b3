//! The protocols in the record of a storage VM.

use serde_json::{Value, json};

use super::object::Object;
use super::svm_object::{SvmObjects, kinds};
use crate::world::cluster::Cluster;
use crate::world::svm::Svm;

/// Protocols with their services, by the name of their field in the record.
const PROTOCOLS: [(&str, &SvmObjects); 6] = [
    ("nfs", &kinds::NFS_SERVICE),
    ("iscsi", &kinds::ISCSI_SERVICE),
    ("fcp", &kinds::FCP_SERVICE),
    ("nvme", &kinds::NVME_SERVICE),
    ("cifs", &kinds::CIFS_SERVICE),
    ("s3", &kinds::S3_SERVICE),
];
/// Fields of a service that the record shows besides `enabled`.
const SERVICE_FIELDS: [&str; 2] = ["name", "ad_domain"];

/// Adds each protocol. An existing service has a link, even while it is disabled: NetApp's Ansible modules
/// use the link to decide whether to create the service. That `enabled` is then false is assumed
/// (`disabled-protocol-is-shown`).
pub fn show(cluster: &Cluster, svm: &Svm, record: &mut Value) {
    for (name, services) in PROTOCOLS {
        let service = services.of_svm(cluster, svm.uuid);
        let mut protocol = json!({"enabled": service.is_some_and(|service| service.is_enabled())});
        // S3 shows `allowed` only in releases that are not simulated.
        if name != "s3" {
            protocol["allowed"] = json!(true);
        }
        if let Some(service) = service {
            protocol["_links"] = json!({"self": {"href": format!("{}/{}", services.path(), svm.uuid)}});
            for (field, value) in
                service.fields.iter().filter(|(field, _)| SERVICE_FIELDS.contains(&&field[..]))
            {
                protocol[field] = value.clone();
                // The credentials used to join the domain are never shown.
                if let Some(shown) = protocol[field].as_object_mut() {
                    shown.retain(|part, _| !matches!(&part[..], "user" | "password"));
                }
            }
        }
        record[name] = protocol;
    }
}
