//! Which protocols a storage VM serves, as its own record tells it.

use serde_json::{Value, json};

use super::object::Object;
use super::svm_object::{SvmObjects, kinds};
use crate::world::cluster::Cluster;
use crate::world::svm::Svm;

/// Protocols with their services, under the names that the record has.
const PROTOCOLS: [(&str, &SvmObjects); 6] = [
    ("nfs", &kinds::NFS_SERVICE),
    ("iscsi", &kinds::ISCSI_SERVICE),
    ("fcp", &kinds::FCP_SERVICE),
    ("nvme", &kinds::NVME_SERVICE),
    ("cifs", &kinds::CIFS_SERVICE),
    ("s3", &kinds::S3_SERVICE),
];
/// What the record has of a service besides whether it is enabled.
const OF_THE_SERVICE: [&str; 2] = ["name", "ad_domain"];

/// Shows each protocol: a service that is there has a link, also while it is switched off (NetApp's Ansible modules tell by
/// it whether to make the service). That `enabled` is then false is assumed.
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
                service.fields.iter().filter(|(field, _)| OF_THE_SERVICE.contains(&&field[..]))
            {
                protocol[field] = value.clone();
                // Who joined the domain is never told.
                if let Some(shown) = protocol[field].as_object_mut() {
                    shown.retain(|part, _| !matches!(&part[..], "user" | "password"));
                }
            }
        }
        record[name] = protocol;
    }
}
