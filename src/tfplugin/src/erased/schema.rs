//! [`Schema`]: the name and attributes of the provider block, a resource or a data source.

use tfplugin_core::schema::{Attribute, object_type};
use tfplugin_core::{Model, Type};

/// The schema of the provider block, a resource or a data source.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Schema {
    /// Type name with the provider's prefix; the prefix alone for the provider block.
    pub name: String,
    /// Version of the stored state.
    pub version: i64,
    /// Description in Markdown.
    pub description: &'static str,
    /// The attributes, in the order of the manual.
    pub attributes: Vec<Attribute>,
    /// The type of the whole object.
    pub(crate) ty: Type,
}

impl Schema {
    /// The schema of a model.
    pub(crate) fn of<M: Model>(name: String, version: i64) -> Self {
        let attributes = M::attributes();
        let ty = object_type(&attributes);
        Self { name, version, description: M::description(), attributes, ty }
    }
}
