//! LIFs from creation to deletion.

use ipnet::IpNet;
use ontap::{
    Failover, HomePort, IpInterface, IpInterfaceBody, LocationBody, Named, Reference, Scope, Svm, UnlessGone,
};

use crate::system::{System, systems, unique};

/// A LIF for files, whose address has this last octet.
pub(crate) async fn lif(system: &System, svm: &Svm, last: u8) -> IpInterfaceBody {
    IpInterfaceBody {
        name: Some(unique("lif")),
        svm: Reference::to_uuid(&svm.uuid),
        ip: IpNet::new([192, 0, 2, last].into(), 24).unwrap().into(),
        location: LocationBody {
            home_port: HomePort::on_node(system.node().await, "e0a"),
            auto_revert: Some(true),
            failover: None,
            ..LocationBody::default()
        },
        service_policy: Reference::to_name("default-data-files"),
        enabled: Some(true),
    }
}

#[tokio::test]
async fn a_lif_is_created_as_requested() {
    for system in systems() {
        let svm = system.svm().await;
        let wanted = lif(&system, &svm, 10).await;
        let made = system.client.create::<IpInterface>(&wanted).await.unwrap();
        let read = system.client.get::<IpInterface>(&made.uuid).await.unwrap();
        assert_eq!((Some(&read.name), read.svm.uuid.as_ref()), (wanted.name.as_ref(), Some(&svm.uuid)));
        assert_eq!((read.ip.address, read.ip.prefix_len()), (wanted.ip.address, Some(24)));
        assert_eq!(read.location.home_node.name, wanted.location.home_port.node.name);
        assert_eq!(read.location.home_port.name.as_deref(), Some("e0a"));
        assert_eq!((read.location.is_home, read.location.auto_revert), (Some(true), Some(true)));
        assert_eq!((read.scope, read.enabled), (Some(Scope::Svm), Some(true)));
        assert_eq!(read.service_policy.name, wanted.service_policy.name);
        assert!(read.services.iter().any(|service| service == "data_nfs"), "{:?}", read.services);

        let named = system
            .client
            .find::<IpInterface>(&[("svm.name", &svm.name), ("name", &made.name)])
            .await
            .unwrap();
        assert_eq!(named.unwrap().uuid, made.uuid);
        let address = wanted.ip.address.unwrap().to_string();
        assert_eq!(system.client.list::<IpInterface>(&[("ip.address", &address)]).await.unwrap().len(), 1);
        system.client.delete::<Svm>(&svm.uuid).await.unwrap();
    }
}

#[tokio::test]
async fn every_changeable_setting_can_be_changed() {
    for system in systems() {
        let svm = system.svm().await;
        let made = system.client.create::<IpInterface>(&lif(&system, &svm, 11).await).await.unwrap();
        let change = IpInterfaceBody {
            name: Some(unique("renamed")),
            ip: "192.0.2.12/25".parse::<IpNet>().unwrap().into(),
            location: LocationBody {
                auto_revert: Some(false),
                failover: Some(Failover::HomePortOnly),
                ..LocationBody::default()
            },
            service_policy: Reference::to_name("default-management"),
            enabled: Some(false),
            ..IpInterfaceBody::default()
        };
        system.client.patch::<IpInterface>(&made.uuid, &change).await.unwrap();
        let read = system.client.get::<IpInterface>(&made.uuid).await.unwrap();
        assert_eq!((Some(&read.name), read.ip.net()), (change.name.as_ref(), change.ip.net()));
        assert_eq!((read.location.auto_revert, read.enabled), (change.location.auto_revert, change.enabled));
        assert_eq!(read.location.failover, change.location.failover);
        assert_eq!(read.service_policy.name, change.service_policy.name);
        system.client.delete::<Svm>(&svm.uuid).await.unwrap();
    }
}

#[tokio::test]
async fn deleting_a_lif_is_idempotent() {
    for system in systems() {
        let svm = system.svm().await;
        let made = system.client.create::<IpInterface>(&lif(&system, &svm, 13).await).await.unwrap();
        system.client.delete::<IpInterface>(&made.uuid).await.unwrap();
        assert_eq!(system.client.get::<IpInterface>(&made.uuid).await.unless_gone(), Ok(None));
        system.client.delete::<IpInterface>(&made.uuid).await.unwrap();
        system.client.delete::<Svm>(&svm.uuid).await.unwrap();
    }
}

#[tokio::test]
async fn an_address_can_be_on_one_lif_only() {
    for system in systems() {
        let svm = system.svm().await;
        let first = lif(&system, &svm, 14).await;
        system.client.create::<IpInterface>(&first).await.unwrap();
        let second = IpInterfaceBody { name: Some(unique("lif")), ..first };
        let refused = system.client.create::<IpInterface>(&second).await.unwrap_err();
        assert!(refused.is_address_in_use(), "{refused}");
        system.client.delete::<Svm>(&svm.uuid).await.unwrap();
    }
}

#[tokio::test]
async fn objects_that_a_lif_refers_to_must_exist() {
    for system in systems() {
        let svm = system.svm().await;
        let good = lif(&system, &svm, 15).await;
        let policy = IpInterfaceBody { service_policy: Reference::to_name("no-such-policy"), ..good.clone() };
        let refused = system.client.create::<IpInterface>(&policy).await.unwrap_err();
        assert_eq!(refused.code(), Some(53_281_065), "{refused}");
        let (mut port, mut node) = (good.clone(), good.clone());
        port.location.home_port.name = Some("e9z".to_owned());
        node.location.home_port.node = Named { name: Some("no-such-node".to_owned()) };
        for wrong in [port, node] {
            let refused = system.client.create::<IpInterface>(&wrong).await.unwrap_err();
            assert!(refused.code().is_some() && !refused.is_ambiguous(), "{refused}");
        }
        let named = [("svm.name", &svm.name[..]), ("name", good.name.as_deref().unwrap())];
        assert_eq!(system.client.find::<IpInterface>(&named).await.unwrap(), None);
        system.client.delete::<Svm>(&svm.uuid).await.unwrap();
    }
}
