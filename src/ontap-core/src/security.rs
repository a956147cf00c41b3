//! `/api/security/accounts` and `/api/security/roles`: who may sign in, and what the account may do.

use serde::Deserialize;

use crate::record::record;
use crate::{Method, Named, Object, Reference, Scope};

record! {
    /// One account.
    #[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
    pub struct Account {
        /// Its name.
        pub name: String,
        /// The cluster or the SVM that it belongs to.
        #[serde(default)]
        pub owner: Reference,
        /// Whether it is one of the cluster or of an SVM.
        pub scope: Option<Scope>,
        /// Its role.
        #[serde(default)]
        pub role: Named,
        /// Whether it is locked.
        pub locked: Option<bool>,
    }
}

impl Object for Account {
    const PATH: &'static str = "/security/accounts";
    const KEY: &'static str = "name";
}

record! {
    /// One role.
    #[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
    pub struct Role {
        /// Its name.
        pub name: String,
        /// The cluster or the SVM that it belongs to.
        #[serde(default)]
        pub owner: Reference,
        /// What it allows.
        #[serde(default)]
        pub privileges: Vec<Privilege>,
    }
}

impl Object for Role {
    const PATH: &'static str = "/security/roles";
    const KEY: &'static str = "name";
}

record! {
    /// What a role allows at a path and below it, as far as no longer path of the role says otherwise.
    #[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
    pub struct Privilege {
        /// A path of the API, such as `/api/cluster`; roles of the command line have commands here.
        pub path: String,
        /// The level, such as `readonly`.
        pub access: Option<String>,
    }
}

impl Role {
    /// Whether the role allows this method at this path, which begins with `/api`.
    pub fn allows(&self, method: Method, path: &str) -> bool {
        let covers =
            |of: &str| path.strip_prefix(of).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'));
        let fitting = self.privileges.iter().filter(|privilege| covers(&privilege.path));
        let closest = fitting.max_by_key(|privilege| privilege.path.len());
        let access = closest.and_then(|privilege| privilege.access.as_deref()).unwrap_or("none");
        Method::of_access(access).contains(&method)
    }
}

impl Method {
    /// The methods that an access level of a REST role allows (NetApp: `security login rest-role create`).
    pub fn of_access(level: &str) -> &'static [Self] {
        use Method::{Delete, Get, Patch, Post};
        match level {
            "readonly" => &[Get],
            "read_create" => &[Get, Post],
            "read_modify" => &[Get, Patch],
            "read_create_modify" => &[Get, Post, Patch],
            "all" => &[Get, Post, Patch, Delete],
            _ => &[],
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_path_of_a_role_decides() {
        let privilege =
            |path: &str, access: &str| Privilege { path: path.into(), access: Some(access.into()) };
        let privileges = vec![
            privilege("/api", "readonly"),
            privilege("/api/svm", "all"),
            privilege("/api/svm/peers", "none"),
        ];
        let role = Role { name: "r".to_owned(), owner: Reference::default(), privileges };
        let cases = [
            (Method::Get, "/api/cluster", true),
            (Method::Post, "/api/cluster", false),
            (Method::Delete, "/api/svm/svms", true),
            (Method::Get, "/api/svm/peers", false),
            (Method::Post, "/api/svmx", false),
            (Method::Get, "/other", false),
        ];
        for (method, path, allowed) in cases {
            assert_eq!(role.allows(method, path), allowed, "{method:?} {path}");
        }
    }
}
