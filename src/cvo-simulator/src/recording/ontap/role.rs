//! What the account of the recording was allowed, which the only account of the simulated system is allowed
//! too.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::records::Link;
use super::{Builder, Record, Result};
use crate::world::role::{LEVELS, Role};

pub const ACCOUNTS: &str = "/api/security/accounts";
pub const ROLES: &str = "/api/security/roles";

#[derive(Debug, Clone, Deserialize)]
struct AccountRecord {
    role: Option<Link>,
}

#[derive(Debug, Clone, Deserialize)]
struct RoleRecord {
    name: Option<String>,
    privileges: Option<Vec<PrivilegeRecord>>,
}

#[derive(Debug, Clone, Deserialize)]
struct PrivilegeRecord {
    path: Option<String>,
    access: Option<String>,
}

impl Builder<'_> {
    /// Takes over the role of the account. Without one, with a role of the command line, whose privileges are
    /// no paths of the API, or with one whose access levels are not shown, the account may do everything.
    pub(super) fn role(&mut self) -> Result<()> {
        let accounts: Vec<Record<AccountRecord>> = self.recording.collection(ACCOUNTS)?.unwrap_or_default();
        let roles: Vec<Record<RoleRecord>> = self.recording.collection(ROLES)?.unwrap_or_default();
        let own = accounts.iter().find_map(|account| account.role.as_ref()?.name.as_ref());
        let is_own = |role: &&Record<RoleRecord>| own.is_none_or(|own| role.name.as_ref() == Some(own));
        let Some(role) = roles.iter().find(is_own) else { return Ok(()) };
        let name = role.required("name", role.name.clone())?;
        let privileges: BTreeMap<_, _> = role.privileges.iter().flatten().filter_map(level).collect();
        let is_known = privileges.values().all(|access| LEVELS.contains(&access.as_str()));
        if is_known && privileges.keys().any(|path| path.starts_with("/api")) {
            self.cluster.role = Role { name, privileges };
        } else {
            self.report.left_out("role(s) whose privileges for the REST API cannot be read", name);
        }
        Ok(())
    }
}

fn level(privilege: &PrivilegeRecord) -> Option<(String, String)> {
    Some((privilege.path.clone()?, privilege.access.clone()?))
}
