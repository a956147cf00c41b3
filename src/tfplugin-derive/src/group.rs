//! Reads the fields of a model, among them groups of attributes: `#[attr(flatten)]`.

use proc_macro2::Span;
use syn::{Error, Field, Fields, Ident, Type};

use crate::attribute::Attribute;
use crate::combined;
use crate::keywords::Keywords;

/// The fields of a model.
#[derive(Default)]
pub struct Members {
    /// The fields that are one attribute each.
    pub attributes: Vec<Attribute>,
    /// The fields that are a group of attributes each.
    pub groups: Vec<Group>,
}

/// A group of attributes, as its field declares it.
pub struct Group {
    /// The field.
    pub field: Ident,
    /// The model that declares the attributes.
    pub ty: Type,
    /// The number of attributes of the struct that precede it.
    pub after: usize,
    /// Set if no API knows any of them.
    pub local: Option<Span>,
    /// Set if the resource's own code determines all of them.
    pub derived: Option<Span>,
}

impl Members {
    /// Reads all fields, and reports all errors at once.
    pub fn read(fields: &Fields) -> syn::Result<Self> {
        let mut members = Self::default();
        let wrong: Vec<_> = fields.iter().filter_map(|field| members.read_one(field).err()).collect();
        combined(wrong).map(|()| members)
    }

    fn read_one(&mut self, field: &Field) -> syn::Result<()> {
        let keywords = Keywords::read(field)?;
        if keywords.flatten.is_some() {
            self.groups.push(Group::read(field, &keywords, self.attributes.len())?);
        } else {
            self.attributes.push(Attribute::read(field, keywords)?);
        }
        Ok(())
    }
}

impl Group {
    fn read(field: &Field, keywords: &Keywords, after: usize) -> syn::Result<Self> {
        let Some(ident) = field.ident.clone() else {
            return Err(Error::new_spanned(field, "a model's fields have names"));
        };
        if let Some(at) = keywords.of_one_attribute() {
            let why = "each attribute of the group says this itself; only `local` and `derived` stand beside \
                 `flatten`";
            return Err(Error::new(at, why));
        }
        if let Type::Path(ty) = &field.ty
            && ty.path.segments.last().is_some_and(|last| last.ident == "Attr")
        {
            let why = "a group is a model itself: it has attributes, and is none";
            return Err(Error::new_spanned(&field.ty, why));
        }
        let (local, derived) = (keywords.local, keywords.derived);
        Ok(Self { field: ident, ty: field.ty.clone(), after, local, derived })
    }

    /// Whether its attributes are mapped to the API's record and body by the table of the group's own model.
    pub fn is_recorded(&self) -> bool {
        self.local.is_none() && self.derived.is_none()
    }
}
