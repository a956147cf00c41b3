//! [`Schema`]: the name and attributes of the provider block, a resource or a data source.

use tfplugin_core::identity::identity_type;
use tfplugin_core::schema::{Attribute, object_type};
use tfplugin_core::{IdentityAttribute, Model, Type};

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
    /// The attributes of a resource's identity, in the order of the manual; none for anything else.
    pub identity: &'static [IdentityAttribute],
    /// The type of the whole object.
    pub(crate) ty: Type,
}

impl Schema {
    /// The schema of a model.
    pub(crate) fn of<M: Model>(name: String, version: i64) -> Self {
        let attributes = M::attributes();
        let ty = object_type(&attributes);
        Self { name, version, description: M::description(), attributes, identity: &[], ty }
    }

    /// The same schema, of objects with an identity of these attributes.
    pub(crate) fn with_identity(self, identity: &'static [IdentityAttribute]) -> Self {
        Self { identity, ..self }
    }

    /// Whether the objects have an identity.
    pub(crate) fn has_identity(&self) -> bool {
        !self.identity.is_empty()
    }

    /// The type of an identity.
    pub(crate) fn identity_type(&self) -> Type {
        identity_type(self.identity)
    }
}
