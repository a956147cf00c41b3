//! Values that are not known in the plan, and turn out in the apply.

use super::*;

#[tokio::test]
async fn a_replacement_that_only_the_apply_finds_is_refused_in_our_words() {
    let system = System::of(Preset::HaSingleAz).await;
    let config =
        |interface: &str, address: &str| json!({"network_interface_id": interface, "private_ip": address});
    let (own, address) = ("eni-0c0a51de00021e0a0", "10.30.1.70");
    let made = system.create(IP, config(own, address)).await;
    system.run_again().await;
    let stored = system.provider.read(&made).await.stored;
    for (unknown, known, attribute) in [
        (config(own, UNKNOWN), config(own, "10.30.1.71"), "private_ip"),
        (config(UNKNOWN, address), config("eni-0f0e1a00000000021", address), "network_interface_id"),
    ] {
        let plan = system.provider.plan(IP, Some(&stored), unknown).await;
        assert!(plan.diagnostics.is_empty() && plan.replace.is_empty(), "{}", text_of(&plan.diagnostics));
        // The process that applies plans again, and has read nothing.
        system.run_again().await;
        let again = system.provider.plan(IP, Some(&stored), known.clone()).await;
        let said = text_of(&again.diagnostics);
        let begins = format!("[{attribute}] 10.30.1.70 was not to be replaced");
        assert!(said.starts_with(&begins) && said.contains("Plan again, without -refresh=false"), "{said}");
        system.run_again().await;
        let stored = system.provider.read(&stored).await.stored;
        let again = system.provider.plan(IP, Some(&stored), known).await;
        assert!(
            !again.diagnostics.has_errors(),
            "the next plan tells of it: {}",
            text_of(&again.diagnostics)
        );
        assert_eq!(again.replace, [tfplugin::Path::from(attribute)]);
    }
    let same = system.provider.plan(IP, Some(&stored), config(own, address)).await;
    assert!(same.is_empty(), "what turns out as it is stored changes nothing");
}

#[tokio::test]
async fn an_address_that_is_not_known_yet_goes_to_the_partner_in_place() {
    let system = System::of(Preset::HaSingleAz).await;
    let (own, partner, foreign) = ("eni-0c0a51de00021e0a0", "eni-0c0a51de00022e0a0", "eni-0f0e1a00000000021");
    let config =
        |interface: &str, address: &str| json!({"network_interface_id": interface, "private_ip": address});
    let made = system.create(IP, config(own, "10.30.1.70")).await;
    system.run_again().await;
    let stored = system.provider.read(&made).await.stored;
    let elsewhere = system.provider.plan(IP, Some(&stored), config(foreign, UNKNOWN)).await;
    assert_eq!(elsewhere.replace, [tfplugin::Path::from("network_interface_id")]);
    let plan = system.provider.plan(IP, Some(&stored), config(partner, UNKNOWN)).await;
    assert!(plan.diagnostics.is_empty() && plan.replace.is_empty(), "{}", text_of(&plan.diagnostics));
    assert_eq!([&plan.planned()["id"], &plan.planned()["private_ip"]], [&json!(UNKNOWN); 2]);
    system.run_again().await;
    let another = system.provider.plan(IP, Some(&stored), config(partner, "10.30.1.71")).await;
    let said = text_of(&another.diagnostics);
    assert!(said.contains("10.30.1.70 was not to be replaced"), "{said}");
    let moved = system.update(&stored, config(partner, "10.30.1.70")).await;
    assert_eq!(moved.json()["id"], json!(format!("{partner}/10.30.1.70")));
}

#[tokio::test]
async fn services_that_decide_a_planned_value_are_read_in_plan_and_apply_or_it_is_an_error() {
    let system = system().await;
    let refused = json!({"kind": "error", "status": 403, "code": "6", "message": "not authorized"});
    let policies = "/api/network/ip/service-policies";
    let plan = system.provider.plan(LIF, None, lif("nas", "10.20.1.62")).await;
    assert_eq!(plan.planned()["auto_revert"], json!(true));
    for has_written in [false, true] {
        system.run_again().await;
        if has_written {
            system.create(IP, ip("10.20.1.63")).await;
        }
        system.fault(json!({"method": "GET", "path": policies, "effect": refused, "count": 0})).await;
        let again = system.provider.plan(LIF, None, lif("nas", "10.20.1.62")).await;
        let said = text_of(&again.diagnostics);
        assert!(again.diagnostics.has_errors() && said.contains("not authorized"), "{said}");
        let mut decided = lif("nas", "10.20.1.62");
        decided["auto_revert"] = json!(true);
        let plan = system.provider.plan(LIF, None, decided).await;
        assert!(plan.diagnostics.is_empty(), "nothing depends on them: {}", text_of(&plan.diagnostics));
        system.no_faults().await;
    }
}
