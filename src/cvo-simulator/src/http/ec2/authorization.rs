//! Authentication: the access key of a Signature Version 4, in the header or in the query.
//!
//! The signature itself is not verified: the simulator listens on loopback, and a client with a wrong
//! signature would fail at the real API for reasons unrelated to this project.

use http::HeaderMap;
use http::header::AUTHORIZATION;

use super::query::Parameters;
use crate::world::ec2::Ec2Error;

/// Refuses a request that is not signed with `access_key` for EC2.
pub fn check(headers: &HeaderMap, parameters: &mut Parameters, access_key: &str) -> Result<(), Ec2Error> {
    let header = headers.get(AUTHORIZATION).and_then(|value| value.to_str().ok());
    let credential = match header {
        Some(header) => credential_of_header(header).map(str::to_owned),
        None => parameters.take("X-Amz-Signature").and_then(|_| parameters.take("X-Amz-Credential")),
    };
    match credential {
        Some(credential) if is_for(&credential, access_key) => Ok(()),
        _ => Err(Ec2Error::auth_failure()),
    }
}

/// `AWS4-HMAC-SHA256 Credential=…, SignedHeaders=…, Signature=…` (AWS, Signature Version 4).
fn credential_of_header(header: &str) -> Option<&str> {
    let fields = header.strip_prefix("AWS4-HMAC-SHA256 ")?;
    let field =
        |name: &str| fields.split(',').find_map(|field| field.trim().strip_prefix(name)?.strip_prefix('='));
    field("SignedHeaders")?;
    let signature = field("Signature")?;
    let is_signature = signature.len() == 64 && signature.bytes().all(|byte| byte.is_ascii_hexdigit());
    field("Credential").filter(|_| is_signature)
}

/// Checks `KEY/DATE/REGION/ec2/aws4_request`, or `sts` in the place of `ec2`. The region is not compared because it selected this endpoint.
fn is_for(credential: &str, access_key: &str) -> bool {
    let parts: Vec<_> = credential.split('/').collect();
    matches!(parts.as_slice(), [key, _date, _region, "ec2" | "sts", "aws4_request"] if *key == access_key)
}

#[cfg(test)]
mod tests {
    use super::*;

    const CREDENTIAL: &str = "AKIATEST/20260115/eu-central-1/ec2/aws4_request";

    fn checked(header: Option<&str>, query: &str) -> Result<(), Ec2Error> {
        let mut headers = HeaderMap::new();
        if let Some(header) = header {
            headers.insert(AUTHORIZATION, header.parse().unwrap());
        }
        check(&headers, &mut Parameters::read(query, b"").unwrap(), "AKIATEST")
    }

    #[test]
    fn a_signed_header_with_the_key_is_accepted() {
        let signature = "0".repeat(64);
        let header = |credential: &str, signature: &str| {
            format!(
                "AWS4-HMAC-SHA256 Credential={credential}, SignedHeaders=host;x-amz-date, \
                 Signature={signature}"
            )
        };
        assert!(checked(Some(&header(CREDENTIAL, &signature)), "").is_ok());
        for (name, bad) in [
            ("other key", header(&CREDENTIAL.replace("TEST", "X"), &signature)),
            ("other service", header(&CREDENTIAL.replace("ec2", "s3"), &signature)),
            ("no signature", header(CREDENTIAL, "")),
            ("other scheme", "Basic YWRtaW46YWRtaW4=".to_owned()),
        ] {
            assert_eq!(checked(Some(&bad), "").unwrap_err().status, 401, "{name}");
        }
        assert_eq!(checked(None, "").unwrap_err().code, "AuthFailure");
    }

    #[test]
    fn a_signed_query_is_accepted() {
        let query = format!("X-Amz-Credential={}&X-Amz-Signature=00", CREDENTIAL.replace('/', "%2F"));
        assert!(checked(None, &query).is_ok());
        assert!(checked(None, "X-Amz-Credential=AKIATEST").is_err());
    }
}
