//! Attributes that several models have in common.

use std::collections::BTreeMap;

use crate::schema::Name;
use crate::{Attr, Model, Path, Recorded, Timeouts, Value};

/// What a read returns, and what a write sends.
#[derive(Debug, Clone, Default, PartialEq)]
struct Volume {
    name: Option<String>,
    place: Place,
}

#[derive(Debug, Clone, Default, PartialEq)]
struct Place {
    zone: Option<String>,
    rack: Option<String>,
}

/// Where it is.
#[derive(Debug, Clone, PartialEq, Default, Model)]
#[model(record = Volume, body = Volume)]
struct Position {
    /// Zone.
    #[attr(required, api(place.zone), body(place.zone))]
    zone: Attr<String>,
    /// Rack.
    #[attr(optional, default = "any", api(place.rack), body(place.rack))]
    rack: Attr<String>,
    /// Whether it may be moved.
    #[attr(optional, default = false, local)]
    movable: Attr<bool>,
}

/// How it is treated.
#[derive(Debug, Clone, PartialEq, Default, Model)]
struct Treatment {
    /// Note.
    #[attr(optional)]
    note: Attr<String>,
    /// How long operations may take.
    #[attr(optional)]
    timeouts: Attr<Timeouts>,
}

/// What was seen.
#[derive(Debug, Clone, PartialEq, Default, Model)]
struct Health {
    /// Whether it is worn.
    #[attr(computed)]
    worn: Attr<bool>,
}

/// A volume.
#[derive(Debug, Clone, PartialEq, Default, Model)]
#[model(record = Volume, body = Volume)]
struct VolumeModel {
    #[attr(flatten)]
    position: Position,
    /// Name.
    #[attr(required, api(name), body(name))]
    name: Attr<String>,
    #[attr(flatten, derived)]
    health: Health,
    #[attr(flatten, local)]
    treatment: Treatment,
}

fn volume() -> VolumeModel {
    VolumeModel {
        position: Position { zone: "a".into(), rack: "r1".into(), movable: false.into() },
        name: "one".into(),
        health: Health { worn: false.into() },
        treatment: Treatment { note: "mine".into(), timeouts: Timeouts::default().into() },
    }
}

#[test]
fn attributes_of_a_group_stand_where_the_group_stands() {
    let names: Vec<_> = VolumeModel::attributes().into_iter().map(|attribute| attribute.name).collect();
    assert_eq!(names, ["zone", "rack", "movable", "name", "worn", "note", "timeouts"]);
    let value = Model::to_value(&volume());
    assert_eq!((value.at("zone"), value.at("name")), (&"a".into(), &"one".into()));
    assert_eq!(<VolumeModel as Model>::from_value(&value, &Path::default()), Ok(volume()));
    let nested = BTreeMap::from([("v".to_owned(), volume())]);
    let nested = crate::Field::to_value(&nested);
    assert_eq!(nested.at("v").at("rack"), &"r1".into());
}

#[test]
fn what_is_wrong_or_unknown_in_a_group_is_told_with_its_path() {
    let at = Path::from("volume");
    let wrong = Value::object([("movable", 1.into()), ("note", Value::object([]))]);
    let told = <VolumeModel as Model>::from_value(&wrong, &at).unwrap_err();
    let paths: Vec<_> = told.iter().filter_map(|error| Some(error.path.as_ref()?.to_string())).collect();
    assert_eq!(paths, ["volume.movable", "volume.note"]);
    let position = Position { rack: Attr::Unknown, ..volume().position };
    let unknown = VolumeModel { position, ..volume() }.unknown(&at).map(|path| path.to_string());
    assert_eq!(unknown.as_deref(), Some("volume.rack"));
}

#[test]
fn a_group_has_its_part_of_record_and_body() {
    let place = Place { zone: Some("b".to_owned()), rack: None };
    let record = Volume { name: Some("two".to_owned()), place };
    let seen = volume().observed(&record);
    let position = Position { zone: "b".into(), rack: Attr::Null, ..volume().position };
    assert_eq!(seen, VolumeModel { position, name: "two".into(), ..volume() });
    let whole = Place { zone: Some("a".to_owned()), rack: Some("r1".to_owned()) };
    assert_eq!(volume().body(), Volume { name: Some("one".to_owned()), place: whole });
    let change = VolumeModel { name: "two".into(), ..volume() }.changes(&seen);
    assert_eq!(change.place, Place { zone: Some("a".to_owned()), rack: Some("r1".to_owned()) });
    assert_eq!(change.name, None);
    for (field, attribute) in [("name", "name"), ("place.rack", "rack"), ("place.zone.id", "zone")] {
        assert_eq!(VolumeModel::attribute_of(field), Some(attribute), "{field}");
    }
    assert_eq!(VolumeModel::attribute_of("place"), None, "it is about several attributes");
}

#[test]
fn a_group_has_its_defaults_and_what_is_computed_of_it() {
    let position = Position { zone: Attr::Null, rack: "any".into(), movable: false.into() };
    assert_eq!(VolumeModel::defaults(), VolumeModel { position, ..VolumeModel::default() });
    let worn = VolumeModel { health: Health { worn: true.into() }, ..volume() };
    assert_eq!(volume().with_computed_of(&worn), worn);
    assert_eq!(volume().with_computed_of(&VolumeModel::default()).position, volume().position);
    assert_eq!(volume().timeouts(), Some(&Timeouts::default()));
}

#[test]
fn a_difference_that_no_api_knows_may_be_in_a_group() {
    let position = |position| VolumeModel { position, ..volume() };
    for (changed, expected) in [
        (volume(), true),
        (position(Position { movable: true.into(), ..volume().position }), true),
        (position(Position { rack: "r2".into(), ..volume().position }), false),
        (VolumeModel { treatment: Treatment::default(), ..volume() }, true),
        (VolumeModel { health: Health::default(), ..volume() }, false),
    ] {
        assert_eq!(changed.differs_only_locally(&volume()), expected, "{changed:?}");
    }
}

#[test]
fn no_name_stands_twice_wherever_it_comes_from() {
    const A: Name = Name::Attribute("a");
    const B: Name = Name::Attribute("ab");
    const GROUP: Name = Name::Group(&[A, Name::Group(&[B])]);
    let cases: [(&[Name], bool); 6] = [
        (&[A, B], true),
        (&[Name::Group(&[B]), A], true),
        (&[A, B, A], false),
        (&[B, GROUP], false),
        (&[GROUP, B], false),
        (&[GROUP, Name::Group(&[A])], false),
    ];
    for (names, is_fine) in cases {
        let refusal = std::panic::catch_unwind(|| crate::schema::refuse_second_name(names));
        assert_eq!(refusal.is_ok(), is_fine, "{names:?}");
    }
}
