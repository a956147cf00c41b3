//! Fields of the further objects of a storage VM, limited to those that its deletion depends on.

use super::{Field, any, boolean, integer, text};
use crate::world::version::OntapVersion as V;

/// Fields of a LUN.
pub const LUN: &[Field] = &[
    text("uuid").identifying(),
    text("name").identifying().write(),
    text("svm.name").create(),
    text("svm.uuid").create(),
    text("os_type").create(),
    text("comment").write(),
    boolean("enabled").modify(),
    text("location.volume.name").create(),
    text("location.logical_unit").create(),
    integer("space.size").write(),
    text("status.state"),
];

/// Fields of an NVMe namespace.
pub const NAMESPACE: &[Field] = &[
    text("uuid").identifying(),
    text("name").identifying().create(),
    text("svm.name").create(),
    text("svm.uuid").create(),
    text("os_type").create(),
    text("comment").write(),
    boolean("enabled"),
    text("location.volume.name").create(),
    text("location.namespace").create(),
    integer("space.size").write(),
    text("status.state"),
];

/// Fields of an SMB share.
pub const CIFS_SHARE: &[Field] = &[
    text("svm.name").identifying().create(),
    text("svm.uuid").identifying().create(),
    text("name").identifying().create(),
    text("path").write(),
    text("comment").write(),
    any("acls").create(),
];

/// Fields of an SMB server.
pub const CIFS_SERVICE: &[Field] = &[
    text("svm.name").identifying().create(),
    text("svm.uuid").identifying().create(),
    text("name").write(),
    boolean("enabled").write(),
    text("ad_domain.fqdn").create(),
    text("ad_domain.organizational_unit").create(),
    text("ad_domain.user").create().hidden(),
    text("ad_domain.password").create().hidden(),
    text("comment").write(),
];

/// Fields of an NFS server.
pub const NFS_SERVICE: &[Field] = &[
    text("svm.name").identifying().create(),
    text("svm.uuid").identifying().create(),
    boolean("enabled").write(),
    text("state"),
    boolean("protocol.v3_enabled").write(),
    boolean("protocol.v40_enabled").write(),
    boolean("protocol.v41_enabled").write(),
];

/// Fields of an iSCSI service.
pub const ISCSI_SERVICE: &[Field] = &[
    text("svm.name").identifying().create(),
    text("svm.uuid").identifying().create(),
    boolean("enabled").write(),
    text("target.name"),
    text("target.alias").write(),
];

/// Fields of an FC protocol service.
pub const FCP_SERVICE: &[Field] = &[
    text("svm.name").identifying().create(),
    text("svm.uuid").identifying().create(),
    boolean("enabled").write(),
];

/// Fields of an NVMe service.
pub const NVME_SERVICE: &[Field] = &[
    text("svm.name").identifying().create(),
    text("svm.uuid").identifying().create(),
    boolean("enabled").write(),
];

/// Fields of an S3 server.
pub const S3_SERVICE: &[Field] = &[
    text("svm.name").identifying().create(),
    text("svm.uuid").identifying().create(),
    text("name").identifying().write(),
    boolean("enabled").write(),
    text("comment").write(),
    boolean("is_http_enabled").write().since(V::V9_8),
    boolean("is_https_enabled").write().since(V::V9_8),
];

/// Fields of a SnapMirror relationship.
pub const SNAPMIRROR: &[Field] = &[
    text("uuid").identifying(),
    text("source.path").identifying().create(),
    any("source.svm").create(),
    any("source.cluster").create(),
    text("destination.path").identifying().create(),
    any("destination.svm").create(),
    any("destination.cluster").create(),
    any("policy").write(),
    text("state").write(),
    boolean("healthy"),
];

/// Fields of an SVM peer relationship.
pub const SVM_PEER: &[Field] = &[
    text("uuid").identifying(),
    text("name").write(),
    text("svm.name").identifying().create(),
    text("svm.uuid").create(),
    any("peer").create(),
    any("applications").write(),
    text("state").modify(),
];
