//! Services of a policy: listed over REST, changed one at a time over the CLI or as a whole list over REST.

use ontap::{AllowedAddresses, ServiceName, ServicePolicy, Svm};

use crate::system::{System, systems};

const FILES: &str = "default-data-files";
const BLOCKS: &str = "default-data-iscsi";

async fn policy(system: &System, svm: &Svm, name: &str) -> ServicePolicy {
    let policies = system.client.list::<ServicePolicy>(&[("svm.uuid", &svm.uuid)]).await.unwrap();
    policies.into_iter().find(|policy| policy.name == name).unwrap()
}

/// Returns the entry of the service in the policy, as the CLI shows it.
async fn allowed(
    system: &System,
    svm: &Svm,
    policy: &str,
    service: &ServiceName,
) -> Option<AllowedAddresses> {
    let all = system.client.service_policy_allowed_addresses(&svm.name).await.unwrap();
    all.into_iter().find(|entry| entry.policy == policy && entry.service == *service)
}

#[tokio::test]
async fn every_service_of_every_policy_is_listed_with_its_allowed_addresses() {
    for system in systems() {
        let svm = system.svm().await;
        let shown = system.client.service_policy_allowed_addresses(&svm.name).await.unwrap();
        for policy in system.client.list::<ServicePolicy>(&[("svm.uuid", &svm.uuid)]).await.unwrap() {
            let of_policy: Vec<_> = shown.iter().filter(|entry| entry.policy == policy.name).collect();
            assert_eq!(of_policy.len(), policy.services.len(), "{policy:?}");
            assert!(of_policy.iter().all(|entry| policy.has(&entry.service) && entry.is_open()), "{shown:?}");
        }
        system.client.delete::<Svm>(&svm.uuid).await.unwrap();
    }
}

#[tokio::test]
async fn a_service_is_added_and_removed_without_affecting_the_others() {
    for system in systems() {
        let (client, svm) = (&system.client, system.svm().await);
        let before = policy(&system, &svm, BLOCKS).await;
        assert_ne!(before.is_built_in, Some(false));
        let service = ServiceName::from("management_dns_client");
        let addresses = ["10.0.0.0/8".to_owned(), "192.168.1.0/24".to_owned()];
        client.add_service(&svm.name, BLOCKS, &service, &addresses).await.unwrap();
        let entry = allowed(&system, &svm, BLOCKS, &service).await.unwrap();
        assert_eq!((&entry.allowed_addresses[..], entry.is_open()), (&addresses[..], false));
        assert_eq!(policy(&system, &svm, BLOCKS).await.services.len(), before.services.len() + 1);

        client.remove_service(&svm.name, BLOCKS, &service).await.unwrap();
        assert_eq!(policy(&system, &svm, BLOCKS).await, before);
        client.add_service(&svm.name, BLOCKS, &service, &[]).await.unwrap();
        assert!(allowed(&system, &svm, BLOCKS, &service).await.unwrap().is_open());
        client.delete::<Svm>(&svm.uuid).await.unwrap();
    }
}

#[tokio::test]
async fn a_list_of_services_is_replaced_and_everybody_may_use_them() {
    for system in systems() {
        let (client, svm) = (&system.client, system.svm().await);
        let before = policy(&system, &svm, FILES).await;
        let mut services: Vec<_> = before.services.iter().map(|name| ServiceName::from(&name[..])).collect();
        let last = services.pop().unwrap();
        client.replace_services(&before, &services).await.unwrap();
        let after = policy(&system, &svm, FILES).await;
        assert!(!after.has(&last) && after.services.len() == services.len(), "{after:?}");
        let restricted = ["10.0.0.0/8".to_owned()];
        client.add_service(&svm.name, FILES, &last, &restricted).await.unwrap();
        services.push(last.clone());
        client.replace_services(&after, &services).await.unwrap();
        assert!(allowed(&system, &svm, FILES, &last).await.unwrap().is_open(), "everybody may");
        let unknown = [ServiceName::from("data-nothing")];
        assert!(client.replace_services(&after, &unknown).await.unwrap_err().is_service_unknown());
        client.delete::<Svm>(&svm.uuid).await.unwrap();
    }
}

#[tokio::test]
async fn refusals_of_services_are_distinguished() {
    for system in systems() {
        let (client, svm) = (&system.client, system.svm().await);
        let before = policy(&system, &svm, FILES).await;
        let [iscsi, nothing, core] = ["data-iscsi", "data-nothing", "data-core"].map(ServiceName::from);
        let mixed = client.add_service(&svm.name, FILES, &iscsi, &[]).await.unwrap_err();
        assert!(mixed.is_service_mix_refused(), "{mixed}");
        assert!(client.add_service(&svm.name, FILES, &nothing, &[]).await.unwrap_err().is_service_unknown());
        assert!(client.add_service(&svm.name, FILES, &core, &[]).await.unwrap_err().is_duplicate());
        assert!(client.remove_service(&svm.name, FILES, &iscsi).await.is_err());
        assert!(client.remove_service(&svm.name, "nowhere", &core).await.is_err());
        assert_eq!(policy(&system, &svm, FILES).await, before);
        client.delete::<Svm>(&svm.uuid).await.unwrap();
    }
}
