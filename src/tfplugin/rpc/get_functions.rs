//! `GetFunctions`: this crate offers none.

use crate::proto::tfplugin6::get_functions::Response;

/// No functions.
pub(super) fn answer() -> Response {
    Response::default()
}
