//! Fills the provider block from the environment. If the block chooses one of several ways to trust the
//! cluster or to sign in, the environment does not choose another.

use tfplugin::{Attr, Diagnostics, FromEnvironment, Outcome, Path};

use crate::config::{ProviderConfig, variable};
use crate::environment::Environment;
use crate::linux;

/// Returns the provider block with the environment's values in place of those that it leaves out.
///
/// # Errors
/// One for each variable that holds no value of its attribute.
pub fn with_environment(block: &ProviderConfig, environment: &Environment) -> Outcome<ProviderConfig> {
    let ruled_out = ruled_out(block);
    let lookup = |name: &str| variable(environment, name).filter(|_| !ruled_out.contains(&name));
    match (block.filled(&Path::default(), &lookup), linux::with_environment(&block.ssh, environment)) {
        (Ok(filled), Ok(ssh)) => Ok(ProviderConfig { ssh, ..filled }),
        (filled, ssh) => {
            let mut refused = Diagnostics::new();
            [filled.err(), ssh.err()].into_iter().flatten().for_each(|one| refused.extend(one));
            Err(refused)
        }
    }
}

/// Returns the variables of all ways to trust the cluster and to sign in that the block did not choose.
fn ruled_out(block: &ProviderConfig) -> Vec<&'static str> {
    const ACCOUNT: [&str; 2] = [ProviderConfig::USERNAME_VARIABLE, ProviderConfig::PASSWORD_VARIABLE];
    const TOKEN: [&str; 1] = [ProviderConfig::TOKEN_VARIABLE];
    const CERTIFICATE: [&str; 2] =
        [ProviderConfig::CLIENT_CERTIFICATE_VARIABLE, ProviderConfig::CLIENT_KEY_VARIABLE];
    const TRUST: [&str; 4] = [
        ProviderConfig::CA_FILE_VARIABLE,
        ProviderConfig::CA_PEM_VARIABLE,
        ProviderConfig::CERTIFICATE_SHA256_VARIABLE,
        ProviderConfig::INSECURE_VARIABLE,
    ];
    let by_account = !block.username.is_null() || !block.password.is_null();
    let by_token = !block.token.is_null();
    let by_certificate = !block.client_certificate.is_null() || !block.client_key.is_null();
    let accepts_any = block.insecure == Attr::Known(true) || block.insecure.is_unknown();
    let named = [&block.ca_file, &block.ca_pem, &block.certificate_sha256].iter().any(|way| !way.is_null());
    let mut ruled_out = Vec::new();
    let mut unless = |chosen: bool, variables: &[&'static str]| {
        ruled_out.extend(variables.iter().filter(|_| chosen));
    };
    unless(by_token || by_certificate, &ACCOUNT);
    unless(by_account || by_certificate, &TOKEN);
    unless(by_account || by_token, &CERTIFICATE);
    unless(named || accepts_any, &TRUST);
    unless(!block.proxy.is_null(), &[ProviderConfig::PROXY_URL_VARIABLE]);
    unless(accepts_any, &[ProviderConfig::TLS_SERVER_NAME_VARIABLE]);
    ruled_out
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
        let config = with_environment(&config, &environment).unwrap();
        assert_eq!((config.username, config.ca_file), ("admin".into(), "ca.pem".into()));
    }

    #[test]
    fn the_environment_never_weakens_the_trust_that_the_configuration_names() {
        let environment = environment(&[("CVO_INSECURE", "true"), ("CVO_CERTIFICATE_SHA256", "00")]);
        let config = ProviderConfig { ca_file: "ca.pem".into(), ..ProviderConfig::default() };
        let config = with_environment(&config, &environment).unwrap();
        assert_eq!((config.insecure, config.certificate_sha256), (Attr::Null, Attr::Null));
    }

    #[test]
    fn the_proxies_of_the_environment_leave_our_own_variable_unused() {
        let environment = environment(&[("CVO_PROXY", "http://proxy:3128")]);
        let block = ProviderConfig { proxy: "environment".into(), ..ProviderConfig::default() };
        assert_eq!(with_environment(&block, &environment).unwrap().proxy_url, Attr::Null);
        let config = with_environment(&ProviderConfig::default(), &environment).unwrap();
        assert_eq!(config.proxy_url, "http://proxy:3128".into());
    }

    #[test]
    fn a_variable_that_does_not_count_is_not_looked_at() {
        let environment =
            environment(&[("CVO_INSECURE", "maybe"), ("CVO_CA_FILE", ""), ("CVO_TLS_SERVER_NAME", "")]);
        let block = ProviderConfig { insecure: Attr::Known(true), ..ProviderConfig::default() };
        assert_eq!(with_environment(&block, &environment).unwrap().tls_server_name, Attr::Null);
        let refused = with_environment(&ProviderConfig::default(), &environment).unwrap_err();
        assert!(refused.iter().any(|one| one.summary.contains("CVO_INSECURE")), "{refused:?}");
    }

    #[test]
    fn an_empty_variable_is_unset_unless_it_is_a_guard() {
        let environment = environment(&[("CVO_USERNAME", " "), ("CVO_CA_PEM", ""), ("CVO_INSECURE", "")]);
        let config = with_environment(&ProviderConfig::default(), &environment).unwrap();
        assert_eq!((config.username, config.ca_pem, config.insecure), (Attr::Null, "".into(), Attr::Null));
    }

    #[test]
    fn the_environment_never_changes_the_way_to_sign_in() {
        let environment = environment(&[("CVO_TOKEN", "token"), ("CVO_PASSWORD", "secret")]);
        let config = ProviderConfig { username: "admin".into(), ..ProviderConfig::default() };
        let config = with_environment(&config, &environment).unwrap();
        assert_eq!((config.password, config.token), ("secret".into(), Attr::Null));
    }
}
