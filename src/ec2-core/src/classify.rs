//! Classifies EC2's error codes and messages. EC2 models no error shapes, and `InvalidParameterValue` covers
//! a dozen different errors, some of which only the message distinguishes.

use std::net::Ipv4Addr;

use crate::ErrorKind;

/// Returns the meaning of an error answer.
pub(crate) fn classify(code: &str, message: &str) -> ErrorKind {
    match code {
        "PrivateIpAddressLimitExceeded" => ErrorKind::LimitExceeded,
        "UnauthorizedOperation" | "AccessDenied" | "AccessDeniedException" => ErrorKind::Unauthorized,
        "AuthFailure"
        | "InvalidClientTokenId"
        | "SignatureDoesNotMatch"
        | "ExpiredToken"
        | "ExpiredTokenException"
        | "RequestExpired"
        | "UnrecognizedClientException" => ErrorKind::CredentialsRefused,
        "RequestLimitExceeded" | "Throttling" | "ThrottlingException" | "RequestThrottled" => {
            ErrorKind::Throttled
        }
        "InternalError" | "InternalFailure" | "ServiceUnavailable" | "Unavailable" => ErrorKind::Unavailable,
        "InvalidInstanceType" => ErrorKind::NotFound,
        "InvalidParameterValue" => parameter_value(message),
        _ if code.ends_with(".NotFound") => ErrorKind::NotFound,
        _ if code.ends_with(".Malformed") => ErrorKind::MalformedId,
        _ => ErrorKind::Other,
    }
}

/// Returns the meaning of an `InvalidParameterValue`, from its message.
fn parameter_value(message: &str) -> ErrorKind {
    if let Some(addresses) = held_elsewhere(message) {
        return ErrorKind::MoveNotAllowed { addresses };
    }
    if message.contains("are not assigned to interface") {
        return ErrorKind::NotAssigned;
    }
    if message.contains("does not fall within the subnet's address range") {
        return ErrorKind::OutOfSubnet;
    }
    if message.contains("subnet's reserved address range") {
        return ErrorKind::Reserved;
    }
    // The bare "secondary-addresses" is EC2's answer to an attempt to take a primary address from another
    // interface.
    if message.contains("secondary-addresses") || message.to_ascii_lowercase().contains("primary") {
        return ErrorKind::PrimaryAddress;
    }
    ErrorKind::Other
}

/// Parses the addresses of "[a, b] assigned, but move is not allowed."; skips entries that are not addresses.
fn held_elsewhere(message: &str) -> Option<Vec<Ipv4Addr>> {
    let (list, _) = message.split_once("assigned, but move is not allowed")?;
    let list = list.trim().trim_start_matches('[').trim_end_matches(']');
    Some(list.split(',').filter_map(|address| address.trim().parse().ok()).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_classified() {
        for (code, kind) in [
            ("InvalidNetworkInterfaceID.NotFound", ErrorKind::NotFound),
            ("InvalidNetworkInterfaceId.Malformed", ErrorKind::MalformedId),
            ("InvalidSubnetID.NotFound", ErrorKind::NotFound),
            ("InvalidInstanceID.NotFound", ErrorKind::NotFound),
            ("InvalidInstanceID.Malformed", ErrorKind::MalformedId),
            ("InvalidInstanceType", ErrorKind::NotFound),
            ("PrivateIpAddressLimitExceeded", ErrorKind::LimitExceeded),
            ("UnauthorizedOperation", ErrorKind::Unauthorized),
            ("AccessDenied", ErrorKind::Unauthorized),
            ("AuthFailure", ErrorKind::CredentialsRefused),
            ("RequestExpired", ErrorKind::CredentialsRefused),
            ("RequestLimitExceeded", ErrorKind::Throttled),
            ("Throttling", ErrorKind::Throttled),
            ("InternalError", ErrorKind::Unavailable),
            ("Unavailable", ErrorKind::Unavailable),
            ("InsufficientFreeAddressesInSubnet", ErrorKind::Other),
            ("", ErrorKind::Other),
        ] {
            assert_eq!(classify(code, "any text"), kind, "{code}");
        }
    }

    #[test]
    fn invalid_parameter_values_are_classified_by_their_message() {
        let held = |addresses: &[&str]| ErrorKind::MoveNotAllowed {
            addresses: addresses.iter().map(|address| address.parse().unwrap()).collect(),
        };
        for (message, kind) in [
            ("[10.0.1.50] assigned, but move is not allowed.", held(&["10.0.1.50"])),
            ("[10.0.1.50, 10.0.1.51] assigned, but move is not allowed.", held(&["10.0.1.50", "10.0.1.51"])),
            ("[?] assigned, but move is not allowed.", held(&[])),
            ("Some of the specified addresses are not assigned to interface eni-1", ErrorKind::NotAssigned),
            ("Address does not fall within the subnet's address range", ErrorKind::OutOfSubnet),
            ("Address 10.0.1.3 is in subnet's reserved address range", ErrorKind::Reserved),
            ("secondary-addresses", ErrorKind::PrimaryAddress),
            ("The primary private IP address cannot be unassigned.", ErrorKind::PrimaryAddress),
            ("invalid value for parameter address: hello", ErrorKind::Other),
            ("", ErrorKind::Other),
        ] {
            assert_eq!(classify("InvalidParameterValue", message), kind, "{message}");
        }
    }
}
