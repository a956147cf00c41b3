use serde_json::{Value, json};

use super::tests::records;

/// Compares the records at each path with what becomes of them.
fn assert_redacted(cases: impl IntoIterator<Item = (&'static str, Value, Value)>) {
    for (path, record, expected) in cases {
        assert_eq!(records(path, record.clone()), expected, "{path}: {record}");
    }
}

#[test]
fn names_are_replaced_by_kind_and_those_that_ontap_gives_itself_stay() {
    assert_redacted([
        ("/api/svm/svms", json!({"name": "acme"}), json!({"name": "svm-1"})),
        ("/api/cluster/nodes", json!({"name": "acme-01"}), json!({"name": "node-1"})),
        ("/api/network/ip/interfaces", json!({"name": "nas"}), json!({"name": "lif-1"})),
        ("/api/network/ip/interfaces", json!({"name": "cluster_mgmt"}), json!({"name": "cluster_mgmt"})),
        ("/api/svm/svms", json!({"name": "cluster_mgmt"}), json!({"name": "svm-1"})),
        (
            "/api/network/ipspaces",
            json!([{"name": "Default"}, {"name": "acme"}]),
            json!([{"name": "Default"}, {"name": "ipspace-1"}]),
        ),
        ("/api/storage/aggregates", json!({"name": "aggr1"}), json!({"name": "aggregate-1"})),
        (
            "/api/storage/snapshot-policies",
            json!([{"name": "none"}, {"name": "ours"}]),
            json!([{"name": "none"}, {"name": "policy-1"}]),
        ),
        (
            "/api/network/ip/service-policies",
            json!({"name": "default-data-files", "services": ["data_nfs", "acme_service"]}),
            json!({"name": "default-data-files", "services": ["data_nfs", "redacted-1"]}),
        ),
        ("/api/network/ip/service-policies", json!({"name": "acme"}), json!({"name": "policy-1"})),
        (
            "/api/network/ethernet/ports",
            json!([{"name": "e0a"}, {"name": "e0a-100"}, {"name": "acme"}]),
            json!([{"name": "e0a"}, {"name": "e0a-100"}, {"name": "port-1"}]),
        ),
    ]);
}

#[test]
fn the_parts_of_a_path_are_replaced_one_by_one() {
    assert_redacted([
        (
            "/api/storage/luns",
            json!({"name": "/vol/data/qtree/disk"}),
            json!({"name": "/vol/volume-1/name-1/lun-1"}),
        ),
        ("/api/storage/luns", json!({"name": "disk"}), json!({"name": "lun-1"})),
        (
            "/api/snapmirror/relationships",
            json!({"source": {"path": "acme:data"}}),
            json!({"source": {"path": "svm-1:volume-1"}}),
        ),
        (
            "/api/snapmirror/relationships",
            json!({"source": {"path": "acme:"}}),
            json!({"source": {"path": "svm-1:"}}),
        ),
        (
            "/api/security/roles",
            json!({"name": "acme", "privileges": [{"path": "/api/svm/svms"}, {"path": "/api/x/svms"}]}),
            json!({
                "name": "role-1",
                "privileges": [{"path": "/api/svm/svms"}, {"path": "/api/redacted-1/svms"}],
            }),
        ),
    ]);
}

#[test]
fn what_the_command_line_shows_is_replaced_in_its_own_form() {
    assert_redacted([
        (
            "/api/private/cli/vserver",
            json!({
                "vserver": "acme", "rootvolume": "root", "aggr_list": ["aggr1"],
                "max_volumes": "unlimited",
            }),
            json!({
                "vserver": "svm-1", "rootvolume": "volume-1", "aggr_list": ["aggregate-1"],
                "max_volumes": "unlimited",
            }),
        ),
        (
            "/api/private/cli/network/interface/service-policy",
            json!({
                "policy": "acme",
                "service_allowed_addresses": ["data-core: 0.0.0.0/0, ::/0", "data-nfs: 8.8.0.0/16", "acme"],
            }),
            json!({
                "policy": "policy-1",
                "service_allowed_addresses": [
                    "data-core: 0.0.0.0/0, ::/0", "data-nfs: 203.0.113.1/16", "policy-1",
                ],
            }),
        ),
        (
            "/api/private/cli/storage/failover",
            json!([
                {"node": "acme-01", "state_description": "Connected to acme-02", "partner_name": "acme-02"},
                {"state_description": "In takeover"}, {"state_description": "Mr. Acme"},
            ]),
            json!([
                {"node": "node-1", "state_description": "Connected to node-2", "partner_name": "node-2"},
                {"state_description": "In takeover"}, {"state_description": "redacted-1"},
            ]),
        ),
        (
            "/api/private/cli/volume",
            json!({"volume": "data", "junction_path": "/data", "vsroot": false}),
            json!({"volume": "volume-1", "junction_path": "/volume-1", "vsroot": false}),
        ),
    ]);
}
