//! What it means to leave an attribute out.

use crate::model::{Invalid, Text};
use crate::planning::propose;
use crate::schema::{LeftOut, check_new, default_attr, default_text};
use crate::{Attr, Attribute, Diagnostics, Model, Path, Plan, Presence, Private, Value};

/// A word in small letters, whatever letters are written.
#[derive(Debug, Clone, PartialEq)]
struct Word(String);

impl Text for Word {
    fn parse(text: &str) -> Result<Self, Invalid> {
        if text.contains(' ') {
            return Err(Invalid("It has a space in it.".to_owned()));
        }
        Ok(Self(text.to_owned()))
    }

    fn text(&self) -> String {
        self.0.clone()
    }

    fn means_the_same(&self, other: &Self) -> bool {
        self.0.eq_ignore_ascii_case(&other.0)
    }
}

fn not_empty(word: &Word) -> Result<(), Invalid> {
    if word.0.is_empty() { Err(Invalid("It is empty.".to_owned())) } else { Ok(()) }
}

/// A disk.
#[derive(Debug, Clone, PartialEq, Default, crate::Model)]
struct Disk {
    /// Kind.
    #[attr(optional, default = "ssd")]
    kind: Attr<Word>,
    /// Policy.
    #[attr(optional, default_by_rules = "`daily`, or `none`", check_new = not_empty)]
    policy: Attr<Word>,
    /// Name.
    #[attr(optional, filled = "`disk` and a number")]
    name: Attr<Word>,
    /// Note.
    #[attr(optional, unmanaged)]
    note: Attr<Word>,
    /// Owner.
    #[attr(optional)]
    owner: Attr<Word>,
}

fn word(text: &str) -> Attr<Word> {
    Attr::Known(Word(text.to_owned()))
}

fn plan(config: Disk, prior: Option<Disk>, planned: Disk) -> Plan<Disk> {
    let (private, replace, diagnostics) = (Private::default(), Vec::new(), Diagnostics::new());
    Plan { config, prior, planned, private, replace, diagnostics }
}

#[test]
fn the_manual_says_what_leaving_it_out_means() {
    let said = |attribute: Attribute| (attribute.left_out, attribute.description, attribute.presence);
    let all: Vec<_> = Disk::attributes().into_iter().map(said).collect();
    let computed = Presence::OptionalComputed;
    assert_eq!(
        all,
        [
            (Some(LeftOut::Default), "Kind. Default `ssd`.".to_owned(), computed),
            (Some(LeftOut::Default), "Policy. Default `daily`, or `none`.".to_owned(), computed),
            (
                Some(LeftOut::Filled),
                "Name. Left out: `disk` and a number at creation; stays as it is.".to_owned(),
                computed
            ),
            (
                Some(LeftOut::Unmanaged),
                "Note. Left out: not managed, neither sent nor planned.".to_owned(),
                computed
            ),
            (None, "Owner.".to_owned(), Presence::Optional),
        ]
    );
}

#[test]
fn only_a_default_replaces_the_value_of_what_is_taken_out() {
    let prior = Disk {
        kind: word("hdd"),
        policy: word("weekly"),
        name: word("d1"),
        note: word("mine"),
        owner: word("me"),
    };
    let attributes = Disk::attributes();
    let config = Model::to_value(&Disk::default());
    let proposal = propose(&attributes, &config, &Model::to_value(&prior), &Model::to_value(&prior));
    let planned = <Disk as Model>::from_value(&proposal.planned, &Path::default()).unwrap();
    assert_eq!(planned, Disk { kind: word("ssd"), owner: Attr::Null, ..prior.clone() });
    let mut plan = plan(Disk::default(), Some(prior.clone()), prior);
    plan.keep_default(|disk| &mut disk.policy, Word("daily".to_owned()));
    plan.fill(|disk| &mut disk.name, Word("d2".to_owned()));
    assert_eq!((plan.planned.policy, plan.planned.name), (word("daily"), word("d1")));
}

#[test]
fn a_default_is_planned_where_nothing_is_configured_and_a_read_shows_the_value() {
    let daily = || Word("daily".to_owned());
    let with = |policy| Disk { policy, ..Disk::default() };
    for (config, prior, planned, expected) in [
        (Attr::Null, None, Attr::Unknown, word("daily")),
        (Attr::Unknown, None, Attr::Unknown, Attr::Unknown),
        (word("weekly"), None, word("weekly"), word("weekly")),
        (Attr::Null, Some(word("weekly")), word("weekly"), word("daily")),
        (Attr::Null, Some(word("DAILY")), word("DAILY"), word("DAILY")),
        (Attr::Null, Some(Attr::Null), Attr::Null, Attr::Null),
        (Attr::Null, Some(Attr::Null), Attr::Unknown, Attr::Unknown),
    ] {
        let mut plan = plan(with(config), prior.map(with), with(planned));
        plan.keep_default(|disk| &mut disk.policy, daily());
        assert_eq!(plan.planned.policy, expected, "{plan:?}");
    }
}

#[test]
fn a_value_is_filled_in_only_where_nothing_is_configured_and_nothing_is_there() {
    let with = |name| Disk { name, ..Disk::default() };
    for (config, planned, expected) in [
        (Attr::Null, Attr::Unknown, word("d1")),
        (Attr::Unknown, Attr::Unknown, Attr::Unknown),
        (Attr::Null, word("d0"), word("d0")),
    ] {
        let mut plan = plan(with(config), None, with(planned));
        plan.fill(|disk| &mut disk.name, Word("d1".to_owned()));
        assert_eq!(plan.planned.name, expected, "{plan:?}");
    }
}

#[test]
fn a_new_value_is_checked_and_a_stored_one_is_not() {
    let with = |policy| Model::to_value(&Disk { policy, ..Disk::default() });
    for (config, stored, refused) in [
        (word(""), Value::Null, true),
        (word(""), with(word("daily")), true),
        (word(""), with(word("")), false),
        (word("daily"), Value::Null, false),
        (Attr::Unknown, Value::Null, false),
        (Attr::Null, with(word("")), false),
    ] {
        let errors = check_new(&Disk::attributes(), &with(config.clone()), &stored, &Path::default());
        let paths: Vec<_> = errors.iter().filter_map(|error| error.path.clone()).collect();
        assert_eq!(paths, if refused { vec![Path::from("policy")] } else { vec![] }, "{config:?} {stored:?}");
    }
}

#[test]
#[should_panic(expected = "It has a space in it.")]
fn a_default_that_its_type_refuses_ends_every_test_of_the_schema() {
    let _ = default_text::<Word>("a b");
}

#[test]
#[should_panic(expected = "is no value of its attribute")]
fn a_default_of_another_type_ends_every_test_of_the_schema() {
    let _: Attr<Word> = default_attr(&Value::Bool(true));
}
