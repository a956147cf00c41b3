//! The external services that an SVM is configured to use, read from `/api/svm/svms` in one request.

use serde::Deserialize;

use crate::record::record;
use crate::{Dns, Ldap, Nis, Object};

record! {
    /// The name services and the CIFS server of an SVM.
    #[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
    #[serde(default)]
    pub struct SvmNameServices {
        /// Its DNS configuration, if it has one.
        pub dns: Option<Dns>,
        /// Its LDAP configuration, if it has one.
        pub ldap: Option<Ldap>,
        /// Its NIS configuration, if it has one.
        pub nis: Option<Nis>,
        /// Its CIFS server; absent while the SVM is stopped, whether there is one or not.
        pub cifs: Option<SvmCifs>,
    }
}

record! {
    /// The CIFS server of an SVM, as reported by the SVM.
    #[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
    #[serde(default)]
    pub struct SvmCifs {
        /// Whether it is enabled.
        pub enabled: Option<bool>,
        /// Its name; `None` if there is no server.
        pub name: Option<String>,
    }
}

impl SvmNameServices {
    /// Whether it has a CIFS server; `None` if ONTAP does not say.
    pub fn has_cifs(&self) -> Option<bool> {
        self.cifs.as_ref().map(SvmCifs::is_there)
    }
}

impl SvmCifs {
    /// Whether the server exists.
    pub fn is_there(&self) -> bool {
        self.enabled == Some(true) || self.name.is_some()
    }
}

impl Object for SvmNameServices {
    const PATH: &'static str = "/svm/svms";
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::protocol::objects::get;

    #[test]
    fn a_cifs_server_exists_if_it_has_a_name_or_is_enabled() {
        let cases = [
            (json!({"cifs": {"enabled": false, "allowed": true}}), Some(false)),
            (json!({"cifs": {"enabled": true, "name": "FILES"}}), Some(true)),
            (json!({"cifs": {"enabled": false, "name": "FILES"}}), Some(true)),
            (json!({}), None),
        ];
        for (record, expected) in cases {
            let services: SvmNameServices = serde_json::from_value(record.clone()).unwrap();
            assert_eq!(services.has_cifs(), expected, "{record}");
        }
    }

    #[test]
    fn all_fields_are_requested_at_once() {
        let fields = &get::<SvmNameServices>("u-1", None).unwrap().query[0].1;
        assert_eq!(
            fields,
            "uuid,dns.domains,dns.servers,ldap.servers,ldap.ad_domain,nis.domain,nis.servers,cifs.enabled,cifs.name"
        );
    }
}
