//! Homes and addresses that were changed by hand.

use super::*;

#[tokio::test]
async fn a_lif_that_was_rehomed_by_hand_with_its_address_is_mended_by_one_apply() {
    let mut pair = Pair::new().await;
    for follows in [true, false] {
        pair.follows(true).await;
        pair.by_hand(rehome(2));
        assert_eq!(pair.places().await.2, E0A[1]);
        pair.follows(follows).await;
        let [of_ip, of_lif] = pair.plan((ip(1), nas(1))).await;
        assert_eq!(
            (&pair.ip.json()["network_interface_id"], &pair.lif.json()["home_node"]),
            (&json!(E0A[1]), &json!("cvo-node2"))
        );
        assert!(!of_ip.is_empty() && !of_lif.is_empty(), "both show it");
        assert!(of_ip.diagnostics.is_empty() && of_lif.diagnostics.is_empty() && of_ip.replace.is_empty());
        let mended = pair.apply(&of_ip, &of_lif).await;
        assert!(mended.diagnostics.is_empty(), "{}", text_of(&mended.diagnostics));
        pair.assert_settled_on(1).await;
    }
    pair.by_hand(rehome(2));
    pair.assign_by_hand(2, ADDRESS);
    pair.assert_settled_on(2).await;
}

#[tokio::test]
async fn an_address_that_strayed_to_the_partner_is_shown_where_something_changes_and_always_in_data_sources()
{
    let mut pair = Pair::new().await;
    let data = async |pair: &Pair, name: &str| {
        pair.system.run_again().await;
        let read = pair.system.provider.data(name, json!({})).await;
        (read.json(), text_of(&read.diagnostics))
    };
    let is_stray = |lifs: &Json| {
        let nas = lifs["lifs"].as_array().unwrap().iter().find(|lif| lif["name"] == "nas").unwrap();
        nas["is_stray"].clone()
    };
    for (stray, expected) in [(false, json!([])), (true, json!([ADDRESS]))] {
        if stray {
            pair.assign_by_hand(2, ADDRESS);
        }
        let (system, said) = data(&pair, "cvo_system").await;
        assert_eq!(
            (&system["stray_addresses"], said.contains("LIF nas of storage VM svm_2 cannot be reached")),
            (&expected, stray),
            "{said}"
        );
        let (lifs, said) = data(&pair, "cvo_lifs").await;
        assert_eq!((is_stray(&lifs), said.contains("--allow-reassignment")), (json!(stray), stray), "{said}");
    }
    for plan in pair.plan((ip(1), nas(1))).await {
        assert!(plan.is_empty() && plan.diagnostics.is_empty(), "an empty plan says nothing");
    }
    let (mut noted, mut renamed) = (ip(1), nas(1));
    noted["note"] = json!("noted");
    renamed["name"] = json!("nas_2");
    for plan in pair.plan((noted, renamed)).await {
        let said = text_of(&plan.diagnostics);
        assert!(
            !plan.diagnostics.has_errors() && said.contains("LIF nas of storage VM svm_2 cannot be reached"),
            "{said}"
        );
    }
    pair.assign_by_hand(1, ADDRESS);
    pair.system.takeover("cvo-node1").await;
    for name in ["cvo_system", "cvo_lifs"] {
        assert_eq!(data(&pair, name).await.1, "", "a takeover explains it");
    }
}
