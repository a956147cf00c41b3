//! What an SVM serves and asks, in one answer of `/api/svm/svms`: protocols that are switched on, and name services.

use serde::Deserialize;

use crate::SvmNameServices;

/// The protocols and name services of an SVM. A protocol that is not told is off: ONTAP leaves out what the SVM has no
/// server for.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct SvmServices {
    nfs: Protocol,
    iscsi: Protocol,
    nvme: Protocol,
    fcp: Protocol,
    s3: Protocol,
    #[serde(flatten)]
    names: SvmNameServices,
}

/// A protocol of an SVM.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
struct Protocol {
    enabled: Option<bool>,
    name: Option<String>,
}

impl SvmServices {
    /// Names of the services that somebody has set up on the SVM; a new one has none.
    pub fn configured(&self) -> Vec<&'static str> {
        let is_on = |protocol: &Protocol| protocol.enabled == Some(true) || protocol.name.is_some();
        let all = [
            ("NFS", is_on(&self.nfs)),
            ("iSCSI", is_on(&self.iscsi)),
            ("NVMe", is_on(&self.nvme)),
            ("FC", is_on(&self.fcp)),
            ("S3", is_on(&self.s3)),
            ("CIFS", self.names.has_cifs() == Some(true)),
            ("DNS", self.names.dns.as_ref().is_some_and(|dns| *dns != Default::default())),
            ("LDAP", self.names.ldap.as_ref().is_some_and(|ldap| *ldap != Default::default())),
            ("NIS", self.names.nis.as_ref().is_some_and(|nis| *nis != Default::default())),
        ];
        all.into_iter().filter(|(_, configured)| *configured).map(|(name, _)| name).collect()
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    fn configured(svm: Value) -> Vec<&'static str> {
        serde_json::from_value::<SvmServices>(svm).unwrap().configured()
    }

    #[test]
    fn a_new_svm_has_none() {
        let off = json!({"enabled": false});
        let new = json!({
            "name": "svm_2", "uuid": "u-1", "nfs": off, "iscsi": off, "nvme": off, "fcp": off, "s3": off, "cifs": off,
            "dns": {"domains": [], "servers": []},
        });
        assert_eq!(configured(new), [""; 0]);
        assert_eq!(configured(json!({})), [""; 0]);
    }

    #[test]
    fn what_somebody_set_up_is_named() {
        let on = json!({"enabled": true});
        let used = json!({
            "nfs": on, "iscsi": on, "s3": {"name": "s3"}, "cifs": on, "dns": {"domains": ["example.com"]},
            "ldap": {"servers": ["10.0.0.2"]}, "nis": {"domain": "example"},
        });
        assert_eq!(configured(used), ["NFS", "iSCSI", "S3", "CIFS", "DNS", "LDAP", "NIS"]);
    }
}
