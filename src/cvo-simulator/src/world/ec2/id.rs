//! Ids of EC2 objects: their format, and the error codes of each kind.

use uuid::Uuid;

use super::error::Ec2Error;

/// A kind of object with its own id prefix.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum IdKind {
    /// `i-…`
    Instance,
    /// `eni-…`
    NetworkInterface,
    /// `rtb-…`
    RouteTable,
    /// `subnet-…`
    Subnet,
    /// `vpc-…`
    Vpc,
}

impl IdKind {
    /// Every kind.
    pub const ALL: [Self; 5] =
        [Self::Instance, Self::NetworkInterface, Self::RouteTable, Self::Subnet, Self::Vpc];

    /// Returns the kind that the prefix of `id` stands for.
    pub fn of(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.digits(id).is_some())
    }

    /// Refuses an `id` that does not have the format of this kind.
    pub fn check(self, id: &str) -> Result<(), Ec2Error> {
        let well_formed = self.digits(id).is_some_and(|digits| {
            // EC2 user guide, resource ids: 8 digits formerly, 17 today.
            (matches!(digits.len(), 8 | 17) || is_replaced(digits))
                && digits.bytes().all(|digit| matches!(digit, b'0'..=b'9' | b'a'..=b'f'))
        });
        if well_formed { Ok(()) } else { Err(Ec2Error::malformed_id(self, id)) }
    }

    /// The name of the kind in `DescribeTags`.
    pub fn resource_type(self) -> &'static str {
        match self {
            Self::Instance => "instance",
            Self::NetworkInterface => "network-interface",
            Self::RouteTable => "route-table",
            Self::Subnet => "subnet",
            Self::Vpc => "vpc",
        }
    }

    pub fn noun(self) -> &'static str {
        match self {
            Self::Instance => "instance",
            Self::NetworkInterface => "networkInterface",
            Self::RouteTable => "routeTable",
            Self::Subnet => "subnet",
            Self::Vpc => "vpc",
        }
    }

    pub fn malformed_code(self) -> &'static str {
        match self {
            Self::Instance => "InvalidInstanceID.Malformed",
            Self::NetworkInterface => "InvalidNetworkInterfaceId.Malformed",
            Self::RouteTable => "InvalidRouteTableId.Malformed",
            Self::Subnet => "InvalidSubnetID.Malformed",
            Self::Vpc => "InvalidVpcID.Malformed",
        }
    }

    pub fn not_found_code(self) -> &'static str {
        match self {
            Self::Instance => "InvalidInstanceID.NotFound",
            Self::NetworkInterface => "InvalidNetworkInterfaceID.NotFound",
            Self::RouteTable => "InvalidRouteTableID.NotFound",
            Self::Subnet => "InvalidSubnetID.NotFound",
            Self::Vpc => "InvalidVpcID.NotFound",
        }
    }

    fn digits(self, id: &str) -> Option<&str> {
        let prefix = match self {
            Self::Instance => "i-",
            Self::NetworkInterface => "eni-",
            Self::RouteTable => "rtb-",
            Self::Subnet => "subnet-",
            Self::Vpc => "vpc-",
        };
        id.strip_prefix(prefix)
    }
}

/// Whether these are the digits of an id in a recording, in place of the real one: a number of 16 digits.
fn is_replaced(digits: &str) -> bool {
    digits.len() == 16 && digits.starts_with("00000000")
}

/// Returns an id for an object that the inventory does not name; equal origins give equal ids.
pub fn derived(prefix: &str, origin: &str) -> String {
    let digits =
        Uuid::new_v5(&Uuid::NAMESPACE_URL, format!("{prefix}/{origin}").as_bytes()).simple().to_string();
    format!("{prefix}-{}", &digits[..17])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_has_its_prefix_and_8_or_17_hexadecimal_digits_or_the_number_of_a_recording() {
        for (id, well_formed) in [
            ("eni-0c0a51de", true),
            ("eni-0c0a51de000000001", true),
            ("eni-0c0a51de00000000", false),
            ("eni-0000000000000012", true),
            ("eni-0C0A51DE", false),
            ("eni-hello123", false),
            ("i-0c0a51de", false),
            ("eni-", false),
            ("", false),
        ] {
            assert_eq!(IdKind::NetworkInterface.check(id).is_ok(), well_formed, "{id}");
        }
    }

    #[test]
    fn error_codes_keep_the_mixed_case_of_ec2() {
        let code = |id: &str| IdKind::of(id).unwrap().check(id).unwrap_err().code;
        assert_eq!(code("eni-x"), "InvalidNetworkInterfaceId.Malformed");
        assert_eq!(code("i-x"), "InvalidInstanceID.Malformed");
        assert_eq!(code("rtb-x"), "InvalidRouteTableId.Malformed");
        assert_eq!(Ec2Error::not_found(IdKind::RouteTable, &["rtb-1"]).code, "InvalidRouteTableID.NotFound");
    }

    #[test]
    fn several_missing_objects_are_listed_together() {
        let error = Ec2Error::not_found(IdKind::Instance, &["i-1", "i-2"]);
        assert_eq!(error.message, "The instance IDs 'i-1, i-2' do not exist");
    }

    #[test]
    fn derived_ids_are_stable() {
        assert_eq!(derived("rtbassoc", "a"), derived("rtbassoc", "a"));
        assert_ne!(derived("rtbassoc", "a"), derived("rtbassoc", "b"));
        assert_eq!(derived("r", "a").len(), 19);
    }
}
