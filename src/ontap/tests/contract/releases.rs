//! Older releases are sent only requests that they know. They are simulated only.

use cvo_simulator::Options;
use cvo_simulator::world::version::OntapVersion;
use ontap::{IpRouteBody, Reference, ServiceName, Version};

use crate::system::{PAGE_SIZES, simulated};

#[tokio::test]
async fn no_unknown_fields_are_requested_from_the_oldest_supported_release() {
    for page_size in PAGE_SIZES {
        let oldest = OntapVersion::V9_10_1;
        let system = simulated(Options { ontap_version: oldest, page_size, ..Options::default() });
        assert_eq!(system.client.version().await.unwrap(), Version::new(9, 10, 1));
        system.client.list::<ontap::Node>(&[]).await.unwrap();
        let svm = system.svm().await;
        let wanted = IpRouteBody {
            svm: Reference::to_uuid(&svm.uuid),
            destination: "0.0.0.0/0".parse::<ipnet::IpNet>().unwrap().into(),
            gateway: Some([192, 0, 2, 1].into()),
            metric: None,
        };
        system.client.create::<ontap::IpRoute>(&wanted).await.unwrap();
        let routes = system.client.list::<ontap::IpRoute>(&[("svm.uuid", &svm.uuid)]).await.unwrap();
        assert_eq!((routes.len(), routes[0].metric), (1, None));
        let policies = system.client.list::<ontap::ServicePolicy>(&[("svm.uuid", &svm.uuid)]).await.unwrap();
        assert!(policies.iter().all(|policy| policy.is_built_in.is_none()) && !policies.is_empty());
        let service = ServiceName::from("management_dns_client");
        let refused =
            system.client.add_service(&svm.name, &policies[0].name, &service, &[]).await.unwrap_err();
        assert!(refused.is_service_unknown(), "{refused}");
    }
}
