//! Errors about the object that a request names.

use super::Ec2Error;
use crate::world::ec2::id::IdKind;

impl Ec2Error {
    /// The id does not have the format of its kind (codes: EC2 API reference; text seen).
    pub(in crate::world::ec2) fn malformed_id(kind: IdKind, id: &str) -> Self {
        Self::client(kind.malformed_code(), format!("Invalid id: \"{id}\""))
    }

    /// No such object (codes: EC2 API reference; texts seen). `ids` must not be empty.
    pub(in crate::world::ec2) fn not_found(kind: IdKind, ids: &[&str]) -> Self {
        let noun = kind.noun();
        let message = match ids {
            [id] => format!("The {noun} ID '{id}' does not exist"),
            ids => format!("The {noun} IDs '{}' do not exist", ids.join(", ")),
        };
        Self::client(kind.not_found_code(), message)
    }

    /// An id whose prefix stands for nothing that can be tagged (code: EC2 API reference; text seen).
    pub fn invalid_id(id: &str) -> Self {
        Self::client("InvalidID", format!("The ID '{id}' is not valid"))
    }

    /// No such instance types (code: EC2 API reference; text seen).
    pub fn invalid_instance_type(names: &[&str]) -> Self {
        let message = format!("The following supplied instance types do not exist: [{}]", names.join(", "));
        Self::client("InvalidInstanceType", message)
    }

    /// No such Availability Zones (text seen).
    pub fn invalid_availability_zone(names: &[&str]) -> Self {
        Self::invalid_parameter_value(format!("Invalid availability zone: [{}]", names.join(", ")))
    }

    /// No such security group (code: EC2 API reference; text seen).
    pub fn security_group_not_found(id: &str) -> Self {
        Self::client("InvalidGroup.NotFound", format!("The security group '{id}' does not exist"))
    }

    /// More tags than an object can have (code: EC2 API reference; text assumed (`ec2-error-texts`)).
    pub fn tag_limit_exceeded() -> Self {
        Self::client("TagLimitExceeded", "More than 50 tags specified")
    }

    /// A key that only AWS may set (EC2 user guide, tag restrictions; text seen).
    pub fn reserved_tag_key() -> Self {
        Self::invalid_parameter_value("Tag keys starting with 'aws:' are reserved for internal use")
    }

    /// A key or value that is longer than allowed (EC2 user guide, tag restrictions; text assumed
    /// (`ec2-error-texts`)).
    pub fn tag_too_long(what: &str, most: usize) -> Self {
        Self::invalid_parameter_value(format!("Tag {what} exceeds the maximum length of {most} characters"))
    }

    /// `ModifyNetworkInterfaceAttribute` changes one attribute at a time (EC2 API reference; text assumed
    /// (`ec2-error-texts`)).
    pub fn several_attributes() -> Self {
        Self::invalid_parameter_combination("Fields for multiple attribute types specified")
    }

    /// `ModifyNetworkInterfaceAttribute` without an attribute (text assumed (`ec2-error-texts`)).
    pub fn no_attribute() -> Self {
        Self::missing_parameter_text("No attributes specified.")
    }
}
