//! Checks of the provider block's values, each on its own. No refusal repeats a value: the block also holds
//! secrets, and a secret in the wrong attribute would appear in every log.

use std::net::IpAddr;

use ipnet::Ipv4Net;
use provider_core::values::ssh::HostName;
use tfplugin::{Attr, Diagnostics, Path, Step, Text, is_content};
use url::{Host, Url};

use super::proxy::{why_not_proxy, why_not_proxy_url};
use crate::config::{AwsConfig, ProviderConfig, empty_guards, is_blank};

/// Number of hexadecimal digits of a fingerprint, without its colons.
const PIN_DIGITS: usize = 64;

/// Returns an error for every value that cannot be right.
pub fn refusals(config: &ProviderConfig) -> Diagnostics {
    let mut all = empty_guards(config);
    let mut check = |at: Path, value: &str, why_not: fn(&str) -> Option<&'static str>| {
        // An empty one is refused above, or counts as left out.
        if is_blank(value) {
            return;
        }
        // The URL parser skips line breaks, hence this check comes first.
        let why_not = is_content(value)
            .then_some("It is no such value, but longer or of several lines.")
            .or(why_not(value));
        all.extend(why_not.map(|why| refused(at, why)).unwrap_or_default());
    };
    let values = [
        ("endpoint", &config.endpoint, why_not_endpoint as fn(&str) -> _),
        ("certificate_sha256", &config.certificate_sha256, why_not_pin),
        ("tls_server_name", &config.tls_server_name, why_not_server_name),
        ("expected_cluster_uuid", &config.expected_cluster_uuid, why_not_uuid),
        ("proxy_url", &config.proxy_url, why_not_proxy_url),
        ("proxy", &config.proxy, why_not_proxy),
    ];
    for (name, value, why_not) in values {
        value.known().into_iter().for_each(|value| check(name.into(), value, why_not));
    }
    for (index, endpoint) in (0..).zip(config.fallback_endpoints.known().into_iter().flatten()) {
        check(Path::from("fallback_endpoints").join(Step::Index(index)), endpoint, why_not_endpoint);
    }
    for cidr in config.additional_cidrs.known().into_iter().flatten() {
        check("additional_cidrs".into(), cidr, why_not_range);
    }
    if let Attr::Known(aws) = &config.aws {
        of_aws(aws, &mut check);
    }
    all
}

fn of_aws(aws: &AwsConfig, check: &mut impl FnMut(Path, &str, fn(&str) -> Option<&'static str>)) {
    let values = [
        ("aws.region", &aws.region, why_not_region as fn(&str) -> _),
        ("aws.profile", &aws.profile, why_not_profile),
        ("aws.endpoint", &aws.endpoint, why_not_aws_endpoint),
        ("aws.assume_role_arn", &aws.assume_role_arn, why_not_role),
    ];
    for (name, value, why_not) in values {
        value.known().into_iter().for_each(|value| check(name.into(), value, why_not));
    }
    for account in aws.allowed_account_ids.known().into_iter().flatten() {
        check("aws.allowed_account_ids".into(), account, why_not_account);
    }
}

fn refused(at: Path, why: &str) -> Diagnostics {
    let summary = format!("The provider's {at} cannot be used");
    Diagnostics::error_at(
        at,
        summary,
        format!("{why} Nothing was sent. What stands there is not repeated here."),
    )
}

/// Checks for `host`, `host:port` or `https://host:port`, the forms that the ONTAP client accepts.
fn why_not_endpoint(text: &str) -> Option<&'static str> {
    let full = if text.contains("://") { text.to_owned() } else { format!("https://{text}") };
    match Url::parse(&full) {
        Ok(url) if url.scheme() != "https" => Some("ONTAP is reached by https only."),
        Ok(url) if matches!(url.path(), "/" | "/api" | "/api/") => why_more_than_host(&url),
        _ => Some(
            "It is not the address of a cluster. Write host and port alone, such as \"https://10.0.1.10\".",
        ),
    }
}

pub fn why_not_aws_endpoint(text: &str) -> Option<&'static str> {
    match Url::parse(text) {
        Ok(url) if matches!(url.scheme(), "https" | "http") && url.has_host() => why_more_than_host(&url),
        _ => Some(
            "It is not the URL of an EC2 endpoint. Write one such as \
             \"https://ec2.eu-central-1.amazonaws.com\".",
        ),
    }
}

fn why_more_than_host(url: &Url) -> Option<&'static str> {
    let more = !url.username().is_empty()
        || url.password().is_some()
        || url.query().is_some()
        || url.fragment().is_some();
    more.then_some(
        "It has a user, a password, a query or a fragment. Write host and port alone; credentials have \
         attributes of their own.",
    )
}

fn why_not_pin(text: &str) -> Option<&'static str> {
    let digits = text.chars().filter(|sign| !matches!(sign, ':' | ' '));
    let is_pin =
        digits.clone().count() == PIN_DIGITS && digits.clone().all(|digit| digit.is_ascii_hexdigit());
    (!is_pin).then_some(
        "It is no SHA-256 fingerprint: 64 hexadecimal digits are expected, with or without colons, as \
         \"openssl x509 -noout -fingerprint -sha256\" prints them.",
    )
}

fn why_not_server_name(text: &str) -> Option<&'static str> {
    let name = text.strip_suffix('.').unwrap_or(text);
    HostName::parse(name)
        .is_err()
        .then_some("It is neither a DNS name nor an address, such as \"cvo.example.com\".")
}

fn why_not_uuid(text: &str) -> Option<&'static str> {
    let groups: Vec<_> = text.split('-').collect();
    let is_uuid = groups.iter().map(|group| group.len()).eq([8, 4, 4, 4, 12])
        && groups.iter().all(|group| group.bytes().all(|byte| byte.is_ascii_hexdigit()));
    (!is_uuid).then_some(
        "It is no UUID. The cluster's stands in data.cvo_system, or is what \"cluster identity show\" \
         prints.",
    )
}

pub fn why_not_region(text: &str) -> Option<&'static str> {
    let is_region = (1..=32).contains(&text.len())
        && text.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-');
    (!is_region).then_some("It is no AWS Region, such as \"eu-central-1\".")
}

/// Checks characters and length only: the user chooses the name, and errors of the AWS SDK repeat it.
fn why_not_profile(text: &str) -> Option<&'static str> {
    let is_name = (1..=64).contains(&text.len())
        && text.chars().all(|sign| sign.is_alphanumeric() || " _.-@/:+".contains(sign));
    (!is_name).then_some("It is not the name of a profile in the AWS configuration files.")
}

fn why_not_role(text: &str) -> Option<&'static str> {
    let parts: Vec<_> = text.splitn(6, ':').collect();
    let is_role = matches!(parts[..], ["arn", partition, "iam", "", account, role]
        if partition.starts_with("aws") && why_not_account(account).is_none() && role.starts_with("role/"))
        && text.len() <= 2048
        && text.chars().all(|sign| sign.is_ascii_graphic());
    (!is_role).then_some("It is not the ARN of a role, such as \"arn:aws:iam::123456789012:role/storage\".")
}

fn why_not_account(text: &str) -> Option<&'static str> {
    let is_account = text.len() == 12 && text.bytes().all(|digit| digit.is_ascii_digit());
    (!is_account).then_some("An account id has twelve digits.")
}

fn why_not_range(text: &str) -> Option<&'static str> {
    let is_range = text.parse::<Ipv4Net>().is_ok();
    (!is_range).then_some("It is no IPv4 range. Write one such as \"10.50.0.0/16\".")
}

/// Returns whether requests to this URL leave the machine unencrypted.
pub fn is_open(url: &str) -> bool {
    let Ok(url) = Url::parse(url) else { return false };
    let is_here = match url.host() {
        Some(Host::Domain(name)) => name == "localhost" || name.ends_with(".localhost"),
        Some(Host::Ipv4(address)) => IpAddr::V4(address).is_loopback(),
        Some(Host::Ipv6(address)) => IpAddr::V6(address).is_loopback(),
        None => true,
    };
    url.scheme() == "http" && !is_here
}

#[cfg(test)]
mod tests {
    use super::*;

    type WhyNot = fn(&str) -> Option<&'static str>;

    #[test]
    fn valid_values_are_accepted() {
        let pin = "ab".repeat(32);
        let colons = ["AB"; 32].join(":");
        let cases: [(WhyNot, &[&str]); 9] = [
            (why_not_range, &["10.50.0.0/16", "192.168.1.0/24"]),
            (
                why_not_endpoint,
                &["10.0.0.10", "https://cvo.example.com:8443", "https://[fd00::10]/", "cvo.example.com/api"],
            ),
            (
                why_not_aws_endpoint,
                &["https://vpce-1.ec2.eu-central-1.vpce.amazonaws.com", "http://127.0.0.1:4566/"],
            ),
            (why_not_pin, &[&pin, &colons]),
            (why_not_server_name, &["cvo.example.com", "cvo.example.com.", "10.0.0.10", "fd00::10"]),
            (why_not_uuid, &["0c0a51de-0000-4000-8000-00000000000A"]),
            (why_not_region, &["eu-central-1", "us-gov-east-1", "aws-global"]),
            (why_not_profile, &["default", "AWSAdministrator-123456789012", "team/storage", "x@y"]),
            (
                why_not_role,
                &["arn:aws:iam::123456789012:role/storage", "arn:aws-cn:iam::123456789012:role/a/b@c"],
            ),
        ];
        for (why_not, texts) in cases {
            for text in texts {
                assert_eq!(why_not(text), None, "{text}");
            }
        }
    }

    #[test]
    fn invalid_values_are_refused() {
        let cases: [(WhyNot, &[&str]); 10] = [
            (why_not_range, &["", "10.50.0.0", "hunter22", "10.50.0.0/33"]),
            (
                why_not_endpoint,
                &[
                    "",
                    "http://10.0.0.10",
                    "https://a:b@h",
                    "https://h/x",
                    "https://h?a=b",
                    "https://h#x",
                    "two words",
                ],
            ),
            (
                why_not_aws_endpoint,
                &["", "ec2", "ftp://h", "https://a:b@h", "https://h?a", "https://h#x", "https://"],
            ),
            (why_not_pin, &["", "ab", "hunter22", &"zz".repeat(32), &"ab".repeat(33)]),
            (why_not_server_name, &["", "two words", "a:b", "a/b", "a@b"]),
            (
                why_not_uuid,
                &["", "hunter22", "0c0a51de-0000-4000-8000-00000000000g", "0c0a51de00004000800000000000000a"],
            ),
            (why_not_region, &["", "EU", "eu central", "eu.central", &"a".repeat(33)]),
            (why_not_profile, &["", "a\nb", "a=b", &"a".repeat(65)]),
            (why_not_role, &["", "storage", "arn:aws:iam::1:role/x", "arn:aws:iam::123456789012:user/x"]),
            (why_not_account, &["", "12345678901", "12345678901a"]),
        ];
        for (why_not, texts) in cases {
            for text in texts {
                assert!(why_not(text).is_some(), "{text}");
            }
        }
    }

    #[test]
    fn only_plain_http_to_another_machine_is_open() {
        let cases = [
            ("http://10.0.0.5", true),
            ("http://ec2.eu-central-1.amazonaws.com", true),
            ("HTTP://[fd00::5]:4566/", true),
            ("http://localhost.example.com", true),
            ("https://10.0.0.5", false),
            ("http://127.0.0.1:4566", false),
            ("http://127.9.9.9", false),
            ("http://[::1]:1", false),
            ("http://localhost:4566", false),
            ("nonsense", false),
        ];
        for (url, expected) in cases {
            assert_eq!(is_open(url), expected, "{url}");
        }
    }
}
