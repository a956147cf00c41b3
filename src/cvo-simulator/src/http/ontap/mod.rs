//! The ONTAP REST API: maps paths, queries and bodies to the rules of the world.

mod answer;
mod body;
mod call;
mod cli;
mod cluster;
mod collection;
mod fc;
mod filter;
mod ip;
mod job;
mod object;
mod page;
mod projection;
mod reference;
mod security;
mod storage;
mod svm;
mod svm_object;
mod svm_protocols;
mod wait;

use std::collections::HashMap;
use std::sync::LazyLock;

use axum::Router;
use axum::body::Body;
use axum::extract::State;
use axum::response::Response;
use http::Request;

use crate::inventory::fields::{Field, published};
use crate::shared::SharedState;
use crate::world::error::ApiError;
use call::Call;
use object::Object;
use svm_object::kinds;

/// Every object of the API, by path.
const OBJECTS: &[&dyn Object] = &[
    &cluster::ClusterObject,
    &cluster::Nodes,
    &cluster::Licenses,
    &job::Jobs,
    &ip::Ports,
    &ip::BroadcastDomains,
    &ip::Ipspaces,
    &ip::Interfaces,
    &ip::Routes,
    &ip::ServicePolicies,
    &security::Accounts,
    &security::Roles,
    &fc::FcInterfaces,
    &storage::Aggregates,
    &storage::SnapshotPolicies,
    &storage::Volumes,
    &svm::Svms,
    &kinds::LUN,
    &kinds::NAMESPACE,
    &kinds::CIFS_SHARE,
    &kinds::CIFS_SERVICE,
    &kinds::NFS_SERVICE,
    &kinds::ISCSI_SERVICE,
    &kinds::FCP_SERVICE,
    &kinds::NVME_SERVICE,
    &kinds::S3_SERVICE,
    &kinds::SNAPMIRROR,
    &kinds::SVM_PEER,
    &kinds::DNS,
    &kinds::LDAP,
    &kinds::NIS,
    &kinds::FPOLICY,
];

/// Every field of each object, by path.
static FIELDS: LazyLock<HashMap<&'static str, Vec<Field>>> = LazyLock::new(|| {
    let all =
        |object: &&dyn Object| (object.path(), published::with_published(object.path(), object.own_fields()));
    OBJECTS.iter().map(all).collect()
});

fn known_fields(path: &str) -> &'static [Field] {
    FIELDS.get(path).map_or(&[], Vec::as_slice)
}

pub fn router(state: SharedState) -> Router {
    Router::new().fallback(handle).with_state(state)
}

async fn handle(State(state): State<SharedState>, request: Request<Body>) -> Response {
    let call = match Call::read(request, state.access()).await {
        Ok(call) => call,
        Err(error) => return answer::error(&error),
    };
    let done = {
        let mut world = state.world();
        if !world.cluster.role.permits(call.method.as_str(), &call.path) {
            return answer::error(&ApiError::new(403, 6, "not authorized for that command"));
        }
        match call.path.strip_prefix(cli::PREFIX) {
            Some(command) => cli::perform(&mut world, &call, command),
            None => collection::perform(&mut world, &call, OBJECTS),
        }
    };
    match done {
        Err(error) => answer::error(&error),
        Ok(done) => {
            wait::for_jobs(&state, &call, &done).await;
            answer::success(&state.world(), &call, done)
        }
    }
}
