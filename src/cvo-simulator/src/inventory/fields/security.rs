//! Fields of `/api/security/accounts` and `/api/security/roles`.

use super::{Field, any, boolean, text};

/// Fields of an account.
pub const ACCOUNT: &[Field] = &[
    text("name").identifying(),
    text("owner.name").identifying(),
    text("owner.uuid").identifying(),
    text("scope"),
    any("role"),
    boolean("locked"),
    any("applications"),
];

/// Fields of a role.
pub const ROLE: &[Field] = &[
    text("name").identifying(),
    text("owner.name").identifying(),
    text("owner.uuid").identifying(),
    text("scope"),
    boolean("builtin"),
    any("privileges"),
];
