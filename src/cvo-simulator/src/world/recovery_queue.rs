//! The volume recovery queue, which holds deleted volumes.

use std::time::Duration;

use uuid::Uuid;

use super::clock::Moment;
use super::cluster::Cluster;
use super::error::{ApiError, ApiResult};
use super::volume::Volume;

/// NetApp's documentation: by default a deleted volume stays in the queue for 12 hours.
const RETENTION: Duration = Duration::from_secs(12 * 3600);

impl Cluster {
    /// Returns the volumes that were deleted and can still be recovered.
    pub fn recovery_queue(&self) -> impl Iterator<Item = &Volume> {
        self.volumes.iter().filter(|volume| volume.deleted.is_some())
    }

    /// Refuses to delete a root volume that other volumes need (error 917531).
    pub fn check_volume_delete(&self, uuid: Uuid) -> ApiResult<()> {
        let volume = self.volume(uuid)?;
        let others = self.volumes.iter().any(|other| other.svm == volume.svm && other.is_data());
        if volume.is_root && others {
            let message =
                format!("Volume \"{}\" is the root volume of an SVM with other volumes.", volume.name);
            Err(ApiError::new(409, 917_531, message))
        } else {
            Ok(())
        }
    }

    /// Deletes a volume. A data volume moves to the queue under a new name.
    ///
    /// # Errors
    ///
    /// If there is no such volume, or it is a root volume that others need.
    pub fn queue_volume(&mut self, uuid: Uuid, now: Moment) -> ApiResult<()> {
        self.check_volume_delete(uuid)?;
        // The queue appends a number to the name: assumed (`recovery-queue-names`) from ONTAP's listings.
        let number = 1025 + self.recovery_queue().count();
        for volume in self.volumes.iter_mut().filter(|volume| volume.uuid == uuid) {
            volume.deleted = Some(now);
            volume.online = false;
            volume.junction_path = None;
            if !self.variants.recovery_queue_keeps_names {
                volume.name = format!("{}_{number}", volume.name);
            }
        }
        self.volumes.retain(|volume| !(volume.uuid == uuid && volume.is_root));
        Ok(())
    }

    /// Removes volumes from the queue; `name` may be `*`.
    pub fn purge_volumes(&mut self, svm: Uuid, name: &str) -> ApiResult<()> {
        let before = self.volumes.len();
        let matches = |volume: &Volume| {
            volume.deleted.is_some() && volume.svm == svm && (name == "*" || volume.name == name)
        };
        self.volumes.retain(|volume| !matches(volume));
        if before == self.volumes.len() && name != "*" { Err(ApiError::not_found("volume")) } else { Ok(()) }
    }

    /// Removes volumes whose retention period has expired.
    pub(super) fn expire_recovery_queue(&mut self, now: Moment) {
        self.volumes.retain(|volume| volume.deleted.is_none_or(|deleted| now.since(deleted) < RETENTION));
    }
}
