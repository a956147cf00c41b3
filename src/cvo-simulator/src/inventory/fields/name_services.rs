//! Fields of the DNS, LDAP, NIS and FPolicy configuration of a storage VM.

use super::{Field, any, boolean, integer, text};
use crate::world::version::OntapVersion as V;

/// Fields of a DNS configuration. NetApp's Python client knows its `uuid` from release 9.13.1 on.
pub const DNS: &[Field] = &[
    text("svm.name").identifying().create(),
    text("svm.uuid").identifying().create(),
    text("uuid").since(V::V9_13_1),
    text("scope").since(V::V9_9_1),
    any("domains").write(),
    any("servers").write(),
    integer("timeout").write().since(V::V9_9_1),
    integer("attempts").write().since(V::V9_9_1),
];

/// Fields of an LDAP client configuration.
pub const LDAP: &[Field] = &[
    text("svm.name").identifying().create(),
    text("svm.uuid").identifying().create(),
    any("servers").write(),
    text("ad_domain").write(),
    text("base_dn").write(),
    text("base_scope").write(),
    text("bind_dn").write(),
    text("bind_password").write().hidden(),
    boolean("bind_as_cifs_server").write().since(V::V9_9_1),
    integer("port").write(),
    text("schema").write(),
];

/// Fields of a NIS configuration.
pub const NIS: &[Field] = &[
    text("svm.name").identifying().create(),
    text("svm.uuid").identifying().create(),
    text("domain").write(),
    any("servers").write(),
    any("bound_servers"),
];

/// Fields of an FPolicy configuration. It has no PATCH as a whole.
pub const FPOLICY: &[Field] = &[
    text("svm.name").identifying().create(),
    text("svm.uuid").identifying().create(),
    any("engines").create(),
    any("events").create(),
    any("policies").create(),
];
