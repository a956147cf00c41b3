//! Deletion of a storage VM, and the objects that prevent it.

use uuid::Uuid;

use super::cluster::Cluster;
use super::error::{ApiError, ApiResult};
use super::svm::SvmState;
use super::svm_object::SvmObjectKind;

impl Cluster {
    /// Marks a storage VM as being deleted. The job decides whether the deletion succeeds. That it need not
    /// be stopped first is assumed (`svm-delete-while-running`): NetApp's reference does not ask for it.
    pub fn condemn_svm(&mut self, uuid: Uuid) -> ApiResult<()> {
        let svm = self.svm_mut(uuid)?;
        if svm.state == SvmState::Deleting {
            let message = format!("SVM \"{}\" is already being deleted.", svm.name);
            return Err(ApiError::new(409, 13_434_916, message));
        }
        svm.state_before_deletion = Some(svm.state);
        svm.state = SvmState::Deleting;
        Ok(())
    }

    /// Reverts [`Self::condemn_svm`].
    pub fn keep_svm(&mut self, uuid: Uuid) {
        if let Ok(svm) = self.svm_mut(uuid) {
            svm.state = svm.state_before_deletion.take().unwrap_or(SvmState::Running);
        }
    }

    /// NetApp's reference of `DELETE /svm/svms/{uuid}`: the objects of the SVM, its SnapMirror relationships
    /// and its data volumes must be deleted first. That the root volume, LIFs, routes, policies and protocol
    /// services other than SMB are deleted with it is assumed (`svm-delete-takes-the-rest`) from how NetApp's
    /// own Ansible and Terraform code deletes SVMs.
    pub(super) fn remove_svm(&mut self, uuid: Uuid) -> ApiResult<()> {
        if let Err(error) = self.refuse_while_in_use(uuid) {
            self.keep_svm(uuid);
            return Err(error);
        }
        self.svms.retain(|svm| svm.uuid != uuid);
        // The volumes in the recovery queue are purged with the SVM (issue 1958 of NetAppDocs/ontap): assumed
        // (`svm-delete-purges-the-queue`).
        self.volumes.retain(|volume| volume.svm != uuid);
        self.interfaces.retain(|interface| interface.svm != Some(uuid));
        self.routes.retain(|route| route.svm != Some(uuid));
        self.policies.retain(|policy| policy.svm != Some(uuid));
        self.svm_objects.retain(|object| object.svm != uuid);
        Ok(())
    }

    fn refuse_while_in_use(&self, uuid: Uuid) -> ApiResult<()> {
        let svm = self.svm(uuid).ok_or_else(|| ApiError::not_found("uuid"))?;
        let has = |kind| self.svm_objects.iter().any(|object| object.svm == uuid && object.kind == kind);
        if has(SvmObjectKind::CifsService) {
            let message =
                format!("SVM \"{}\" still has a CIFS server. Delete the CIFS server first.", svm.name);
            return Err(ApiError::new(409, 2_621_525, message));
        }
        if has(SvmObjectKind::SvmPeer) {
            let message = format!("SVM \"{}\" is still in an SVM peer relationship.", svm.name);
            return Err(ApiError::new(409, 9_895_956, message));
        }
        if self.variants.svm_delete_takes_data {
            return Ok(());
        }
        if has(SvmObjectKind::SnapMirror) {
            // NetApp documents the condition and publishes no code for it: assumed (`svm-in-use-codes`).
            let message = format!("SVM \"{}\" is still an endpoint of a SnapMirror relationship.", svm.name);
            return Err(ApiError::new(409, 2_621_441, message));
        }
        let volumes: Vec<_> =
            self.volumes.iter().filter(|volume| volume.svm == uuid && volume.is_data()).collect();
        if volumes.is_empty() {
            return Ok(());
        }
        // NetApp documents the condition and publishes no code for it: assumed (`svm-in-use-codes`).
        let names: Vec<_> = volumes.iter().map(|volume| volume.name.as_str()).collect();
        let message = format!("SVM \"{}\" still has data volumes: {}.", svm.name, names.join(", "));
        Err(ApiError::new(409, 2_621_440, message))
    }
}
