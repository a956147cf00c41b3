//! [`Timeouts`]: the customary nested attribute.

use std::time::Duration;

use crate::model::Invalid;
use crate::value::Attr;

/// How long each operation may take.
#[derive(Debug, Clone, PartialEq, Default, crate::Model)]
pub struct Timeouts {
    /// How long a create may take, such as `20m` or `1h30m`.
    #[attr(optional)]
    pub create: Attr<String>,
    /// How long a read may take.
    #[attr(optional)]
    pub read: Attr<String>,
    /// How long an update may take.
    #[attr(optional)]
    pub update: Attr<String>,
    /// How long a delete may take.
    #[attr(optional)]
    pub delete: Attr<String>,
}
