//! What an ONTAP role must allow, and what one lacks.

use ontap_core::{Method, Role};

/// A path of the API that the provider uses, and how.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Needed {
    /// The path, as a role has it.
    pub path: &'static str,
    /// The access level that a role needs there.
    pub access: &'static str,
}

const fn needed(path: &'static str, access: &'static str) -> Needed {
    Needed { path, access }
}

/// Everything that the provider needs; with [`FOR_THE_CHECK`] and [`FOR_THE_RECORDING`] the same as in the
/// guide about permissions.
pub const NEEDED: &[Needed] = &[
    needed("/api/cluster", "readonly"),
    needed("/api/network/ethernet/ports", "readonly"),
    needed("/api/network/ip/interfaces", "all"),
    needed("/api/network/ip/routes", "all"),
    needed("/api/network/ip/service-policies", "read_modify"),
    needed("/api/storage/aggregates", "readonly"),
    needed("/api/storage/snapshot-policies", "readonly"),
    needed("/api/storage/volumes", "read_modify"),
    needed("/api/storage/luns", "readonly"),
    needed("/api/storage/namespaces", "readonly"),
    needed("/api/protocols/cifs", "readonly"),
    needed("/api/protocols/s3", "readonly"),
    needed("/api/protocols/fpolicy", "readonly"),
    needed("/api/snapmirror/relationships", "readonly"),
    needed("/api/svm/peers", "readonly"),
    needed("/api/svm/svms", "all"),
    needed("/api/private/cli/vserver", "read_create"),
    needed("/api/private/cli/network/interface/service-policy", "read_create"),
    needed("/api/private/cli/volume/recovery-queue", "readonly"),
];

/// What an account needs to see its own role.
pub const FOR_THE_CHECK: &[Needed] =
    &[needed("/api/security/accounts", "readonly"), needed("/api/security/roles", "readonly")];

/// What else a recording asks for. A role without it still records the rest.
pub const FOR_THE_RECORDING: &[Needed] = &[
    needed("/api/network/ethernet/broadcast-domains", "readonly"),
    needed("/api/network/ipspaces", "readonly"),
    needed("/api/network/fc/interfaces", "readonly"),
    needed("/api/protocols/nfs", "readonly"),
    needed("/api/protocols/san", "readonly"),
    needed("/api/private/cli/network/interface", "readonly"),
    needed("/api/private/cli/network/route", "readonly"),
    needed("/api/private/cli/storage/failover", "readonly"),
    needed("/api/private/cli/version", "readonly"),
    needed("/api/private/cli/volume", "readonly"),
];

impl Needed {
    /// Whether the role allows all of it.
    pub fn is_allowed_by(&self, role: &Role) -> bool {
        Method::of_access(self.access).iter().all(|method| role.allows(*method, self.path))
    }

    /// A path below which something can be read, below `/api`: some are only the beginning of others.
    pub fn readable(&self) -> &'static str {
        let path = self.path.strip_prefix("/api").unwrap_or(self.path);
        match path {
            "/protocols/cifs" => "/protocols/cifs/services",
            "/protocols/s3" => "/protocols/s3/services",
            path => path,
        }
    }
}

/// Returns what the role lacks.
pub fn missing(role: &Role) -> Vec<Needed> {
    NEEDED.iter().filter(|needed| !needed.is_allowed_by(role)).copied().collect()
}

#[cfg(test)]
mod tests {
    use ontap_core::{Privilege, Reference};

    use super::*;
    use crate::recording::ASKED;

    fn role(privileges: &[(&str, &str)]) -> Role {
        let privilege = |(path, access): &(&str, &str)| Privilege {
            path: (*path).to_owned(),
            access: Some((*access).to_owned()),
        };
        let privileges = privileges.iter().map(privilege).collect();
        Role { name: "r".to_owned(), owner: Reference::default(), privileges }
    }

    #[test]
    fn everything_that_a_recording_asks_for_is_in_one_of_the_lists() {
        let all = || NEEDED.iter().chain(FOR_THE_CHECK).chain(FOR_THE_RECORDING);
        for asked in ASKED {
            let covers = |needed: &&Needed| {
                let rest = asked.path.strip_prefix(needed.path);
                rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
            };
            assert!(all().any(|needed| covers(&needed)), "{asked:?}");
        }
    }

    #[test]
    fn a_role_lacks_what_it_does_not_allow_in_full() {
        let exact: Vec<_> = NEEDED.iter().map(|needed| (needed.path, needed.access)).collect();
        assert_eq!(missing(&role(&exact)), []);
        assert_eq!(missing(&role(&[("/api", "all")])), []);
        assert_eq!(missing(&role(&[])), NEEDED);
        let lacks = missing(&role(&[("/api", "all"), ("/api/svm/svms", "read_create")]));
        assert_eq!(lacks, [needed("/api/svm/svms", "all")]);
        let reads = missing(&role(&[("/api", "readonly")]));
        assert!(reads.iter().all(|needed| needed.access != "readonly") && reads.len() == 7, "{reads:?}");
    }
}
