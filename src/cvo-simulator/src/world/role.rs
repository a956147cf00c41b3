//! What the only account may do.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// Name of the only account.
pub const ACCOUNT: &str = "admin";

/// The access levels (NetApp: `security login rest-role create`).
pub const LEVELS: [&str; 6] = ["none", "readonly", "read_create", "read_modify", "read_create_modify", "all"];

/// A REST role: access levels by path (NetApp: `security login rest-role create`).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Role {
    /// Its name.
    pub name: String,
    /// Access level of each path, such as `readonly` for `/api/cluster`.
    pub privileges: BTreeMap<String, String>,
}

impl Default for Role {
    /// The built-in role `admin`, which may do everything (NetApp: `security login rest-role show`). That
    /// REST shows it with `/api` and `all` is assumed (`admin-role`).
    fn default() -> Self {
        let privileges = BTreeMap::from([("/api".to_owned(), "all".to_owned())]);
        Self { name: "admin".to_owned(), privileges }
    }
}

impl Role {
    /// Whether it allows a method at a path. The longest path that covers it decides.
    pub fn permits(&self, method: &str, path: &str) -> bool {
        let covers =
            |of: &str| path.strip_prefix(of).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'));
        let closest = self.privileges.iter().filter(|(of, _)| covers(of)).max_by_key(|(of, _)| of.len());
        let (reads, creates, modifies, removes) = match closest.map(|(_, level)| level.as_str()) {
            Some("readonly") => (true, false, false, false),
            Some("read_create") => (true, true, false, false),
            Some("read_modify") => (true, false, true, false),
            Some("read_create_modify") => (true, true, true, false),
            Some("all") => (true, true, true, true),
            _ => (false, false, false, false),
        };
        match method {
            "POST" => creates,
            "PATCH" => modifies,
            "DELETE" => removes,
            _ => reads,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_path_decides() {
        let level = |path: &str, level: &str| (path.to_owned(), level.to_owned());
        let privileges =
            [level("/api", "readonly"), level("/api/svm", "all"), level("/api/svm/peers", "none")].into();
        let role = Role { name: "r".to_owned(), privileges };
        assert!(role.permits("GET", "/api/cluster") && !role.permits("POST", "/api/cluster"));
        assert!(role.permits("DELETE", "/api/svm/svms/u-1") && !role.permits("GET", "/api/svm/peers"));
        assert!(!role.permits("DELETE", "/api/svmx") && role.permits("HEAD", "/api/svmx"));
    }
}
