//! LIFs from creation to deletion.

use std::net::IpAddr;

use ontap::{Failover, IpInterfaceCreate, IpInterfaceFilter, IpInterfacePatch, Scope, Svm, UnlessGone};

use crate::system::{System, systems, unique};

/// A LIF for files, with this last part of its address.
pub(crate) async fn lif(system: &System, svm: &Svm, last: u8) -> IpInterfaceCreate {
    IpInterfaceCreate {
        name: unique("lif"),
        svm_uuid: svm.uuid.clone(),
        address: IpAddr::from([192, 0, 2, last]),
        prefix_len: 24,
        home_node: system.node().await,
        home_port: "e0a".to_owned(),
        service_policy: "default-data-files".to_owned(),
        auto_revert: true,
        failover: None,
        enabled: true,
    }
}

#[tokio::test]
async fn a_lif_is_made_as_it_was_asked_for() {
    for system in systems() {
        let svm = system.svm().await;
        let wanted = lif(&system, &svm, 10).await;
        let made = system.client.create_ip_interface(&wanted).await.unwrap();
        let read = system.client.ip_interface(&made.uuid).await.unwrap();
        assert_eq!((&read.name, read.svm.uuid.as_ref()), (&wanted.name, Some(&svm.uuid)));
        assert_eq!((read.ip.address, read.ip.prefix_len()), (Some(wanted.address), Some(24)));
        assert_eq!(read.location.home_node.name.as_ref(), Some(&wanted.home_node));
        assert_eq!(read.location.home_port.name.as_deref(), Some("e0a"));
        assert_eq!((read.location.is_home, read.location.auto_revert), (Some(true), Some(true)));
        assert_eq!((read.scope, read.enabled), (Some(Scope::Svm), Some(true)));
        assert_eq!(read.service_policy.name.as_ref(), Some(&wanted.service_policy));
        assert!(read.services.iter().any(|service| service == "data_nfs"), "{:?}", read.services);

        let named = system.client.ip_interface_by_name(&svm.name, &wanted.name).await.unwrap();
        assert_eq!(named.unwrap().uuid, made.uuid);
        let filter = IpInterfaceFilter { address: Some(wanted.address), ..IpInterfaceFilter::default() };
        assert_eq!(system.client.ip_interfaces(&filter).await.unwrap().len(), 1);
        system.client.delete_svm(&svm.uuid).await.unwrap();
    }
}

#[tokio::test]
async fn every_changeable_setting_changes_and_stays() {
    for system in systems() {
        let svm = system.svm().await;
        let made = system.client.create_ip_interface(&lif(&system, &svm, 11).await).await.unwrap();
        let change = IpInterfacePatch {
            name: Some(unique("renamed")),
            ip: Some("192.0.2.12/25".parse().unwrap()),
            auto_revert: Some(false),
            failover: Some(Failover::HomePortOnly),
            service_policy: Some("default-management".to_owned()),
            enabled: Some(false),
            home: None,
        };
        system.client.patch_ip_interface(&made.uuid, &change).await.unwrap();
        let read = system.client.ip_interface(&made.uuid).await.unwrap();
        assert_eq!((Some(&read.name), read.ip.net()), (change.name.as_ref(), change.ip));
        assert_eq!((read.location.auto_revert, read.enabled), (change.auto_revert, change.enabled));
        assert_eq!(read.location.failover, change.failover);
        assert_eq!(read.service_policy.name, change.service_policy);
        system.client.delete_svm(&svm.uuid).await.unwrap();
    }
}

#[tokio::test]
async fn a_deleted_lif_is_gone_and_deleting_it_again_is_no_error() {
    for system in systems() {
        let svm = system.svm().await;
        let made = system.client.create_ip_interface(&lif(&system, &svm, 13).await).await.unwrap();
        system.client.delete_ip_interface(&made.uuid).await.unwrap();
        assert_eq!(system.client.ip_interface(&made.uuid).await.unless_gone(), Ok(None));
        system.client.delete_ip_interface(&made.uuid).await.unwrap();
        system.client.delete_svm(&svm.uuid).await.unwrap();
    }
}

#[tokio::test]
async fn an_address_can_be_on_one_lif_only() {
    for system in systems() {
        let svm = system.svm().await;
        let first = lif(&system, &svm, 14).await;
        system.client.create_ip_interface(&first).await.unwrap();
        let second = IpInterfaceCreate { name: unique("lif"), ..first };
        let refused = system.client.create_ip_interface(&second).await.unwrap_err();
        assert!(refused.is_address_in_use(), "{refused}");
        system.client.delete_svm(&svm.uuid).await.unwrap();
    }
}

#[tokio::test]
async fn what_a_lif_refers_to_must_exist() {
    for system in systems() {
        let svm = system.svm().await;
        let good = lif(&system, &svm, 15).await;
        let policy = IpInterfaceCreate { service_policy: "no-such-policy".to_owned(), ..good.clone() };
        let refused = system.client.create_ip_interface(&policy).await.unwrap_err();
        assert_eq!(refused.code(), Some(53_281_065), "{refused}");
        let port = IpInterfaceCreate { home_port: "e9z".to_owned(), ..good.clone() };
        let node = IpInterfaceCreate { home_node: "no-such-node".to_owned(), ..good.clone() };
        for wrong in [port, node] {
            let refused = system.client.create_ip_interface(&wrong).await.unwrap_err();
            assert!(refused.code().is_some() && !refused.is_ambiguous(), "{refused}");
        }
        assert_eq!(system.client.ip_interface_by_name(&svm.name, &good.name).await.unwrap(), None);
        system.client.delete_svm(&svm.uuid).await.unwrap();
    }
}
