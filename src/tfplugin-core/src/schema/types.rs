//! Attributes as types: the form of their values on the wire.

use super::{Attribute, AttributeType, Nesting};
use crate::value::Type;

/// Returns the type of an object with these attributes.
pub fn object_type(attributes: &[Attribute]) -> Type {
    Type::Object(
        attributes.iter().map(|attribute| (attribute.name.clone(), plain_type(&attribute.ty))).collect(),
    )
}

/// Returns the type of an attribute's values.
pub fn plain_type(ty: &AttributeType) -> Type {
    match ty {
        AttributeType::Plain(ty) => ty.clone(),
        AttributeType::Nested(nesting, attributes) => {
            let object = object_type(attributes);
            match nesting {
                Nesting::Single => object,
                Nesting::List => Type::List(Box::new(object)),
                Nesting::Set => Type::Set(Box::new(object)),
                Nesting::Map => Type::Map(Box::new(object)),
            }
        }
    }
}
