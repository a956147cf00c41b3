//! Authentication: Signature Version 4 in the header.
//!
//! The request is signed once more, with the headers that it names, by the library of AWS's own clients; both
//! signatures must be equal. A signature in the query, as in a presigned URL, is refused: no client here
//! sends one.

use std::time::{Duration, SystemTime};

use aws_credential_types::Credentials;
use aws_sigv4::http_request::{SignableBody, SignableRequest, SigningSettings, sign};
use aws_sigv4::sign::v4;
use http::header::{AUTHORIZATION, HOST};
use http::request::Parts;
use time::PrimitiveDateTime;
use time::macros::format_description;

use crate::world::ec2::Ec2Error;

/// EC2 API reference, common errors, `RequestExpired`: how far the clocks may differ.
const LIFETIME: Duration = Duration::from_secs(15 * 60);

/// The keys of the only caller that EC2 knows, and the region of this endpoint.
pub struct Caller<'a> {
    pub access_key: &'a str,
    pub secret_key: &'a str,
    pub region: &'a str,
    /// `ec2` or `sts`.
    pub service: &'a str,
}

impl Caller<'_> {
    /// Refuses a request that is not signed with these keys for this service in this region.
    pub fn check(&self, parts: &Parts, body: &[u8], now: SystemTime) -> Result<(), Ec2Error> {
        let header = text(parts, AUTHORIZATION.as_str()).and_then(Signed::of);
        let signed = header.ok_or_else(Ec2Error::auth_failure)?;
        let [key, day, region, service, "aws4_request"] = signed.scope.as_slice() else {
            return Err(Ec2Error::auth_failure());
        };
        if *key != self.access_key || *service != self.service {
            return Err(Ec2Error::auth_failure());
        }
        if *region != self.region {
            return Err(Ec2Error::wrong_region());
        }
        let date = text(parts, "x-amz-date").filter(|date| date.starts_with(day)).and_then(moment);
        let date = date.ok_or_else(Ec2Error::auth_failure)?;
        if self.signature(parts, body, &signed, date).as_deref() != Some(signed.signature) {
            return Err(Ec2Error::auth_failure());
        }
        let age = now.duration_since(date).unwrap_or_else(|early| early.duration());
        if age > LIFETIME { Err(Ec2Error::request_expired()) } else { Ok(()) }
    }

    /// Returns the signature that the request should have.
    fn signature(&self, parts: &Parts, body: &[u8], signed: &Signed<'_>, date: SystemTime) -> Option<String> {
        let mut settings = SigningSettings::default();
        // The caller has said which headers are signed.
        settings.excluded_headers = None;
        let identity = Credentials::new(self.access_key, self.secret_key, None, None, "simulator").into();
        let parameters = v4::SigningParams::builder()
            .identity(&identity)
            .region(self.region)
            .name(self.service)
            .time(date)
            .settings(settings)
            .build()
            .ok()?
            .into();
        let uri = format!("http://{}{}", text(parts, HOST.as_str())?, parts.uri.path_and_query()?);
        // The library adds the date by itself.
        let names = signed.headers.iter().copied().filter(|name| *name != "x-amz-date");
        let headers = names.filter_map(|name| Some((name, text(parts, name)?)));
        let request =
            SignableRequest::new(parts.method.as_str(), uri, headers, SignableBody::Bytes(body)).ok()?;
        Some(sign(request, &parameters).ok()?.into_parts().1)
    }
}

/// `AWS4-HMAC-SHA256 Credential=…, SignedHeaders=…, Signature=…` (AWS, Signature Version 4).
struct Signed<'a> {
    /// Access key, day, region, service and `aws4_request`.
    scope: Vec<&'a str>,
    headers: Vec<&'a str>,
    signature: &'a str,
}

impl<'a> Signed<'a> {
    /// `None` as well if the host or the date is not signed, which AWS requires.
    fn of(header: &'a str) -> Option<Self> {
        let fields = header.strip_prefix("AWS4-HMAC-SHA256 ")?;
        let field = |name: &str| {
            fields.split(',').find_map(|field| field.trim().strip_prefix(name)?.strip_prefix('='))
        };
        let headers: Vec<_> = field("SignedHeaders")?.split(';').collect();
        let signed = Self {
            scope: field("Credential")?.split('/').collect(),
            headers,
            signature: field("Signature")?,
        };
        ["host", "x-amz-date"].iter().all(|name| signed.headers.contains(name)).then_some(signed)
    }
}

fn text<'a>(parts: &'a Parts, name: &str) -> Option<&'a str> {
    parts.headers.get(name)?.to_str().ok()
}

fn moment(date: &str) -> Option<SystemTime> {
    let format = format_description!("[year][month][day]T[hour][minute][second]Z");
    Some(PrimitiveDateTime::parse(date, format).ok()?.assume_utc().into())
}

#[cfg(test)]
mod tests {
    use http::Request;

    use super::*;

    const SECRET: &str = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";
    const BODY: &[u8] = b"Action=DescribeVpcs&Version=2016-11-15";
    /// Made by botocore's `SigV4Auth` for this request.
    const SIGNATURE: &str = "629c57731c5b3211ee63f96fefd3ef9a373b4584d77e4ed1a157592a588e9fc8";

    fn checked(change: impl Fn(&mut Request<()>), body: &[u8], late: u64) -> Result<(), Ec2Error> {
        let mut request = Request::post("/")
            .header("host", "127.0.0.1:4566")
            .header("content-type", "application/x-www-form-urlencoded; charset=utf-8")
            .header("x-amz-date", "20260115T093000Z")
            .header("authorization", authorization("AKIATEST", "eu-central-1"))
            .body(())
            .unwrap();
        change(&mut request);
        let caller =
            Caller { access_key: "AKIATEST", secret_key: SECRET, region: "eu-central-1", service: "ec2" };
        let now = moment("20260115T093000Z").unwrap() + Duration::from_secs(late);
        caller.check(&request.into_parts().0, body, now)
    }

    fn authorization(key: &str, region: &str) -> String {
        format!(
            "AWS4-HMAC-SHA256 Credential={key}/20260115/{region}/ec2/aws4_request, \
             SignedHeaders=content-type;host;x-amz-date, Signature={SIGNATURE}"
        )
    }

    fn with(header: &'static str, value: String) -> impl Fn(&mut Request<()>) {
        move |request| drop(request.headers_mut().insert(header, value.parse().unwrap()))
    }

    #[test]
    fn the_signature_of_another_client_is_accepted() {
        assert_eq!(checked(|_| {}, BODY, 0), Ok(()));
        assert_eq!(checked(|_| {}, BODY, 14 * 60), Ok(()));
    }

    #[test]
    fn whatever_does_not_fit_the_signature_is_refused() {
        let changed = |header: &'static str, value: &str| with(header, value.to_owned());
        let signed = |key: &str, region: &str| with("authorization", authorization(key, region));
        let unsigned_host = authorization("AKIATEST", "eu-central-1").replace("host;", "");
        for (name, change, body) in [
            ("body", changed("x", ""), &b"Action=DescribeSubnets&Version=2016-11-15"[..]),
            ("signed header", changed("content-type", "text/plain"), BODY),
            ("date", changed("x-amz-date", "20260115T093001Z"), BODY),
            ("day", changed("x-amz-date", "20260116T093000Z"), BODY),
            ("key", signed("AKIAX", "eu-central-1"), BODY),
            ("region", signed("AKIATEST", "us-east-1"), BODY),
            ("scheme", changed("authorization", "Basic YWRtaW46YWRtaW4="), BODY),
            ("unsigned host", changed("authorization", &unsigned_host), BODY),
        ] {
            let refused = checked(change, body, 0).unwrap_err();
            assert_eq!((refused.status, refused.code), (401, "AuthFailure"), "{name}");
        }
        let other = checked(with("authorization", authorization("AKIATEST", "us-east-1")), BODY, 0);
        assert!(other.unwrap_err().message.contains("region"));
    }

    #[test]
    fn an_old_request_has_expired() {
        assert_eq!(checked(|_| {}, BODY, 16 * 60).unwrap_err().code, "RequestExpired");
    }
}
