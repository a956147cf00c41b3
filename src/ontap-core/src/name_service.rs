//! `/api/name-services`: the external services that an SVM is configured to use. To reach them it needs a LIF
//! that carries the corresponding service.

use serde::Deserialize;

use crate::record::record;

record! {
    /// The DNS configuration of an SVM.
    #[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
    #[serde(default)]
    pub struct Dns {
        /// Search domains.
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
        /// Names or addresses of the servers; empty if they are found through the domain.
        pub servers: Vec<String>,
        /// Active Directory domain through which the servers are found.
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
