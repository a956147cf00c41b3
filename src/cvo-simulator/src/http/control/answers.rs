//! Orders about what ONTAP's answers look like.

use axum::Json;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use serde::Deserialize;

use super::read;
use crate::shared::SharedState;
use crate::world::answers::FailedNode;

/// What is to change; the rest stays as it is.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct AnswersOrder {
    /// 0 for as many records as a client asks for.
    page_size: Option<usize>,
    failed_node: Option<FailedNode>,
}

pub async fn answers(State(state): State<SharedState>, body: String) -> Response {
    let order: AnswersOrder = match read(&body, "order about answers") {
        Ok(order) => order,
        Err(refusal) => return refusal,
    };
    let mut world = state.world();
    let answers = &mut world.answers;
    if let Some(size) = order.page_size {
        answers.page_size = Some(size).filter(|size| *size > 0);
    }
    answers.failed_node = order.failed_node.unwrap_or(answers.failed_node);
    Json(answers.clone()).into_response()
}
