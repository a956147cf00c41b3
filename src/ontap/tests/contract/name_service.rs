//! The external services that an SVM is configured to use.

use cvo_simulator::Options;
use cvo_simulator::world::svm_object::{SvmObject, SvmObjectKind};
use ontap::{Dns, Ldap, Nis, SvmNameServices, SvmServices};
use serde_json::{Value, json};

use crate::system::{PAGE_SIZES, simulated, systems};

#[tokio::test]
async fn a_new_svm_uses_no_external_service() {
    for system in systems() {
        let (client, svm) = (&system.client, system.svm().await);
        let configured = client.get::<SvmServices>(&svm.uuid).await.unwrap().configured();
        assert_eq!(configured, [""; 0]);
        assert_eq!(client.fpolicies(&svm.uuid).await.unwrap(), []);
        client.delete::<ontap::Svm>(&svm.uuid).await.unwrap();
    }
}

/// Simulated only, because on a real system each service needs a server that answers.
#[tokio::test]
async fn external_services_are_shown_for_their_svm_only() {
    for page_size in PAGE_SIZES {
        let system = simulated(Options { page_size, ..Options::default() });
        let (svm, other) = (system.svm().await, system.svm().await);
        let configure = |kind, fields: Value| {
            let world = system.simulator.as_ref().unwrap().world();
            let mut world = world.lock();
            let cluster = &mut world.cluster;
            let owner = cluster.svm_named(&svm.name).unwrap().uuid;
            let object =
                SvmObject::new(kind, cluster.uuids.make(), owner, fields.as_object().unwrap().clone());
            cluster.svm_objects.push(object);
        };
        let servers = vec!["10.0.0.53".to_owned()];
        configure(SvmObjectKind::Dns, json!({"domains": ["example.com"], "servers": servers}));
        configure(SvmObjectKind::Ldap, json!({"ad_domain": "example.com"}));
        configure(SvmObjectKind::Nis, json!({"domain": "example", "servers": servers}));
        configure(
            SvmObjectKind::Fpolicy,
            json!({"policies": [{"name": "audit", "enabled": true, "engine": {"name": "server"}}]}),
        );

        let client = &system.client;
        let dns = Dns { domains: vec!["example.com".to_owned()], servers: servers.clone() };
        let ldap = Ldap { servers: vec![], ad_domain: Some("example.com".to_owned()) };
        let nis = Nis { domain: Some("example".to_owned()), servers };
        let seen = client.get::<SvmNameServices>(&svm.uuid).await.unwrap();
        assert_eq!((seen.dns, seen.ldap, seen.nis), (Some(dns), Some(ldap), Some(nis)));
        let policies = client.fpolicies(&svm.uuid).await.unwrap();
        assert!(policies.len() == 1 && policies[0].needs_lif(), "{policies:?}");
        let seen = client.get::<SvmNameServices>(&other.uuid).await.unwrap();
        assert_eq!((seen.dns, seen.ldap, seen.nis), (None, None, None));
        assert_eq!(client.fpolicies(&other.uuid).await.unwrap(), []);
    }
}
