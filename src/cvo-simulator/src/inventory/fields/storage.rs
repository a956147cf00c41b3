//! Fields of `/api/storage/aggregates` and `/api/storage/volumes`.

use super::{Field, any, boolean, integer, text};
use crate::world::version::OntapVersion as V;

/// Fields of an aggregate.
pub const AGGREGATE: &[Field] = &[
    text("uuid").identifying(),
    text("name").identifying(),
    any("node"),
    any("home_node"),
    text("state"),
    any("space"),
    any("block_storage"),
    text("snaplock_type"),
    text("create_time"),
    integer("volume-count").since(V::V9_11_1),
];

/// Fields of a volume.
pub const VOLUME: &[Field] = &[
    text("uuid").identifying(),
    text("name").identifying().write(),
    text("svm.name").create(),
    text("svm.uuid").create(),
    any("aggregates").create(),
    integer("size").write(),
    text("state").write(),
    text("type").create(),
    text("style").create(),
    text("language").create(),
    text("comment").write(),
    text("create_time"),
    boolean("is_svm_root").expensive().since(V::V9_7),
    text("nas.path").write(),
    text("nas.security_style").write(),
    text("nas.export_policy.name").write(),
    integer("nas.unix_permissions").write(),
    integer("nas.uid").write(),
    integer("nas.gid").write(),
    text("snapshot_policy.name").write(),
    text("snapshot_policy.uuid").write(),
    text("guarantee.type").write(),
    boolean("guarantee.honored"),
    integer("space.size").write(),
    integer("space.available"),
    integer("space.used"),
];

/// Fields of a snapshot policy.
pub const SNAPSHOT_POLICY: &[Field] = &[text("uuid").identifying(), text("name").identifying()];
