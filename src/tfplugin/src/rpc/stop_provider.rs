//! `StopProvider`: the user has interrupted Terraform.

use super::Service;
use crate::proto::tfplugin6::stop_provider::Response;
use crate::provider::Provider;

/// Asks all operations to stop. Terraform waits for their answers.
pub fn answer<P: Provider>(service: &Service<P>) -> Response {
    tracing::info!("Terraform was interrupted: telling all operations to stop");
    service.running.stop();
    Response::default()
}
