//! The fields of the ONTAP REST objects: the release that introduced them, and the operations that may use
//! them.
//!
//! Sources: NetApp's published API reference of the releases 9.8 to 9.18 and the field lists of NetApp's
//! Python client.

mod cluster;
mod ip;
mod name_services;
pub mod published;
mod security;
mod storage;
mod svm;
mod svm_objects;

use crate::world::version::OntapVersion;

pub use cluster::{CLUSTER, JOB, LICENSE, NODE};
pub use ip::{BROADCAST_DOMAIN, FC_INTERFACE, IP_INTERFACE, IP_ROUTE, IPSPACE, PORT, SERVICE_POLICY};
pub use name_services::{DNS, FPOLICY, LDAP, NIS};
pub use security::{ACCOUNT, ROLE};
pub use storage::{AGGREGATE, SNAPSHOT_POLICY, VOLUME};
pub use svm::SVM;
pub use svm_objects::{
    CIFS_SERVICE, CIFS_SHARE, FCP_SERVICE, ISCSI_SERVICE, LUN, NAMESPACE, NFS_SERVICE, NVME_SERVICE,
    S3_SERVICE, SNAPMIRROR, SVM_PEER,
};

/// The type of a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A string.
    Text,
    /// A number without a fraction.
    Integer,
    /// `true` or `false`.
    Boolean,
    /// Any value below the path, such as a list of objects. The rules of the world check it where necessary.
    Any,
}

/// One field of an object.
#[derive(Debug, Clone, Copy)]
pub struct Field {
    /// Dotted path; elements of lists have no index.
    pub path: &'static str,
    /// Type of its value.
    pub kind: Kind,
    /// Whether a POST may set it.
    pub on_create: bool,
    /// Whether a PATCH may set it.
    pub on_modify: bool,
    /// Whether a GET shows it.
    pub readable: bool,
    /// Whether a GET shows it only on request by name.
    pub expensive: bool,
    /// Whether every record of a collection shows it.
    pub identifying: bool,
    /// Whether the simulator knows only that ONTAP has the field: it is accepted in queries and never shown.
    pub only_published: bool,
    /// First release that has it.
    pub since: OntapVersion,
}

impl Field {
    const fn new(path: &'static str, kind: Kind) -> Self {
        Self {
            path,
            kind,
            on_create: false,
            on_modify: false,
            readable: true,
            expensive: false,
            identifying: false,
            only_published: false,
            since: OntapVersion::V9_6,
        }
    }

    /// Allows a POST to set it.
    const fn create(mut self) -> Self {
        self.on_create = true;
        self
    }

    /// Allows a POST and a PATCH to set it.
    const fn write(mut self) -> Self {
        self.on_create = true;
        self.on_modify = true;
        self
    }

    /// Allows only a PATCH to set it.
    const fn modify(mut self) -> Self {
        self.on_modify = true;
        self
    }

    /// Hides it from every GET.
    const fn hidden(mut self) -> Self {
        self.readable = false;
        self
    }

    const fn expensive(mut self) -> Self {
        self.expensive = true;
        self
    }

    const fn identifying(mut self) -> Self {
        self.identifying = true;
        self
    }

    const fn since(mut self, version: OntapVersion) -> Self {
        self.since = version;
        self
    }

    /// Whether `path` is this field or a part of it.
    pub fn covers(&self, path: &str) -> bool {
        path == self.path
            || (self.kind == Kind::Any
                && path.strip_prefix(self.path).is_some_and(|rest| rest.starts_with('.')))
    }
}

const fn text(path: &'static str) -> Field {
    Field::new(path, Kind::Text)
}

const fn integer(path: &'static str) -> Field {
    Field::new(path, Kind::Integer)
}

const fn boolean(path: &'static str) -> Field {
    Field::new(path, Kind::Boolean)
}

const fn any(path: &'static str) -> Field {
    Field::new(path, Kind::Any)
}
