//! `terraform test` with a provider block in its file: one process validates, plans and applies.

use futures::future::join_all;

use super::*;

#[tokio::test]
async fn what_is_planned_twice_in_one_process_is_applied() {
    let system = system().await;
    let any = || json!({"network_interface_id": E0A});
    let configs: Vec<_> = (0..8).map(|_| any()).chain([ip("10.20.1.61")]).collect();
    system.provider.validate(IP, any()).await;
    for round in 0..2 {
        let plans = join_all(configs.iter().map(async |config| {
            system.provider.validate(IP, config.clone()).await;
            system.provider.plan(IP, None, config.clone()).await
        }));
        for plan in plans.await {
            assert!(plan.diagnostics.is_empty(), "{}", text_of(&plan.diagnostics));
            if round == 1 {
                let made = system.provider.apply(&plan).await;
                assert!(made.diagnostics.is_empty(), "{}", text_of(&made.diagnostics));
            }
        }
    }
}

#[tokio::test]
async fn one_address_that_is_planned_twice_in_one_process_is_no_duplicate() {
    let system = system().await;
    system.provider.validate(IP, ip("10.20.1.61")).await;
    for _ in 0..2 {
        system.provider.validate(IP, ip("10.20.1.61")).await;
        assert_eq!(planned(&system, IP, ip("10.20.1.61")).await, "");
    }
    // Where each configuration is validated right before its plan, two plans are two objects.
    system.run_again().await;
    system.provider.validate(IP, ip("10.20.1.61")).await;
    assert_eq!(planned(&system, IP, ip("10.20.1.61")).await, "");
    system.provider.validate(IP, ip("10.20.1.61")).await;
    assert!(planned(&system, IP, ip("10.20.1.61")).await.contains("is named twice"));
}
