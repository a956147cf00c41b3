//! [`Path`]: the location of a value in an object.

use std::fmt;

/// One step of a [`Path`].
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Step {
    /// An attribute of an object.
    Attribute(String),
    /// An element of a map.
    Key(String),
    /// An element of a list.
    Index(i64),
}

/// The path from a resource to one of its attributes or elements, in Terraform's notation.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub struct Path(pub Vec<Step>);

impl Path {
    /// Returns the path of a top-level attribute.
    #[must_use]
    pub fn attribute(name: &str) -> Self {
        Self(vec![Step::Attribute(name.to_owned())])
    }

    /// Returns this path with one more step.
    #[must_use]
    pub fn join(&self, step: Step) -> Self {
        let mut steps = self.0.clone();
        steps.push(step);
        Self(steps)
    }
}

impl From<&str> for Path {
    /// Parses a top-level attribute, or a nested one with dots: `aws.region`.
    fn from(text: &str) -> Self {
        Self(text.split('.').map(|name| Step::Attribute(name.to_owned())).collect())
    }
}

impl fmt::Display for Path {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (position, step) in self.0.iter().enumerate() {
            match step {
                Step::Attribute(name) if position == 0 => f.write_str(name)?,
                Step::Attribute(name) => write!(f, ".{name}")?,
                Step::Key(key) => write!(f, "[{key:?}]")?,
                Step::Index(index) => write!(f, "[{index}]")?,
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_have_the_notation_of_terraform() {
        assert_eq!(Path::from("aws.region").to_string(), "aws.region");
        let element = Path::attribute("nodes")
            .join(Step::Key("a \"b\"".to_owned()))
            .join(Step::Attribute("ip".to_owned()));
        assert_eq!(element.to_string(), r#"nodes["a \"b\""].ip"#);
        assert_eq!(Path::attribute("ports").join(Step::Index(2)).to_string(), "ports[2]");
        assert_eq!(Path::default().to_string(), "");
    }
}
