//! From the provider block to the configuration of the ONTAP client: pure, except for reading the CA file.

mod given;

use std::path::Path as FilePath;
use std::time::Duration;

use ontap::{Auth, Secret, Trust};
use tfplugin::{Attr, Diagnostics, Model, Outcome, Path, Text, Timeout, listed, quoted};

use crate::config::ProviderConfig;
use crate::environment::Environment;
use crate::{linux, named_file};

/// How long one request may take if the configuration sets no limit.
const REQUEST_TIMEOUT: Duration = Duration::from_secs(60);

/// Returns the first attribute whose value is known only after apply. `ssh` is left out, because most
/// operations do not need it.
pub fn unknown(config: &ProviderConfig) -> Option<String> {
    let config = ProviderConfig { ssh: Attr::Null, ..config.clone() };
    config.unknown(&Path::default()).map(|path| path.to_string())
}

/// Checks what can be checked without the environment.
pub fn validate(config: &ProviderConfig, diagnostics: &mut Diagnostics) {
    diagnostics.extend(several_trusts(config));
    diagnostics.extend(given::refusals(config));
    if let Attr::Known(ssh) = &config.ssh {
        diagnostics.extend(linux::contradictions(ssh));
    }
    if let Attr::Known(text) = &config.request_timeout
        && let Err(refusal) = duration(text)
    {
        diagnostics.extend(refusal);
    }
    if !config.client_certificate.is_null() && !config.token.is_null() {
        diagnostics.push_error_at(
            "token",
            "Two ways to sign in",
            "client_certificate and token are both set. Keep one of them.",
        );
    }
}

/// Refuses several ways to trust the certificate: to choose one would mean to guess, and to trust too much or
/// to fail.
fn several_trusts(config: &ProviderConfig) -> Diagnostics {
    let ways = [
        ("ca_file", !config.ca_file.is_null()),
        ("ca_pem", !config.ca_pem.is_null()),
        ("certificate_sha256", !config.certificate_sha256.is_null()),
        ("insecure", config.insecure == Attr::Known(true)),
    ];
    let mut refusal = Diagnostics::new();
    let set: Vec<_> = ways.into_iter().filter(|(_, set)| *set).map(|(name, _)| name).collect();
    if let [_, second, ..] = set[..] {
        refusal.push_error_at(
            second,
            "Several ways to trust the cluster's certificate",
            format!("{} are set, here or in the environment. Keep one of them.", listed(&set)),
        );
    }
    refusal
}

/// Refuses values that cannot be right, whether they come from the configuration or from the environment.
pub fn checked(config: &ProviderConfig) -> Outcome<()> {
    given::refusals(config).into_result()
}

/// Returns the configuration of the ONTAP client.
pub fn ontap_config(config: &ProviderConfig) -> Outcome<ontap::Config> {
    let endpoint =
        config.endpoint.known().ok_or_else(|| missing("endpoint", ProviderConfig::ENDPOINT_VARIABLE))?;
    let mut endpoints = vec![endpoint.clone()];
    endpoints.extend(config.fallback_endpoints.value_or_default());
    let request_timeout =
        config.request_timeout.known().map_or(Ok(REQUEST_TIMEOUT), |text| duration(text))?;
    Ok(ontap::Config {
        endpoints,
        auth: auth(config)?,
        trust: trust(config)?,
        tls_server_name: config.tls_server_name.clone().into_known(),
        request_timeout,
    })
}

fn auth(config: &ProviderConfig) -> Outcome<Auth> {
    if let Some(token) = config.token.known() {
        return Ok(Auth::Bearer { token: Secret::new(token.clone()) });
    }
    if let Some(cert) = config.client_certificate.known() {
        let key = config
            .client_key
            .known()
            .ok_or_else(|| missing("client_key", ProviderConfig::CLIENT_KEY_VARIABLE))?;
        return Ok(Auth::Certificate { cert_pem: cert.clone(), key_pem: Secret::new(key.clone()) });
    }
    let username =
        config.username.known().ok_or_else(|| missing("username", ProviderConfig::USERNAME_VARIABLE))?;
    let password =
        config.password.known().ok_or_else(|| missing("password", ProviderConfig::PASSWORD_VARIABLE))?;
    Ok(Auth::Basic { username: username.clone(), password: Secret::new(password.clone()) })
}

/// Returns how to trust the cluster. Fails closed: a CA that cannot be read is an error, never a reason to
/// trust another CA.
fn trust(config: &ProviderConfig) -> Outcome<Trust> {
    several_trusts(config).into_result()?;
    if config.insecure == Attr::Known(true) {
        return Ok(Trust::Insecure);
    }
    if let Some(fingerprint) = config.certificate_sha256.known() {
        return Ok(Trust::Pin { sha256: fingerprint.clone() });
    }
    if let Some(pem) = config.ca_pem.known() {
        return Ok(Trust::Ca { pem: pem.clone() });
    }
    let Some(path) = config.ca_file.known() else { return Ok(Trust::System) };
    let pem = named_file::read(FilePath::new(path)).map_err(|why| {
        Diagnostics::error_at(
            "ca_file",
            "The certificate authority could not be read",
            format!(
                "{}: {why}. Nothing was sent to the cluster. Correct ca_file or {}, or give the certificate \
                 as ca_pem.",
                quoted(path),
                ProviderConfig::CA_FILE_VARIABLE
            ),
        )
    })?;
    Ok(Trust::Ca { pem })
}

fn duration(text: &str) -> Outcome<Duration> {
    Timeout::parse(text).map(|timeout| timeout.duration()).map_err(|invalid| {
        Diagnostics::error_at("request_timeout", "request_timeout is not a duration", invalid.to_string())
    })
}

fn missing(attribute: &str, variable: &str) -> Diagnostics {
    Diagnostics::error_at(
        attribute,
        format!("The provider's {attribute} is not set"),
        format!("Set {attribute} in the provider block or the environment variable {variable}."),
    )
}

/// Returns the error for a missing endpoint. It carries no attribute path: it is reported while an object is
/// processed, and the object has no attribute `endpoint`.
pub fn no_endpoint() -> Diagnostics {
    Diagnostics::error(
        "The provider's endpoint is not set",
        format!(
            "Without it ONTAP cannot be asked. Set endpoint in the provider block or the environment \
             variable {}.",
            ProviderConfig::ENDPOINT_VARIABLE
        ),
    )
}

/// Returns the warnings that the user sees in every run.
pub fn warnings(config: &ProviderConfig, environment: &Environment) -> Diagnostics {
    let mut warnings = Diagnostics::new();
    if config.insecure == Attr::Known(true) {
        warnings.push_warning_at(
            "insecure",
            "The cluster's certificate is not verified",
            "Whoever is between Terraform and the cluster can read the password and change what is sent. \
             Set certificate_sha256 (for a self-signed certificate) or ca_file instead of insecure.",
        );
    }
    if let Some(from) = open_ec2_endpoint(config, environment) {
        warnings.push_warning_at(
            "aws",
            "EC2 is reached without encryption",
            format!(
                "The URL in {from} begins with http:// and leads to another machine. The secret key is not \
                 sent, because requests are signed with it; but whoever is in between can read the requests \
                 and forge the answers, and what is assigned and released is decided by them. Use https://."
            ),
        );
    }
    warnings
}

/// Returns the setting that the EC2 endpoint comes from, if others can read the requests to it.
fn open_ec2_endpoint(config: &ProviderConfig, environment: &Environment) -> Option<&'static str> {
    let aws = config.aws.value_or_default();
    if let Some(url) = aws.endpoint.known() {
        return given::is_open(url).then_some("aws.endpoint");
    }
    if environment.flag("AWS_IGNORE_CONFIGURED_ENDPOINT_URLS") == Some(true) {
        return None;
    }
    let variables = ["AWS_ENDPOINT_URL_EC2", "AWS_ENDPOINT_URL"];
    let (variable, url) = variables.iter().find_map(|name| Some((*name, environment.get(name)?)))?;
    given::is_open(url).then_some(variable)
}
