//! Names of objects that this provider does not make. Only their owner knows which names they can have; an empty
//! one is the variable of a pipeline that nobody set.

use std::collections::BTreeSet;

use tfplugin_core::{Invalid, Text};

/// Refuses the empty name. For `#[attr(check_new = name)]`.
///
/// # Errors
/// The name is empty.
pub fn name<T: Text>(name: &T) -> Result<(), Invalid> {
    if name.text().is_empty() {
        return Err(Invalid("It is empty, and nothing has an empty name. Write a name.".to_owned()));
    }
    Ok(())
}

/// Refuses an empty name among these. For `#[attr(check_new = names)]`.
///
/// # Errors
/// One of the names is empty.
pub fn names(names: &BTreeSet<String>) -> Result<(), Invalid> {
    names.iter().try_for_each(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_empty_name_is_refused() {
        let set = |text: &str| BTreeSet::from(["a".to_owned(), text.to_owned()]);
        for (text, refused) in [("", true), (" ", false), ("e0a", false)] {
            assert_eq!(name(&text.to_owned()).is_err(), refused, "{text:?}");
            assert_eq!(names(&set(text)).is_err(), refused, "{text:?}");
        }
    }
}
