//! Imports of a route.

use super::*;

#[tokio::test]
async fn a_route_is_imported_by_destination_and_gateway_and_by_uuid() {
    let (system, stored) = system_with_route().await;
    let uuid = stored.json()["id"].as_str().unwrap().to_owned();
    for id in ["svm_2/0.0.0.0/0/10.20.1.1", uuid.as_str()] {
        let imported = system.provider.import("cvo_route", id).await;
        assert!(imported.diagnostics.is_empty(), "{}", text_of(&imported.diagnostics));
        assert_eq!(settled(&system, &imported.stored, route()).await.json(), stored.json());
    }
}

#[tokio::test]
async fn an_import_that_names_no_route_lists_the_existing_ones() {
    let (system, _) = system_with_route().await;
    let route = "svm_2/0.0.0.0/0/10.20.1.1";
    let ids = [
        ("svm_2", route),
        ("svm_2/10.20.1.1", route),
        ("svm_2/0.0.0.0/0/10.20.1.9", route),
        ("svm_9/0.0.0.0/0/10.20.1.1", "These storage VMs have: svm_2, svm_cvo."),
        ("8c8f3b5e-0000-0000-0000-000000000000", route),
    ];
    for (id, listed) in ids {
        let refused = system.provider.import("cvo_route", id).await;
        assert!(refused.diagnostics.has_errors(), "{id}");
        let message = text_of(&refused.diagnostics);
        assert!(message.contains(listed), "{id}: {message}");
    }
}
