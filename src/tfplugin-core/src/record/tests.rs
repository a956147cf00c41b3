//! A fictitious API with its records and bodies, and a model that is mapped to them.

use std::collections::BTreeSet;
use std::fmt;

use super::{Recorded, named, shown};
use crate::{Attr, Invalid, Model, Text, Timeouts};

/// A size, for which `1G` and `1024M` mean the same.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Size {
    text: String,
    megabytes: u32,
}

impl Text for Size {
    fn parse(text: &str) -> Result<Self, Invalid> {
        let (number, unit) = text.split_at(text.len().saturating_sub(1));
        let factor = if unit == "G" { 1024 } else { 1 };
        let number: u32 = number.parse().map_err(|_| Invalid("Write 1G.".to_owned()))?;
        Ok(Self { text: text.to_owned(), megabytes: number * factor })
    }

    fn text(&self) -> String {
        self.text.clone()
    }

    fn means_the_same(&self, other: &Self) -> bool {
        self.megabytes == other.megabytes
    }
}

fn size(text: &str) -> Attr<Size> {
    Attr::Known(Size::parse(text).unwrap())
}

#[derive(Debug, Clone, PartialEq)]
enum Kind {
    Fast,
    Other(String),
}

impl From<&str> for Kind {
    fn from(text: &str) -> Self {
        if text == "fast" { Self::Fast } else { Self::Other(text.to_owned()) }
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if let Self::Other(text) = self { text } else { "fast" })
    }
}

#[derive(Debug, Clone, Default, PartialEq)]
struct Reference {
    name: Option<String>,
    uuid: Option<String>,
}

#[derive(Debug, Default)]
struct Slot {
    bay: Option<u16>,
    shelf: Reference,
}

/// The record that a read returns.
#[derive(Debug, Default)]
struct Disk {
    uuid: String,
    host: Reference,
    space: Reference,
    kind: Option<Kind>,
    r#type: Option<bool>,
    slot: Slot,
    tags: Vec<String>,
}

#[derive(Debug, Default, PartialEq)]
struct SlotBody {
    bay: Option<u16>,
    shelf: Reference,
}

/// The body that a write sends.
#[derive(Debug, Default, PartialEq)]
struct DiskBody {
    host: Reference,
    size: Option<String>,
    kind: Option<Kind>,
    r#type: Option<bool>,
    slot: SlotBody,
    tags: Option<BTreeSet<String>>,
}

/// A disk.
#[derive(Debug, Clone, PartialEq, Default, Model)]
#[model(record = Disk, body = DiskBody, together(slot))]
struct DiskModel {
    /// UUID.
    #[attr(computed, stable, api(uuid))]
    id: Attr<String>,
    /// Host.
    #[attr(required, api(host.name))]
    host: Attr<String>,
    /// Its UUID.
    #[attr(computed, stable, api(host.uuid), body(host.uuid))]
    host_id: Attr<String>,
    /// Size.
    #[attr(required, api(space.name), body(size))]
    size: Attr<Size>,
    /// Kind.
    #[attr(optional, api(kind, read = shown), body(kind, write = named))]
    kind: Attr<String>,
    /// Whether it is typed.
    #[attr(optional, unmanaged, api(r#type), body(r#type))]
    typed: Attr<bool>,
    /// Shelf.
    #[attr(required, api(slot.shelf.name), body(slot.shelf.name))]
    shelf: Attr<String>,
    /// Bay.
    #[attr(optional, api(slot.bay), body(slot.bay))]
    bay: Attr<i64>,
    /// Tags.
    #[attr(optional, api(tags), body(tags))]
    tags: Attr<BTreeSet<String>>,
    /// Whether it is worn.
    #[attr(computed, derived)]
    is_worn: Attr<bool>,
    /// Whether a destroy is refused.
    #[attr(optional, default = true, local)]
    protected: Attr<bool>,
    /// How long the operations may take.
    #[attr(optional, local)]
    timeouts: Attr<Timeouts>,
}

fn named_reference(name: &str) -> Reference {
    Reference { name: Some(name.to_owned()), uuid: None }
}

fn record() -> Disk {
    Disk {
        uuid: "1-2".to_owned(),
        host: Reference { name: Some("a".to_owned()), uuid: Some("3-4".to_owned()) },
        space: named_reference("1024M"),
        kind: Some(Kind::Fast),
        r#type: None,
        slot: Slot { bay: Some(7), shelf: named_reference("lower") },
        tags: vec!["y".to_owned(), "x".to_owned()],
    }
}

/// Returns the object as it is read for the first time.
fn seen() -> DiskModel {
    DiskModel { protected: Attr::Known(true), ..DiskModel::default() }.observed(&record())
}

#[test]
fn attributes_of_the_api_are_read_and_others_are_kept() {
    let expected = DiskModel {
        id: "1-2".into(),
        host: "a".into(),
        host_id: "3-4".into(),
        size: size("1024M"),
        kind: "fast".into(),
        typed: Attr::Null,
        shelf: "lower".into(),
        bay: Attr::Known(7),
        tags: Attr::Known(["x".to_owned(), "y".to_owned()].into()),
        is_worn: Attr::Null,
        protected: Attr::Known(true),
        timeouts: Attr::Null,
    };
    assert_eq!(seen(), expected);
}

#[test]
fn a_value_that_an_attribute_cannot_hold_leaves_it_unchanged() {
    let strange = Disk { space: named_reference("huge"), ..record() };
    assert_eq!(seen().observed(&strange), seen());
    let gone = Disk { space: Reference::default(), ..record() };
    assert_eq!(seen().observed(&gone).size, Attr::Null);
}

#[test]
fn a_list_with_an_element_that_an_attribute_cannot_hold_is_null_and_so_differs() {
    /// What a shelf holds.
    #[derive(Debug, Clone, PartialEq, Default, Model)]
    #[model(record = Shelf)]
    struct ShelfModel {
        /// Sizes.
        #[attr(optional, api(sizes))]
        sizes: Attr<Vec<Size>>,
    }

    struct Shelf {
        sizes: Vec<String>,
    }

    let of = |sizes: [&str; 2]| Shelf { sizes: sizes.map(str::to_owned).to_vec() };
    let stored = ShelfModel::default().observed(&of(["1G", "2G"]));
    assert!(stored.sizes.known().is_some());
    assert_eq!(stored.observed(&of(["1G", "huge"])).sizes, Attr::Null);
}

#[test]
fn a_create_sends_known_values() {
    let planned = DiskModel { bay: Attr::Unknown, kind: Attr::Null, ..seen() };
    let sent = DiskBody {
        host: Reference { uuid: Some("3-4".to_owned()), name: None },
        size: Some("1024M".to_owned()),
        slot: SlotBody { bay: None, shelf: named_reference("lower") },
        tags: Some(["x".to_owned(), "y".to_owned()].into()),
        ..DiskBody::default()
    };
    assert_eq!(planned.body(), sent);
    assert_eq!(DiskModel::default().body(), DiskBody::default());
}

#[test]
fn a_change_sends_values_with_another_meaning() {
    let kind = Some(Kind::Other("slow".to_owned()));
    let slot = |bay| SlotBody { bay, shelf: named_reference("lower") };
    for (planned, sent) in [
        (seen(), DiskBody::default()),
        (DiskModel { size: size("1G"), ..seen() }, DiskBody::default()),
        (
            DiskModel { size: size("2G"), ..seen() },
            DiskBody { size: Some("2G".to_owned()), ..DiskBody::default() },
        ),
        (DiskModel { kind: "slow".into(), ..seen() }, DiskBody { kind, ..DiskBody::default() }),
        (
            DiskModel { typed: Attr::Known(false), ..seen() },
            DiskBody { r#type: Some(false), ..DiskBody::default() },
        ),
        (DiskModel { kind: Attr::Null, tags: Attr::Unknown, ..seen() }, DiskBody::default()),
        (
            DiskModel { bay: Attr::Known(8), ..seen() },
            DiskBody { slot: slot(Some(8)), ..DiskBody::default() },
        ),
        (DiskModel { bay: Attr::Known(-1), ..seen() }, DiskBody { slot: slot(None), ..DiskBody::default() }),
        (
            DiskModel { protected: Attr::Known(false), is_worn: Attr::Known(true), ..seen() },
            DiskBody::default(),
        ),
    ] {
        assert_eq!(planned.changes(&seen()), sent, "{planned:?}");
    }
}

#[test]
fn local_differences_are_distinguished_from_others() {
    let timeouts = Attr::Known(Timeouts::default());
    for (object, expected) in [
        (seen(), true),
        (DiskModel { protected: Attr::Null, timeouts, ..seen() }, true),
        (DiskModel { size: size("1G"), ..seen() }, true),
        (DiskModel { size: size("2G"), ..seen() }, false),
        (DiskModel { typed: Attr::Unknown, ..seen() }, false),
        (DiskModel { is_worn: Attr::Known(true), ..seen() }, false),
    ] {
        assert_eq!(object.differs_only_locally(&seen()), expected, "{object:?}");
    }
}

#[test]
fn a_model_says_how_long_its_operations_may_take() {
    let timeouts = Timeouts::default();
    let object = DiskModel { timeouts: timeouts.clone().into(), ..DiskModel::default() };
    assert_eq!((object.timeouts(), DiskModel::default().timeouts()), (Some(&timeouts), None));
    assert_eq!(Named::default().timeouts(), None);
}

#[test]
fn an_error_about_a_field_is_about_its_attribute() {
    for (field, attribute) in [
        ("host.name", Some("host")),
        // Only the provider sets `host_id`.
        ("host.uuid", Some("host")),
        ("host", Some("host")),
        ("uuid", None),
        ("space", Some("size")),
        ("size", Some("size")),
        ("type", Some("typed")),
        ("slot.shelf.name.first", Some("shelf")),
        // Two attributes are sent together; the first one is named.
        ("slot", Some("shelf")),
        ("slot.colour", Some("shelf")),
        ("tags", Some("tags")),
        ("protected", None),
        ("", None),
    ] {
        assert_eq!(DiskModel::attribute_of(field), attribute, "{field}");
    }
}

/// What is only read.
#[derive(Debug, Clone, PartialEq, Default, Model)]
#[model(record = Reference)]
struct Named {
    /// Name.
    #[attr(required, api(name))]
    name: Attr<String>,
}

#[test]
fn a_read_only_object_has_no_body() {
    let read = Named::default().observed(&named_reference("a"));
    assert_eq!(read.name, Attr::from("a"));
    let (): <Named as Recorded>::Body = read.body();
    assert_eq!(Named::attribute_of("name"), Some("name"));
}
