//! What a recording asks of ONTAP.

/// More records of one kind than a system needs to be understood.
pub const MOST_RECORDS: usize = 10_000;

/// What is at a path.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Many {
    /// The only object of its kind.
    One,
    /// A collection.
    All,
}

/// One read of ONTAP.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Asked {
    /// Path, with `/api`.
    pub path: &'static str,
    /// Parameters: every field that the release has (`fields=**`), or those that are named.
    pub query: &'static str,
    /// What is asked for by name.
    pub named: Option<Own>,
    /// How much is there.
    pub many: Many,
    /// What it is needed for, as a clause.
    pub why: &'static str,
}

/// Something that belongs to the login.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Own {
    /// The account.
    Account,
    /// The role of the account.
    Role,
}

impl Asked {
    /// The path below `/api`.
    #[must_use]
    pub fn below_api(&self) -> &'static str {
        self.path.strip_prefix("/api").unwrap_or(self.path)
    }

    /// The parameters, with the filter on this name, if one is asked for.
    #[must_use]
    pub fn parameters<'a>(&self, name: Option<&'a str>) -> Vec<(&'static str, &'a str)> {
        let own = self.query.split('&').filter_map(|parameter| parameter.split_once('='));
        name.map(|name| ("name", name)).into_iter().chain(own).collect()
    }
}

/// Spells parameters as they stand in a recording.
#[must_use]
pub fn query(parameters: &[(&str, &str)]) -> String {
    let pairs: Vec<_> = parameters.iter().map(|(name, value)| format!("{name}={value}")).collect();
    pairs.join("&")
}

const fn all(path: &'static str, why: &'static str) -> Asked {
    shown(path, "fields=**", why)
}

/// A command of the CLI, which has no word for all fields.
const fn shown(path: &'static str, query: &'static str, why: &'static str) -> Asked {
    Asked { path, query, named: None, many: Many::All, why }
}

const fn own(path: &'static str, which: Own, why: &'static str) -> Asked {
    Asked { named: Some(which), ..all(path, why) }
}

/// Everything that a recording asks of ONTAP, in this order.
pub const ASKED: &[Asked] = &[
    Asked { many: Many::One, ..all("/api/cluster", "release and management addresses") },
    all("/api/cluster/nodes", "states of a takeover, instances, management addresses"),
    all("/api/cluster/licensing/licenses", "which features a system has"),
    all("/api/network/ethernet/ports", "names and types of ports"),
    all("/api/network/ethernet/broadcast-domains", "which ports a LIF can move to"),
    all("/api/network/ipspaces", "IPspaces that the system makes"),
    all("/api/network/ip/interfaces", "LIFs of the system, their policies and how they fail over"),
    all("/api/network/ip/routes", "routes that ONTAP makes itself"),
    all("/api/network/ip/service-policies", "built-in policies and their services in this release"),
    all("/api/network/fc/interfaces", "whether there are any"),
    all("/api/storage/aggregates", "names of root and data aggregates, states in a takeover"),
    all("/api/storage/snapshot-policies", "policies of the factory"),
    all("/api/storage/volumes", "root volumes, their ages and types"),
    all("/api/storage/luns", "what is in the way of a deletion"),
    all("/api/storage/namespaces", "what is in the way of a deletion"),
    all("/api/svm/svms", "states, subtypes and protocols of storage VMs"),
    all("/api/svm/peers", "what is in the way of a deletion"),
    all("/api/snapmirror/relationships", "what is in the way of a deletion"),
    all("/api/protocols/cifs/services", "what is in the way of a deletion"),
    all("/api/protocols/cifs/shares", "shares that ONTAP makes itself"),
    all("/api/protocols/s3/services", "what is in the way of a deletion"),
    all("/api/protocols/fpolicy", "whether a service that is moved is in use"),
    all("/api/protocols/nfs/services", "what a new storage VM gets by itself"),
    all("/api/protocols/san/iscsi/services", "what a new storage VM gets by itself"),
    own("/api/security/accounts", Own::Account, "which role the own account has"),
    own("/api/security/roles", Own::Role, "how a role shows its privileges"),
    shown(
        "/api/private/cli/vserver",
        "fields=uuid,type,subtype,rootvolume,aggregate,rootvolume_security_style,aggr_list,language,\
         snapshot_policy,comment,quota_policy,ipspace,admin_state,operational_state,max_volumes,\
         allowed_protocols,volume_delete_retention_hours",
        "what the REST object of a storage VM does not show",
    ),
    shown(
        "/api/private/cli/network/interface",
        "fields=address,netmask,netmask_length,home_node,home_port,curr_node,curr_port,is_home,auto_revert,\
         status_admin,status_oper,service_policy,services,failover_policy,ipspace,uuid",
        "LIFs as the command line shows them",
    ),
    shown(
        "/api/private/cli/network/route",
        "fields=gateway,metric,ipspace",
        "routes as the command line shows them",
    ),
    shown(
        "/api/private/cli/network/interface/service-policy",
        "fields=services,service_allowed_addresses",
        "who may use the services of a policy",
    ),
    shown(
        "/api/private/cli/storage/failover",
        "fields=partner_name,enabled,possible,state_description",
        "how a takeover looks on the command line",
    ),
    shown("/api/private/cli/version", "fields=version", "how the release is spelled"),
    shown(
        "/api/private/cli/volume",
        "fields=aggregate,state,type,size,junction_path,security_style,vsroot,snapshot_policy",
        "volumes that the REST API does not show",
    ),
    shown(
        "/api/private/cli/volume/recovery-queue",
        "fields=deletion_request_time,retention_hours&privilege_level=diagnostic",
        "names of deleted volumes",
    ),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_path_is_asked_once_and_says_what_for() {
        for (index, asked) in ASKED.iter().enumerate() {
            assert!(asked.path.starts_with("/api/") && !asked.why.is_empty(), "{asked:?}");
            assert!(!ASKED[..index].iter().any(|other| other.path == asked.path), "{asked:?}");
        }
    }

    #[test]
    fn the_command_line_is_asked_for_named_fields_only() {
        for asked in ASKED {
            assert_eq!(asked.path.contains("/private/cli/"), asked.query != "fields=**", "{asked:?}");
        }
    }

    #[test]
    fn a_name_that_is_asked_for_comes_before_the_other_parameters() {
        let queue = ASKED.iter().find(|asked| asked.path.ends_with("/recovery-queue")).unwrap();
        let own = [("fields", "deletion_request_time,retention_hours"), ("privilege_level", "diagnostic")];
        assert_eq!(queue.parameters(None), own);
        assert_eq!(query(&own), queue.query);
        assert_eq!(queue.parameters(Some("a"))[..2], [("name", "a"), own[0]]);
    }
}
