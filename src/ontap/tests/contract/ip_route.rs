//! Routes from creation to deletion.

use ipnet::IpNet;
use ontap::{IpRoute, IpRouteBody, Reference, Svm, UnlessGone};

use crate::ip_interface::lif;
use crate::system::systems;

fn route(svm: &Svm, destination: &str, metric: Option<u32>) -> IpRouteBody {
    IpRouteBody {
        svm: Reference::to_uuid(&svm.uuid),
        destination: destination.parse::<IpNet>().unwrap().into(),
        gateway: Some([192, 0, 2, 1].into()),
        metric,
    }
}

#[tokio::test]
async fn a_route_can_be_created_before_any_lif_and_has_the_default_metric() {
    for system in systems() {
        let svm = system.svm().await;
        let wanted = route(&svm, "0.0.0.0/0", None);
        let made = system.client.create::<IpRoute>(&wanted).await.unwrap();
        let read = system.client.get::<IpRoute>(&made.uuid).await.unwrap();
        assert_eq!((read.destination_net(), read.gateway), (wanted.destination.net(), wanted.gateway));
        assert_eq!((read.svm.uuid.as_ref(), read.metric), (Some(&svm.uuid), Some(20)));
        assert_eq!(system.client.list::<IpRoute>(&[("svm.uuid", &svm.uuid)]).await.unwrap(), [read]);
        system.client.delete::<IpRoute>(&made.uuid).await.unwrap();
        assert_eq!(system.client.get::<IpRoute>(&made.uuid).await.unless_gone(), Ok(None));
        system.client.delete::<IpRoute>(&made.uuid).await.unwrap();
        system.client.delete::<Svm>(&svm.uuid).await.unwrap();
    }
}

#[tokio::test]
async fn a_route_has_the_requested_metric_and_network() {
    for system in systems() {
        let svm = system.svm().await;
        let made = system.client.create::<IpRoute>(&route(&svm, "198.51.100.0/24", Some(30))).await.unwrap();
        let read = system.client.get::<IpRoute>(&made.uuid).await.unwrap();
        assert_eq!(read.destination_net(), Some("198.51.100.0/24".parse().unwrap()));
        assert_eq!(read.metric, Some(30));
        system.client.delete::<Svm>(&svm.uuid).await.unwrap();
    }
}

#[tokio::test]
async fn the_same_route_cannot_be_created_twice() {
    for system in systems() {
        let svm = system.svm().await;
        let wanted = route(&svm, "0.0.0.0/0", None);
        system.client.create::<IpRoute>(&wanted).await.unwrap();
        let refused = system.client.create::<IpRoute>(&wanted).await.unwrap_err();
        assert!(refused.is_duplicate(), "{refused}");
        system.client.delete::<Svm>(&svm.uuid).await.unwrap();
    }
}

#[tokio::test]
async fn a_gateway_cannot_be_the_address_of_a_lif() {
    for system in systems() {
        let svm = system.svm().await;
        let lif = lif(&system, &svm, 20).await;
        system.client.create::<ontap::IpInterface>(&lif).await.unwrap();
        let wrong = IpRouteBody { gateway: lif.ip.address, ..route(&svm, "0.0.0.0/0", None) };
        let refused = system.client.create::<IpRoute>(&wrong).await.unwrap_err();
        assert_eq!(refused.code(), Some(1_966_505), "{refused}");
        system.client.delete::<Svm>(&svm.uuid).await.unwrap();
    }
}
