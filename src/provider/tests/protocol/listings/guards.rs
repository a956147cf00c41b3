//! What is not told is never taken for absent by what guards data.

use cvo_simulator::world::answers::FailedNode;

use super::*;

const POLICIES: &str = "/api/network/ip/service-policies*";

#[tokio::test]
async fn the_iscsi_lif_of_the_deployment_stays_while_a_root_volume_does_not_tell_its_age_or_owner() {
    let all = Estates::new().await;
    let lif = all.system.provider.import("cvo_lif", "svm_cvo/ip_iscsi_1").await.stored;
    for members in [json!({"svm": null}), json!({"create_time": 7}), json!({"create_time": null})] {
        all.spoil(VOLUMES, "svm_cvo_root", &members).await;
        let plan = all.system.provider.plan_destroy(&lif).await;
        let mut said = text_of(&plan.diagnostics);
        if !plan.diagnostics.has_errors() {
            said = text_of(&all.system.provider.apply(&plan).await.diagnostics);
        }
        assert!(said.contains("svm_cvo_root"), "{members}: {said}");
    }
    assert!(all.system.state().await.to_string().contains("ip_iscsi_1"));
}

#[tokio::test]
async fn without_a_told_partner_an_address_is_not_made_on_a_pair() {
    let system = System::of(Preset::HaSingleAz).await;
    let estate = Estate::of(&system, Preset::HaSingleAz).await;
    system.simulator.world().lock().answers.failed_node = FailedNode::NameAndState;
    system.takeover("cvo-node1").await;
    let effect = json!({"kind": "members", "named": "cvo-node2", "members": {"ha": null}});
    system.fault(json!({"path": "/api/cluster/nodes*", "count": 0, "effect": effect})).await;
    system.run_again().await;
    let plan = system.provider.plan("cvo_secondary_ip", None, estate.secondary(0, 60)).await;
    let mut said = text_of(&plan.diagnostics);
    if !plan.diagnostics.has_errors() {
        said = text_of(&system.provider.apply(&plan).await.diagnostics);
    }
    assert!(said.contains("partner"), "{said}");
    assert!(!system.ec2_calls().contains(&"AssignPrivateIpAddresses"));
}

#[tokio::test]
async fn a_planned_policy_that_is_told_in_part_is_neither_lacking_nor_empty() {
    let all = Estates::new().await;
    let mut config = all.estate.roaming("svm_cvo", "default-data-iscsi", 62);
    config["name"] = json!("blocks");
    for members in [json!({"services": null}), json!({"svm": null})] {
        all.spoil(POLICIES, "default-data-iscsi", &members).await;
        let plan = all.system.provider.plan("cvo_lif", None, config.clone()).await;
        let said = text_of(&plan.diagnostics);
        assert!(!said.contains("does not exist"), "{members}: {said}");
        assert!(plan.diagnostics.has_errors(), "{members}: {}", plan.planned());
    }
}
