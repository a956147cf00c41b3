//! The Terraform commands that are measured.

/// One command of a row. The commands of a row run in the order in which they stand here.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Step {
    /// A plan that creates everything.
    Plan,
    /// The apply that creates everything, with the plan in it.
    Apply,
    /// A plan that finds nothing to do.
    EmptyPlan,
    /// The destroy of everything, with the plan in it.
    Destroy,
}

impl Step {
    /// Returns the name in tables.
    pub fn title(self) -> &'static str {
        match self {
            Self::Plan => "plan that creates them",
            Self::Apply => "first apply",
            Self::EmptyPlan => "empty plan",
            Self::Destroy => "destroy",
        }
    }

    /// Returns the arguments of Terraform. The empty plan fails if it is not empty.
    pub fn arguments(self) -> &'static [&'static str] {
        match self {
            Self::Plan => &["plan", "-input=false"],
            Self::Apply => &["apply", "-auto-approve", "-input=false"],
            Self::EmptyPlan => &["plan", "-detailed-exitcode", "-input=false"],
            Self::Destroy => &["destroy", "-auto-approve", "-input=false"],
        }
    }
}
