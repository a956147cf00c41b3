//! Storage VMs from creation to deletion.

use ontap::{
    Nas, Reference, SecurityStyle, SvmBody, SvmState, SvmSubtype, UnlessGone, VolumeBody, VolumeType,
};

use crate::system::{renamed, systems, unique};

#[tokio::test]
async fn an_svm_is_created_with_the_requested_root_volume() {
    for system in systems() {
        let wanted = system.svm_create().await;
        let svm = system.client.create::<ontap::Svm>(&wanted).await.unwrap();
        assert_eq!(Some(svm.name.clone()), wanted.name);
        assert_eq!(
            (svm.state.as_ref(), svm.subtype.as_ref()),
            (Some(&SvmState::Running), Some(&SvmSubtype::Default))
        );
        assert_eq!(svm.snapshot_policy.name.as_deref(), Some("default"));
        assert_eq!(
            (svm.language.as_deref(), svm.ipspace.name.as_deref()),
            (Some("c.utf_8"), Some("Default"))
        );

        let root = system.client.root_volume(&svm.uuid).await.unwrap().unwrap();
        assert_eq!((Some(&root.name), root.is_svm_root), (wanted.root_volume.name.as_ref(), Some(true)));
        assert_eq!(root.aggregates[0].name, wanted.root_volume.aggregate);
        assert_eq!(
            (root.nas.security_style, root.kind),
            (Some(SecurityStyle::Unix), Some(VolumeType::ReadWrite))
        );
        system.client.delete::<ontap::Svm>(&svm.uuid).await.unwrap();
    }
}

#[tokio::test]
async fn every_changeable_setting_can_be_changed() {
    for system in systems() {
        let svm = system.svm().await;
        let names: Vec<_> = system
            .client
            .list::<ontap::Aggregate>(&[])
            .await
            .unwrap()
            .into_iter()
            .map(|one| one.name)
            .collect();
        let change = SvmBody {
            comment: Some("made by the contract suite".to_owned()),
            snapshot_policy: Reference::to_name("none"),
            aggregates: Some(names.iter().map(Reference::to_name).collect()),
            ..SvmBody::default()
        };
        system.client.patch::<ontap::Svm>(&svm.uuid, &change).await.unwrap();
        let after = system.client.get::<ontap::Svm>(&svm.uuid).await.unwrap();
        let mut found: Vec<_> = after.aggregates.into_iter().filter_map(|one| one.name).collect();
        found.sort();
        assert_eq!(
            (after.comment, after.snapshot_policy.name),
            (change.comment, change.snapshot_policy.name)
        );
        assert_eq!(found, names);
        system.client.delete::<ontap::Svm>(&svm.uuid).await.unwrap();
    }
}

#[tokio::test]
async fn a_rename_keeps_the_uuid() {
    for system in systems() {
        let svm = system.svm().await;
        let name = unique("renamed");
        system.client.patch::<ontap::Svm>(&svm.uuid, &renamed(&name)).await.unwrap();
        assert_eq!(
            system.client.find::<ontap::Svm>(&[("name", &name)]).await.unwrap().unwrap().uuid,
            svm.uuid
        );
        assert_eq!(system.client.find::<ontap::Svm>(&[("name", &svm.name)]).await.unwrap(), None);
        system.client.delete::<ontap::Svm>(&svm.uuid).await.unwrap();
    }
}

#[tokio::test]
async fn the_root_volume_changes_its_name_and_style_in_place() {
    for system in systems() {
        let svm = system.svm().await;
        let root = system.client.root_volume(&svm.uuid).await.unwrap().unwrap();
        let change = VolumeBody {
            name: Some(unique("root")),
            nas: Nas { security_style: Some(SecurityStyle::Mixed) },
            ..VolumeBody::default()
        };
        system.client.patch::<ontap::Volume>(&root.uuid, &change).await.unwrap();
        let after = system.client.root_volume(&svm.uuid).await.unwrap().unwrap();
        assert_eq!((after.uuid, Some(after.name)), (root.uuid, change.name));
        assert_eq!(after.nas.security_style, change.nas.security_style);
        system.client.delete::<ontap::Svm>(&svm.uuid).await.unwrap();
    }
}

#[tokio::test]
async fn a_new_svm_can_be_deleted() {
    for system in systems() {
        let (client, svm) = (&system.client, system.svm().await);
        assert_eq!(
            client.list::<ontap::Volume>(&[("svm.uuid", &svm.uuid)]).await.unwrap().len(),
            1,
            "the root volume"
        );
        assert_eq!(client.list::<ontap::Lun>(&[("svm.uuid", &svm.uuid)]).await.unwrap(), []);
        assert_eq!(client.list::<ontap::Namespace>(&[("svm.uuid", &svm.uuid)]).await.unwrap(), []);
        assert_eq!(client.list::<ontap::CifsService>(&[("svm.uuid", &svm.uuid)]).await.unwrap(), []);
        assert_eq!(client.cifs_shares(&[&svm.uuid]).await.unwrap(), []);
        assert_eq!(client.list::<ontap::S3Service>(&[("svm.uuid", &svm.uuid)]).await.unwrap(), []);
        assert_eq!(client.list::<ontap::SvmPeer>(&[("svm.uuid", &svm.uuid)]).await.unwrap(), []);
        assert_eq!(client.snapmirror_relationships(&[&svm.name]).await.unwrap(), []);
        assert_eq!(client.list::<ontap::QueuedVolume>(&[("vserver", &svm.name)]).await.unwrap(), []);
        client.delete::<ontap::Svm>(&svm.uuid).await.unwrap();
        assert_eq!(client.get::<ontap::Svm>(&svm.uuid).await.unless_gone(), Ok(None));
        client.delete::<ontap::Svm>(&svm.uuid).await.unwrap();
    }
}

#[tokio::test]
async fn a_dr_destination_is_created_without_a_root_volume() {
    for system in systems() {
        let wanted = SvmBody {
            name: Some(unique("dr")),
            subtype: Some(SvmSubtype::DpDestination),
            comment: Some("destination".to_owned()),
            ..SvmBody::default()
        };
        let svm = system.client.create::<ontap::Svm>(&wanted).await.unwrap();
        assert_eq!((svm.subtype, svm.comment), (wanted.subtype, wanted.comment));
        system.client.delete::<ontap::Svm>(&svm.uuid).await.unwrap();
    }
}

#[tokio::test]
async fn a_new_svm_has_service_policies_of_its_own() {
    for system in systems() {
        let svm = system.svm().await;
        let policies = system.client.list::<ontap::ServicePolicy>(&[("svm.uuid", &svm.uuid)]).await.unwrap();
        let files = policies.iter().find(|policy| policy.name == "default-data-files").unwrap();
        assert!(files.services.iter().any(|service| service == "data_nfs"), "{files:?}");
        assert_eq!(files.svm.uuid.as_ref(), Some(&svm.uuid));
        system.client.delete::<ontap::Svm>(&svm.uuid).await.unwrap();
    }
}

#[tokio::test]
async fn more_svms_than_ontap_creates_at_once_are_all_created() {
    for system in systems() {
        let mut making = tokio::task::JoinSet::new();
        for _ in 0..7 {
            let (client, wanted) = (system.client.clone(), system.svm_create().await);
            making.spawn(async move {
                let svm = client.create::<ontap::Svm>(&wanted).await.unwrap();
                client.delete::<ontap::Svm>(&svm.uuid).await.unwrap();
            });
        }
        assert_eq!(making.join_all().await.len(), 7);
    }
}
