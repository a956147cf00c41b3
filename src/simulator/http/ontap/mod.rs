//! The ONTAP REST API.

use axum::Router;

use crate::shared::SharedState;

pub(crate) fn router(state: SharedState) -> Router {
    Router::new().with_state(state)
}
