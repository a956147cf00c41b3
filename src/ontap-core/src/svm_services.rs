//! The protocols and name services of an SVM, read from `/api/svm/svms` in one request.

use serde::Deserialize;

use crate::record::record;
use crate::{Dns, Ldap, Nis, Object, SvmCifs};

record! {
    /// The protocols and name services of an SVM. A missing protocol is off: ONTAP omits protocols for which
    /// the SVM has no server.
    #[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
    #[serde(default)]
    pub struct SvmServices {
        nfs: Protocol,
        iscsi: Protocol,
        nvme: Protocol,
        fcp: Protocol,
        s3: S3Protocol,
        cifs: Option<SvmCifs>,
        dns: Option<Dns>,
        ldap: Option<Ldap>,
        nis: Option<Nis>,
    }
}

record! {
    /// A protocol of an SVM.
    #[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
    #[serde(default)]
    struct Protocol {
        enabled: Option<bool>,
    }
}

record! {
    /// S3, whose server has a name.
    #[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
    #[serde(default)]
    struct S3Protocol {
        enabled: Option<bool>,
        name: Option<String>,
    }
}

impl SvmServices {
    /// Returns the names of the services that have been configured on the SVM. A new SVM has none.
    pub fn configured(&self) -> Vec<&'static str> {
        let is_on = |protocol: &Protocol| protocol.enabled == Some(true);
        let all = [
            ("NFS", is_on(&self.nfs)),
            ("iSCSI", is_on(&self.iscsi)),
            ("NVMe", is_on(&self.nvme)),
            ("FC", is_on(&self.fcp)),
            ("S3", self.s3.enabled == Some(true) || self.s3.name.is_some()),
            ("CIFS", self.cifs.as_ref().is_some_and(SvmCifs::is_there)),
            ("DNS", self.dns.as_ref().is_some_and(|dns| *dns != Default::default())),
            ("LDAP", self.ldap.as_ref().is_some_and(|ldap| *ldap != Default::default())),
            ("NIS", self.nis.as_ref().is_some_and(|nis| *nis != Default::default())),
        ];
        all.into_iter().filter(|(_, configured)| *configured).map(|(name, _)| name).collect()
    }
}

impl Object for SvmServices {
    const PATH: &'static str = "/svm/svms";
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    fn configured(svm: Value) -> Vec<&'static str> {
        serde_json::from_value::<SvmServices>(svm).unwrap().configured()
    }

    #[test]
    fn a_new_svm_has_no_configured_services() {
        let off = json!({"enabled": false});
        let new = json!({
            "name": "svm_2", "uuid": "u-1", "nfs": off, "iscsi": off, "nvme": off, "fcp": off, "s3": off, "cifs": off,
            "dns": {"domains": [], "servers": []},
        });
        assert_eq!(configured(new), [""; 0]);
        assert_eq!(configured(json!({})), [""; 0]);
    }

    #[test]
    fn configured_services_are_named() {
        let on = json!({"enabled": true});
        let used = json!({
            "nfs": on, "iscsi": on, "s3": {"name": "s3"}, "cifs": on, "dns": {"domains": ["example.com"]},
            "ldap": {"servers": ["10.0.0.2"]}, "nis": {"domain": "example"},
        });
        assert_eq!(configured(used), ["NFS", "iSCSI", "S3", "CIFS", "DNS", "LDAP", "NIS"]);
    }
}
