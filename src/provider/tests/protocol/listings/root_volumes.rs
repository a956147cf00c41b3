//! A data storage VM whose root volume is not listed: it has one, so that its values are not known.

use super::*;

/// Makes every listing of volumes empty.
async fn no_volumes(system: &System) {
    let text = json!({"records": [], "num_records": 0}).to_string();
    let effect = json!({"kind": "body", "status": 200, "content_type": "application/json", "text": text});
    system.fault(json!({"method": "GET", "path": VOLUMES, "count": 0, "effect": effect})).await;
    system.run_again().await;
}

#[tokio::test]
async fn a_root_volume_that_is_not_listed_is_no_change() {
    let all = Estates::new().await;
    no_volumes(&all.system).await;
    all.all_are_unchanged("", "no root volume is listed").await;
    let mut renamed = Estate::storage_vm("svm_2");
    renamed["comment"] = json!("changed");
    let changed = all.system.update(all.of_type("cvo_storage_vm"), renamed).await.json();
    assert_eq!(
        (&changed["comment"], &changed["root_volume_name"]),
        (&json!("changed"), &json!("root_svm_2"))
    );
    assert_eq!(changed["root_volume_id"], all.of_type("cvo_storage_vm").json()["root_volume_id"]);
}

#[tokio::test]
async fn without_its_root_volume_a_storage_vm_is_neither_imported_nor_shown() {
    let system = System::start().await;
    no_volumes(&system).await;
    let imported = system.provider.import("cvo_storage_vm", "svm_cvo").await;
    let shown = system.provider.data("cvo_storage_vm", json!({"name": "svm_cvo"})).await;
    for diagnostics in [&imported.diagnostics, &shown.diagnostics] {
        let said = text_of(diagnostics);
        assert!(diagnostics.has_errors(), "{said}");
        assert!(said.contains("does not list the root volume of storage VM svm_cvo"), "{said}");
    }
    assert!(!imported.stored.exists());
}
