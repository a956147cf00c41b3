//! [`Port`]: a TCP port.

use tfplugin_core::{AttributeType, Diagnostics, Field, Outcome, Path, Value};

/// A TCP port.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Port(u16);

impl Port {
    /// The default port of SSH servers.
    pub const SSH: Self = Self(22);

    /// Returns the port of that number, or `None` for zero.
    pub fn new(number: u16) -> Option<Self> {
        (number > 0).then_some(Self(number))
    }

    /// Returns the number.
    pub fn number(self) -> u16 {
        self.0
    }
}

impl Field for Port {
    fn ty() -> AttributeType {
        i64::ty()
    }

    fn from_value(value: &Value, at: &Path) -> Outcome<Self> {
        let number = i64::from_value(value, at)?;
        match u16::try_from(number) {
            Ok(port @ 1..) => Ok(Self(port)),
            _ => Err(Diagnostics::error_at(
                at.clone(),
                format!("Invalid value of {at}"),
                format!("{number} is no port. Write a number from 1 to {}.", u16::MAX),
            )),
        }
    }

    fn to_value(&self) -> Value {
        i64::from(self.0).to_value()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ports_have_sixteen_bits() {
        let read = |number: i64| Port::from_value(&number.to_value(), &"port".into());
        for number in [1, 22, 65_535] {
            let port = read(number).unwrap();
            assert_eq!((i64::from(port.number()), port.to_value()), (number, number.to_value()));
        }
        for wrong in [-1, 0, 65_536] {
            let refusal = read(wrong).unwrap_err();
            let only = refusal.iter().next().unwrap();
            assert_eq!(only.path, Some("port".into()));
            assert!(only.detail.contains("65535"), "{}", only.detail);
        }
    }
}
