//! [`Kernels`]: which kernels of a system are checked.

use kvm_drivers::Kernel;
use tfplugin_core::{AttributeType, Diagnostics, Dynamic, Field, Outcome, Path, Step, Value};

/// Which kernels of a system are checked, in the spelling of the configuration: a word, or a list of
/// releases.
#[derive(Debug, Clone, PartialEq)]
pub struct Kernels {
    given: Dynamic,
    chosen: Chosen,
}

/// The meaning of [`Kernels`].
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Chosen {
    /// Every installed kernel.
    #[default]
    All,
    /// The kernels that an entry of the boot loader starts.
    Bootable,
    /// The named kernels.
    Named(Vec<Kernel>),
}

impl Kernels {
    /// Returns which kernels are chosen.
    pub fn chosen(&self) -> &Chosen {
        &self.chosen
    }
}

impl Field for Kernels {
    fn ty() -> AttributeType {
        Dynamic::ty()
    }

    fn from_value(value: &Value, at: &Path) -> Outcome<Self> {
        let given = Dynamic::from_value(value, at)?;
        let chosen = match given.value() {
            Value::String(word) if word == "all" => Chosen::All,
            Value::String(word) if word == "bootable" => Chosen::Bootable,
            Value::List(items) if !items.is_empty() => Chosen::Named(named(items, at)?),
            _ => {
                return Err(refused(
                    at,
                    "It must be \"all\", \"bootable\" or a list of releases of kernels.",
                ));
            }
        };
        Ok(Self { given, chosen })
    }

    fn to_value(&self) -> Value {
        self.given.to_value()
    }

    fn means_the_same(&self, other: &Self) -> bool {
        self.chosen == other.chosen
    }
}

fn named(items: &[Value], at: &Path) -> Outcome<Vec<Kernel>> {
    let kernel = |(index, item): (i64, &Value)| {
        let at = at.join(Step::Index(index));
        let Value::String(release) = item else {
            return Err(refused(&at, "It must be the release of a kernel."));
        };
        Kernel::parse(release).map_err(|error| refused(&at, &error.to_string()))
    };
    (0..).zip(items).map(kernel).collect()
}

fn refused(at: &Path, why: &str) -> Diagnostics {
    Diagnostics::error_at(at.clone(), format!("Invalid value of {at}"), why)
}

#[cfg(test)]
mod tests {
    use tfplugin_core::Type;

    use super::*;

    fn read(ty: Type, value: Value) -> Outcome<Kernels> {
        Kernels::from_value(&Value::Dynamic(ty, Box::new(value)), &Path::attribute("kernels"))
    }

    fn word(word: &str) -> Outcome<Kernels> {
        read(Type::String, word.into())
    }

    fn list(releases: &[&str]) -> Outcome<Kernels> {
        let items = releases.iter().map(|release| Value::from(*release)).collect();
        read(Type::Tuple(releases.iter().map(|_| Type::String).collect()), Value::List(items))
    }

    #[test]
    fn a_word_or_a_list_chooses_the_kernels() {
        assert_eq!(*word("all").unwrap().chosen(), Chosen::All);
        assert_eq!(*word("bootable").unwrap().chosen(), Chosen::Bootable);
        let kernels = list(&["6.1.0-50-amd64", "2.6.18"]).unwrap();
        let Chosen::Named(named) = kernels.chosen() else { panic!("{kernels:?}") };
        assert_eq!(named.iter().map(Kernel::as_str).collect::<Vec<_>>(), ["6.1.0-50-amd64", "2.6.18"]);
    }

    #[test]
    fn the_value_is_returned_as_written() {
        for kernels in [word("all").unwrap(), list(&["6.1.0"]).unwrap()] {
            let echoed = Kernels::from_value(&kernels.to_value(), &Path::default()).unwrap();
            assert_eq!(echoed, kernels);
        }
    }

    #[test]
    fn anything_else_is_refused_at_its_path() {
        let cases = [
            (word("newest"), "kernels", "\"bootable\""),
            (list(&[]), "kernels", "\"bootable\""),
            (list(&["6.1.0", "$(id)"]), "kernels[1]", "uname -r"),
            (read(Type::Bool, Value::Bool(true)), "kernels", "list of releases"),
            (
                read(Type::Tuple(vec![Type::Bool]), Value::List(vec![Value::Bool(true)])),
                "kernels[0]",
                "release",
            ),
        ];
        for (read, path, says) in cases {
            let refusal = read.unwrap_err();
            let only = refusal.iter().next().unwrap();
            assert_eq!(only.path.as_ref().map(ToString::to_string).as_deref(), Some(path));
            assert!(only.detail.contains(says), "{}", only.detail);
        }
    }
}
