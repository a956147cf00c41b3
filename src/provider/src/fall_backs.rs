//! Fills the provider block from the environment. If the block chooses one of several ways to trust the
//! cluster or to sign in, the environment does not choose another.

use tfplugin::{Attr, FromEnvironment};

use crate::config::ProviderConfig;
use crate::environment::Environment;
use crate::linux;

/// Returns the provider block with the environment's values in place of those that it leaves out.
pub fn with_environment(block: &ProviderConfig, environment: &Environment) -> ProviderConfig {
    let filled = block.filled(&|variable| environment.get(variable).map(str::to_owned));
    let ssh = linux::with_environment(&block.ssh, environment);
    trust(block, sign_in(block, ProviderConfig { ssh, ..filled }))
}

/// Removes from the filled block every way to sign in that the block did not choose.
fn sign_in(block: &ProviderConfig, filled: ProviderConfig) -> ProviderConfig {
    let by_account = !block.username.is_null() || !block.password.is_null();
    let by_token = !block.token.is_null();
    let by_certificate = !block.client_certificate.is_null() || !block.client_key.is_null();
    let unless = |another_way: bool, filled: Attr<String>, block: &Attr<String>| {
        if another_way { block.clone() } else { filled }
    };
    ProviderConfig {
        username: unless(by_token || by_certificate, filled.username, &block.username),
        password: unless(by_token || by_certificate, filled.password, &block.password),
        token: unless(by_account || by_certificate, filled.token, &block.token),
        client_certificate: unless(
            by_account || by_token,
            filled.client_certificate,
            &block.client_certificate,
        ),
        client_key: unless(by_account || by_token, filled.client_key, &block.client_key),
        ..filled
    }
}

/// Removes from the filled block every way to trust the cluster that the block did not choose.
fn trust(block: &ProviderConfig, filled: ProviderConfig) -> ProviderConfig {
    let is_set = [&block.ca_file, &block.ca_pem, &block.certificate_sha256].iter().any(|way| !way.is_null());
    if !is_set && block.insecure != Attr::Known(true) && !block.insecure.is_unknown() {
        return filled;
    }
    ProviderConfig {
        ca_file: block.ca_file.clone(),
        ca_pem: block.ca_pem.clone(),
        certificate_sha256: block.certificate_sha256.clone(),
        insecure: block.insecure,
        ..filled
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::linux::config::SshConfig;

    fn environment(variables: &[(&str, &str)]) -> Environment {
        variables.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
    }

    #[test]
    fn no_variable_sets_two_attributes() {
        let variables = [ProviderConfig::VARIABLES, SshConfig::VARIABLES].concat();
        let names: BTreeSet<_> = variables.iter().map(|(_, variable)| variable).collect();
        assert_eq!(names.len(), variables.len());
        assert!(names.iter().all(|name| name.starts_with("CVO_")), "{names:?}");
    }

    #[test]
    fn the_environment_fills_missing_attributes() {
        let environment =
            environment(&[("CVO_USERNAME", "admin"), ("CVO_PASSWORD", "secret"), ("CVO_CA_FILE", "ca.pem")]);
        let config = ProviderConfig { insecure: Attr::Known(false), ..ProviderConfig::default() };
        let config = with_environment(&config, &environment);
        assert_eq!((config.username, config.ca_file), ("admin".into(), "ca.pem".into()));
    }

    #[test]
    fn the_environment_never_weakens_the_trust_that_the_configuration_names() {
        let environment = environment(&[("CVO_INSECURE", "true"), ("CVO_CERTIFICATE_SHA256", "00")]);
        let config = ProviderConfig { ca_file: "ca.pem".into(), ..ProviderConfig::default() };
        let config = with_environment(&config, &environment);
        assert_eq!((config.insecure, config.certificate_sha256), (Attr::Null, Attr::Null));
    }

    #[test]
    fn the_environment_never_changes_the_way_to_sign_in() {
        let environment = environment(&[("CVO_TOKEN", "token"), ("CVO_PASSWORD", "secret")]);
        let config = ProviderConfig { username: "admin".into(), ..ProviderConfig::default() };
        let config = with_environment(&config, &environment);
        assert_eq!((config.password, config.token), ("secret".into(), Attr::Null));
    }
}
