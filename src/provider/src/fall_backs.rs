//! What the provider block leaves open, taken from the environment. Where the block has chosen one of several ways
//! to trust or to sign in, the environment does not choose another.

use tfplugin::Attr;

use crate::config::ProviderConfig;
use crate::environment::Environment;
use crate::linux;

/// The provider block with the environment's values where it says nothing.
pub fn with_environment(config: ProviderConfig, environment: &Environment) -> ProviderConfig {
    let config = trust(sign_in(config, environment), environment);
    let or = |attribute: &Attr<String>, variable: &str| environment.or(attribute, variable);
    ProviderConfig {
        endpoint: or(&config.endpoint, "CVO_ENDPOINT"),
        tls_server_name: or(&config.tls_server_name, "CVO_TLS_SERVER_NAME"),
        request_timeout: or(&config.request_timeout, "CVO_REQUEST_TIMEOUT"),
        expected_cluster_uuid: or(&config.expected_cluster_uuid, "CVO_EXPECTED_CLUSTER_UUID"),
        ssh: linux::with_environment(&config.ssh, environment),
        ..config
    }
}

fn sign_in(config: ProviderConfig, environment: &Environment) -> ProviderConfig {
    let by_account = !config.username.is_null() || !config.password.is_null();
    let by_token = !config.token.is_null();
    let by_certificate = !config.client_certificate.is_null() || !config.client_key.is_null();
    let or = |attribute: &Attr<String>, variable: &str, another_way: bool| {
        if another_way { attribute.clone() } else { environment.or(attribute, variable) }
    };
    ProviderConfig {
        username: or(&config.username, "CVO_USERNAME", by_token || by_certificate),
        password: or(&config.password, "CVO_PASSWORD", by_token || by_certificate),
        token: or(&config.token, "CVO_TOKEN", by_account || by_certificate),
        client_certificate: or(&config.client_certificate, "CVO_CLIENT_CERTIFICATE", by_account || by_token),
        client_key: or(&config.client_key, "CVO_CLIENT_KEY", by_account || by_token),
        ..config
    }
}

fn trust(config: ProviderConfig, environment: &Environment) -> ProviderConfig {
    let is_set =
        [&config.ca_file, &config.ca_pem, &config.certificate_sha256].iter().any(|way| !way.is_null());
    if is_set || config.insecure == Attr::Known(true) || config.insecure.is_unknown() {
        return config;
    }
    let insecure = config.insecure.or(environment.flag("CVO_INSECURE").into());
    ProviderConfig {
        ca_file: environment.or(&config.ca_file, "CVO_CA_FILE"),
        ca_pem: environment.or(&config.ca_pem, "CVO_CA_PEM"),
        certificate_sha256: environment.or(&config.certificate_sha256, "CVO_CERTIFICATE_SHA256"),
        insecure,
        ..config
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn environment(variables: &[(&str, &str)]) -> Environment {
        variables.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
    }

    #[test]
    fn the_environment_fills_what_is_left_out() {
        let environment =
            environment(&[("CVO_USERNAME", "admin"), ("CVO_PASSWORD", "secret"), ("CVO_CA_FILE", "ca.pem")]);
        let config = ProviderConfig { insecure: Attr::Known(false), ..ProviderConfig::default() };
        let config = with_environment(config, &environment);
        assert_eq!((config.username, config.ca_file), ("admin".into(), "ca.pem".into()));
    }

    #[test]
    fn the_environment_never_weakens_the_trust_that_the_configuration_names() {
        let environment = environment(&[("CVO_INSECURE", "true"), ("CVO_CERTIFICATE_SHA256", "00")]);
        let config = ProviderConfig { ca_file: "ca.pem".into(), ..ProviderConfig::default() };
        let config = with_environment(config, &environment);
        assert_eq!((config.insecure, config.certificate_sha256), (Attr::Null, Attr::Null));
    }

    #[test]
    fn the_environment_never_signs_in_another_way_than_the_configuration() {
        let environment = environment(&[("CVO_TOKEN", "token"), ("CVO_PASSWORD", "secret")]);
        let config = ProviderConfig { username: "admin".into(), ..ProviderConfig::default() };
        let config = with_environment(config, &environment);
        assert_eq!((config.password, config.token), ("secret".into(), Attr::Null));
    }
}
