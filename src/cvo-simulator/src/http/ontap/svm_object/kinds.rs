//! The kinds of further objects: paths, keys, fields, and required fields of a POST.

use super::SvmObjects;
use crate::inventory::fields::{self, Field};
use crate::world::svm_object::SvmObjectKind;

pub const UUID: &[&str] = &["uuid"];
const SVM_UUID: &[&str] = &["svm.uuid"];

const fn kind(
    kind: SvmObjectKind,
    path: &'static str,
    keys: &'static [&'static str],
    fields: &'static [Field],
    required: &'static [&'static str],
) -> SvmObjects {
    SvmObjects { kind, path, keys, fields, required, has_jobs: false }
}

const fn with_jobs(objects: SvmObjects) -> SvmObjects {
    SvmObjects { has_jobs: true, ..objects }
}

pub static LUN: SvmObjects =
    kind(SvmObjectKind::Lun, "/api/storage/luns", UUID, fields::LUN, &["name", "os_type"]);
pub static NAMESPACE: SvmObjects =
    kind(SvmObjectKind::Namespace, "/api/storage/namespaces", UUID, fields::NAMESPACE, &["name", "os_type"]);
pub static CIFS_SHARE: SvmObjects = kind(
    SvmObjectKind::CifsShare,
    "/api/protocols/cifs/shares",
    &["svm.uuid", "name"],
    fields::CIFS_SHARE,
    &["name", "path"],
);
pub static CIFS_SERVICE: SvmObjects = with_jobs(kind(
    SvmObjectKind::CifsService,
    "/api/protocols/cifs/services",
    SVM_UUID,
    fields::CIFS_SERVICE,
    &["name"],
));
pub static NFS_SERVICE: SvmObjects =
    kind(SvmObjectKind::NfsService, "/api/protocols/nfs/services", SVM_UUID, fields::NFS_SERVICE, &[]);
pub static ISCSI_SERVICE: SvmObjects = kind(
    SvmObjectKind::IscsiService,
    "/api/protocols/san/iscsi/services",
    SVM_UUID,
    fields::ISCSI_SERVICE,
    &[],
);
pub static FCP_SERVICE: SvmObjects =
    kind(SvmObjectKind::FcpService, "/api/protocols/san/fcp/services", SVM_UUID, fields::FCP_SERVICE, &[]);
pub static NVME_SERVICE: SvmObjects =
    kind(SvmObjectKind::NvmeService, "/api/protocols/nvme/services", SVM_UUID, fields::NVME_SERVICE, &[]);
pub static S3_SERVICE: SvmObjects =
    kind(SvmObjectKind::S3Service, "/api/protocols/s3/services", SVM_UUID, fields::S3_SERVICE, &["name"]);
pub static SNAPMIRROR: SvmObjects = with_jobs(kind(
    SvmObjectKind::SnapMirror,
    "/api/snapmirror/relationships",
    UUID,
    fields::SNAPMIRROR,
    &["source.path", "destination.path"],
));
pub static SVM_PEER: SvmObjects =
    with_jobs(kind(SvmObjectKind::SvmPeer, "/api/svm/peers", UUID, fields::SVM_PEER, &["peer.svm.name"]));
pub static DNS: SvmObjects =
    kind(SvmObjectKind::Dns, "/api/name-services/dns", SVM_UUID, fields::DNS, &["domains", "servers"]);
pub static LDAP: SvmObjects =
    kind(SvmObjectKind::Ldap, "/api/name-services/ldap", SVM_UUID, fields::LDAP, &[]);
pub static NIS: SvmObjects =
    kind(SvmObjectKind::Nis, "/api/name-services/nis", SVM_UUID, fields::NIS, &["domain", "servers"]);
pub static FPOLICY: SvmObjects =
    kind(SvmObjectKind::Fpolicy, "/api/protocols/fpolicy", SVM_UUID, fields::FPOLICY, &[]);
