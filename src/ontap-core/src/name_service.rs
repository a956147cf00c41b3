//! `/api/name-services`: which outside services an SVM is configured to ask. It needs a LIF that carries them.

use serde::Deserialize;

use crate::record::record;

record! {
    /// The DNS configuration of an SVM.
    #[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
    #[serde(default)]
    pub struct Dns {
        /// Domains that are searched.
        pub domains: Vec<String>,
        /// Addresses of the servers.
        pub servers: Vec<String>,
    }
}

record! {
    /// The LDAP configuration of an SVM.
    #[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
    #[serde(default)]
    pub struct Ldap {
        /// Names or addresses of the servers; none when they are found through the domain.
        pub servers: Vec<String>,
        /// Active Directory domain that the servers are found through.
        pub ad_domain: Option<String>,
    }
}

record! {
    /// The NIS configuration of an SVM.
    #[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
    #[serde(default)]
    pub struct Nis {
        /// The NIS domain.
        pub domain: Option<String>,
        /// Names or addresses of the servers.
        pub servers: Vec<String>,
    }
}
