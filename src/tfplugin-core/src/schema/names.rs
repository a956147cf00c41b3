//! Checks at compile time that no two attributes of an object have the same name.

/// The name of an attribute, or the names that a group of attributes adds.
#[derive(Debug, Clone, Copy)]
pub enum Name {
    /// The name of an attribute.
    Attribute(&'static str),
    /// The names of a group.
    Group(&'static [Name]),
}

/// Checks that no name occurs twice. `#[derive(Model)]` lets the compiler evaluate it, so that a group with
/// the name of another attribute does not compile.
///
/// # Panics
/// If a name occurs twice.
pub const fn refuse_second_name(names: &[Name]) {
    let mut left = names;
    while let [first, rest @ ..] = left {
        assert!(
            !any_of(*first, rest),
            "two attributes of an object have the same name, one of them in a group"
        );
        left = rest;
    }
}

/// Whether `name`, or a name of its group, is among them.
const fn any_of(name: Name, among: &[Name]) -> bool {
    match name {
        Name::Attribute(name) => has_name(among, name),
        Name::Group(mut left) => {
            while let [first, rest @ ..] = left {
                if any_of(*first, among) {
                    return true;
                }
                left = rest;
            }
            false
        }
    }
}

/// Whether an object with these names has an attribute of this name, which may come from a group.
#[must_use]
pub const fn has_name(among: &[Name], name: &str) -> bool {
    let mut left = among;
    while let [first, rest @ ..] = left {
        let is_it = match *first {
            Name::Attribute(other) => is_same(other.as_bytes(), name.as_bytes()),
            Name::Group(names) => has_name(names, name),
        };
        if is_it {
            return true;
        }
        left = rest;
    }
    false
}

const fn is_same(mut a: &[u8], mut b: &[u8]) -> bool {
    while let ([first, rest @ ..], [other, others @ ..]) = (a, b) {
        if *first != *other {
            return false;
        }
        (a, b) = (rest, others);
    }
    a.is_empty() && b.is_empty()
}
