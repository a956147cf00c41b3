//! `#[derive(Model)]` generates the schema, the manual and the state of an object from one struct;
//! `#[derive(Parameters)]` generates the parameters of a function from another, and `#[derive(Identity)]` the
//! identity of an object.
//!
//! # Models
//!
//! The documentation of the struct describes the object, and the documentation of its fields the attributes,
//! each of type `Attr<T>`. `#[attr(…)]` adds what the type does not express:
//!
//! | keyword | meaning |
//! |---|---|
//! | `required` | the configuration must set it |
//! | `optional` | the configuration may set it |
//! | `computed` | the provider sets it |
//! | `default = value` | left out: this value, now and later |
//! | `default_by_rules = "text"` | left out: a default, now and later, which the plan rules of the resource give (`Plan::keep_default`); the text stands behind "Default" in the manual |
//! | `filled = "text"` | left out: chosen at creation (`Plan::fill`, or by the API), and then left alone; the text stands behind "Left out:" in the manual |
//! | `unmanaged` | left out: neither sent nor planned, whatever it is |
//! | `stable` | a computed value that does not change when other attributes change |
//! | `replace` | a change replaces the object |
//! | `sensitive` | hidden in Terraform's output |
//! | `write_only` | never stored |
//! | `check = path` | a `fn(&T) -> Result<(), Invalid>` that a configured value must pass |
//! | `check_new = path` | likewise, but only where a plan gives the object this value: what is stored already is never refused |
//! | `deprecated = "why"` | should no longer be used |
//! | `name = "name"` | the attribute's name where the field cannot have it |
//! | `flatten` | the field is a model itself, and its attributes become attributes of the struct |
//! | `env = "VARIABLE"` | the variable of the environment that stands in for it; the manual says so |
//! | `api(a.b)` | observed at that field of the API's record; with `read = path`, by that function |
//! | `body(a.b)` | written to that field of a request's body; with `write = path`, by that function |
//! | `derived` | of a model with a record: what the resource's own code works out |
//! | `local` | not known to any API: a change is stored, and sent to nobody |
//!
//! An attribute of a resource that is `optional` and has a value when it is left out says what that means:
//! `default`, `default_by_rules`, `filled` or `unmanaged`. One that is `optional` alone is null.
//!
//! `#[model(…)]` on the struct maps the model to an API. `Recorded` is then implemented too, and every
//! attribute needs one of `api`, `derived` and `local`:
//!
//! | keyword | meaning |
//! |---|---|
//! | `record = Type` | the record that a read returns |
//! | `body = Type` | the body that a write sends |
//! | `together(a.b, c)` | the parts of the body below these fields are sent as a whole when any of it changes |
//!
//! # Groups of attributes
//!
//! Attributes that several models share are declared in a model of their own, which is a field with `flatten`
//! in each of them. `local` or `derived` next to `flatten` applies to all attributes of the group. Without
//! either, in a model with a record, the group must have the same record and body. Two attributes with the
//! same name do not compile. `env` and `together` apply only to attributes of the struct itself.
//!
//! # Parameters
//!
//! The documentation of the struct describes the function, and the documentation of its fields the
//! parameters. The type of a field determines which arguments are accepted. `#[param(…)]` adds what the type
//! does not express:
//!
//! | keyword | meaning |
//! |---|---|
//! | `variadic` | the last field, a `Vec<T>`, accepts all further arguments |
//! | `name = "name"` | the parameter's name if it cannot be the name of the field |
//!
//! # Identities
//!
//! The fields of the struct are the attributes of the identity, described by their documentation. A field is a
//! text that an import by identity gives, or an `Option` of one that it may leave out. `#[identity(…)]` adds
//! what the type does not express:
//!
//! | keyword | meaning |
//! |---|---|
//! | `mutable` | may change while the object remains the same |
//!
//! # What does not belong here
//!
//! The macros contain no behavior: behavior is bound by path, or lives in the value's type. The generated
//! code calls public functions only, so a handwritten `Model` can do the same.
//!
//! # Two crates, two macros
//!
//! `tfplugin` and `tfplugin-core` both have each macro. They differ in the paths that they generate,
//! which begin with the name of the crate that exports the macro: code that can name the macro can also name
//! the crate.

mod attribute;
mod docs;
mod environment;
mod expand;
mod group;
mod identity;
mod keywords;
mod mapping;
mod object;
mod parameter;
mod parameters;
mod presence;
mod recorded;
mod states;
mod table;

use proc_macro::TokenStream;
use proc_macro2::TokenStream as TokenStream2;
use quote::{ToTokens, quote};
use syn::{Data, DeriveInput, Error, Field, Fields, parse_macro_input};

use crate::group::Members;
use crate::identity::Part;
use crate::object::Object;
use crate::parameter::Parameter;

/// Implements `tfplugin::Model` and `tfplugin::Field`; see the crate's documentation for `#[attr(…)]`.
#[proc_macro_derive(Model, attributes(attr, model))]
pub fn derive_model(input: TokenStream) -> TokenStream {
    model(&quote!(::tfplugin), parse_macro_input!(input)).into()
}

/// Implements `tfplugin::Parameters`; see the crate's documentation for `#[param(…)]`.
#[proc_macro_derive(Parameters, attributes(param))]
pub fn derive_parameters(input: TokenStream) -> TokenStream {
    parameters(&quote!(::tfplugin), parse_macro_input!(input)).into()
}

/// Implements `tfplugin::Identity`; see the crate's documentation for `#[identity(…)]`.
#[proc_macro_derive(Identity, attributes(identity))]
pub fn derive_identity(input: TokenStream) -> TokenStream {
    identity(&quote!(::tfplugin), parse_macro_input!(input)).into()
}

/// [`Model`], for crates that depend on `tfplugin-core` alone, which calls it `Model`.
#[proc_macro_derive(CoreModel, attributes(attr, model))]
pub fn derive_core_model(input: TokenStream) -> TokenStream {
    model(&quote!(::tfplugin_core), parse_macro_input!(input)).into()
}

/// [`Parameters`], for crates that depend on `tfplugin-core` alone, which calls it `Parameters`.
#[proc_macro_derive(CoreParameters, attributes(param))]
pub fn derive_core_parameters(input: TokenStream) -> TokenStream {
    parameters(&quote!(::tfplugin_core), parse_macro_input!(input)).into()
}

/// [`Identity`], for crates that depend on `tfplugin-core` alone, which calls it `Identity`.
#[proc_macro_derive(CoreIdentity, attributes(identity))]
pub fn derive_core_identity(input: TokenStream) -> TokenStream {
    identity(&quote!(::tfplugin_core), parse_macro_input!(input)).into()
}

fn model(root: &TokenStream2, input: DeriveInput) -> TokenStream2 {
    let read = fields(&input, "a model", "attributes").and_then(|fields| {
        let (object, members) = (Object::read(&input)?, Members::read(fields)?);
        object.check(&members)?;
        environment::check(&members.attributes)?;
        Ok((object, members))
    });
    let expanded = read.map(|(object, members)| {
        let model = expand::model(root, &input, &members);
        let recorded = recorded::recorded(root, &input, &object, &members);
        let environment = environment::environment(root, &input, &members);
        quote!(#model #recorded #environment)
    });
    expanded.unwrap_or_else(Error::into_compile_error)
}

fn parameters(root: &TokenStream2, input: DeriveInput) -> TokenStream2 {
    let read = fields(&input, "a function", "parameters").and_then(|fields| each(fields, Parameter::read));
    let read = read.and_then(|read| parameter::check(&read).map(|()| read));
    let expanded = read.map(|read| parameters::parameters(root, &input, &read));
    expanded.unwrap_or_else(Error::into_compile_error)
}

fn identity(root: &TokenStream2, input: DeriveInput) -> TokenStream2 {
    let read = fields(&input, "an identity", "attributes").and_then(|fields| each(fields, Part::read));
    let read = read.and_then(|read| identity::check(&input, &read).map(|()| read));
    let expanded = read.map(|read| identity::identity(root, &input, &read));
    expanded.unwrap_or_else(Error::into_compile_error)
}

/// Returns the fields of the struct. In messages, the struct is called `what` and its fields are called
/// `are`.
fn fields<'a>(input: &'a DeriveInput, what: &str, are: &str) -> syn::Result<&'a Fields> {
    let error = |at: &dyn ToTokens, message: String| Err(Error::new_spanned(at, message));
    let Data::Struct(data) = &input.data else {
        return error(&input.ident, format!("{what} is a struct"));
    };
    if matches!(data.fields, Fields::Unnamed(_)) {
        return error(&input.ident, format!("{what}'s fields have names: they are the {are}"));
    }
    if !input.generics.params.is_empty() {
        return error(&input.generics, format!("{what} has no generic parameters"));
    }
    Ok(&data.fields)
}

/// Reads each field and collects all errors.
fn each<T>(fields: &Fields, read: fn(&Field) -> syn::Result<T>) -> syn::Result<Vec<T>> {
    let (mut all, mut wrong) = (Vec::new(), Vec::new());
    for field in fields {
        match read(field) {
            Ok(one) => all.push(one),
            Err(error) => wrong.push(error),
        }
    }
    combined(wrong).map(|()| all)
}

/// Combines all errors into one, if there are any.
fn combined(wrong: Vec<Error>) -> syn::Result<()> {
    let all = wrong.into_iter().reduce(|mut all, error| {
        all.combine(error);
        all
    });
    all.map_or(Ok(()), Err)
}
