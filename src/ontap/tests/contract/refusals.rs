//! ONTAP's refusals, and that they are distinguished.

use ontap::{Auth, Client, Config, Reference, RootVolumeBody, Secret, SvmBody};

use crate::system::{renamed, systems, unique};

const NOBODY: &str = "00000000-0000-4000-8000-000000000000";

#[tokio::test]
async fn a_wrong_password_is_recognized() {
    for system in systems() {
        let auth = Auth::Basic { username: "admin".to_owned(), password: Secret::new("certainly wrong") };
        let stranger = Client::new(Config { auth, ..system.config.clone() }).unwrap();
        let refused = stranger.cluster().await.unwrap_err();
        assert!(refused.is_unauthorized(), "{refused}");
    }
}

#[tokio::test]
async fn an_unknown_uuid_is_not_found() {
    for system in systems() {
        let client = &system.client;
        assert!(client.get::<ontap::Svm>(NOBODY).await.unwrap_err().is_not_found());
        assert!(client.get::<ontap::IpInterface>(NOBODY).await.unwrap_err().is_not_found());
        assert!(client.get::<ontap::IpRoute>(NOBODY).await.unwrap_err().is_not_found());
        assert!(client.patch::<ontap::Svm>(NOBODY, &renamed("x")).await.unwrap_err().is_not_found());
    }
}

#[tokio::test]
async fn a_name_in_a_filter_is_literal() {
    for system in systems() {
        for name in ["*", "!x", "svm|*", "a..z", "null"] {
            assert_eq!(system.client.find::<ontap::Svm>(&[("name", name)]).await.unwrap(), None, "{name}");
        }
    }
}

#[tokio::test]
async fn a_name_in_use_is_refused_and_its_svm_is_untouched() {
    for system in systems() {
        let wanted = system.svm_create().await;
        let first = system.client.create::<ontap::Svm>(&wanted).await.unwrap();
        let refused = system.client.create::<ontap::Svm>(&wanted).await.unwrap_err();
        assert!(refused.is_duplicate(), "{refused}");
        assert_eq!(
            system.client.find::<ontap::Svm>(&[("name", &first.name)]).await.unwrap(),
            Some(first.clone())
        );
        system.client.delete::<ontap::Svm>(&first.uuid).await.unwrap();
    }
}

#[tokio::test]
async fn an_unknown_aggregate_leaves_no_svm() {
    for system in systems() {
        let wrong = SvmBody {
            root_volume: RootVolumeBody {
                aggregate: Some("aggr_nowhere".to_owned()),
                ..RootVolumeBody::default()
            },
            ..system.svm_create().await
        };
        let refused = system.client.create::<ontap::Svm>(&wrong).await.unwrap_err();
        assert!(!refused.is_ambiguous(), "{refused}");
        assert_eq!(
            system.client.find::<ontap::Svm>(&[("name", wrong.name.as_deref().unwrap())]).await.unwrap(),
            None
        );

        let svm = system.svm().await;
        let change =
            SvmBody { aggregates: Some(vec![Reference::to_name("aggr_nowhere")]), ..SvmBody::default() };
        assert!(!system.client.patch::<ontap::Svm>(&svm.uuid, &change).await.unwrap_err().is_ambiguous());
        assert_eq!(system.client.get::<ontap::Svm>(&svm.uuid).await.unwrap(), svm);
        system.client.delete::<ontap::Svm>(&svm.uuid).await.unwrap();
    }
}

#[tokio::test]
async fn a_rename_to_a_name_in_use_changes_nothing() {
    for system in systems() {
        let (one, two) = (system.svm().await, system.svm().await);
        let refused = system.client.patch::<ontap::Svm>(&one.uuid, &renamed(&two.name)).await.unwrap_err();
        assert!(!refused.is_ambiguous(), "{refused}");
        assert_eq!(system.client.get::<ontap::Svm>(&one.uuid).await.unwrap().name, one.name);
        assert!(
            system.client.patch::<ontap::Svm>(&one.uuid, &renamed(&unique("x").repeat(9))).await.is_err(),
            "a name too long"
        );
        for svm in [one, two] {
            system.client.delete::<ontap::Svm>(&svm.uuid).await.unwrap();
        }
    }
}
