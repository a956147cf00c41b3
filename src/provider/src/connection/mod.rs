//! From the provider block to the configuration of the ONTAP client: pure, except for reading the CA file.

mod aws_variables;
mod contradictions;
mod given;
mod proxy;

use std::time::Duration;

use ontap::{Auth, Secret, Trust};
use tfplugin::{Attr, Diagnostics, Model, Outcome, Path, Text, Timeout, quoted};

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
    diagnostics.extend(contradictions::of(config));
    diagnostics.extend(given::refusals(config));
    if let Attr::Known(ssh) = &config.ssh {
        diagnostics.extend(linux::contradictions(ssh));
    }
    if let Attr::Known(text) = &config.request_timeout
        && let Err(refusal) = duration(text)
    {
        diagnostics.extend(refusal);
    }
}

/// Refuses values that cannot be right or that contradict each other, whether they come from the
/// configuration or from the environment.
pub fn checked(config: &ProviderConfig, environment: &Environment) -> Outcome<()> {
    let mut refusals = given::refusals(config);
    refusals.extend(contradictions::of(config));
    refusals.extend(aws_variables::refusals(config, environment));
    refusals.extend(proxy::refusals(config, environment));
    if let Attr::Known(ssh) = &config.ssh {
        refusals.extend(linux::contradictions(ssh));
    }
    refusals.into_result()
}

/// Returns the configuration of the ONTAP client.
pub fn ontap_config(config: &ProviderConfig, environment: &Environment) -> Outcome<ontap::Config> {
    let endpoint =
        config.endpoint.known().ok_or_else(|| missing("endpoint", ProviderConfig::ENDPOINT_VARIABLE))?;
    let mut endpoints = vec![endpoint.clone()];
    endpoints.extend(config.fallback_endpoints.value_or_default());
    let request_timeout =
        config.request_timeout.known().map_or(Ok(REQUEST_TIMEOUT), |text| duration(text))?;
    Ok(ontap::Config {
        endpoints,
        auth: auth(config)?,
        trust: trust(config, environment)?,
        tls_server_name: config.tls_server_name.clone().into_known(),
        request_timeout,
        proxy: proxy::of(config, environment),
    })
}

fn auth(config: &ProviderConfig) -> Outcome<Auth> {
    if let Some(token) = config.token.known() {
        return Ok(Auth::Bearer { token: Secret::new(token.clone()) });
    }
    if config.client_certificate.known().is_some() || config.client_key.known().is_some() {
        let cert = config
            .client_certificate
            .known()
            .ok_or_else(|| missing("client_certificate", ProviderConfig::CLIENT_CERTIFICATE_VARIABLE))?;
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
fn trust(config: &ProviderConfig, environment: &Environment) -> Outcome<Trust> {
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
    let file = named_file::expanded(path, environment.path("HOME").as_deref());
    let pem = file.and_then(|file| named_file::read(&file)).map_err(|why| {
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
    if let Some(from) = aws_variables::open_endpoint(config, environment) {
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
