//! Settings of the provider block that contradict each other: pure. To choose one would mean to guess. A value
//! that is not known yet may turn out to be left out, and contradicts nothing.

use tfplugin::{Attr, Diagnostics, listed};

use crate::config::ProviderConfig;

/// Returns an error for every contradiction.
pub fn of(config: &ProviderConfig) -> Diagnostics {
    let mut refusals = several_trusts(config);
    refusals.extend(name_without_trust(config));
    refusals.extend(several_sign_ins(config));
    refusals.extend(external_id_without_role(config));
    refusals.extend(several_proxies(config));
    refusals
}

/// Refuses several ways to trust the certificate: the wrong one would trust too much, or fail.
fn several_trusts(config: &ProviderConfig) -> Diagnostics {
    let ways = [
        ("ca_file", config.ca_file.known().is_some()),
        ("ca_pem", config.ca_pem.known().is_some()),
        ("certificate_sha256", config.certificate_sha256.known().is_some()),
        ("insecure", config.insecure == Attr::Known(true)),
    ];
    let set = set(&ways);
    let mut refusal = Diagnostics::new();
    if let [_, second, ..] = set[..] {
        refusal.push_error_at(
            second,
            "Several ways to trust the cluster's certificate",
            format!("{} are set, here or in the environment. Keep one of them.", listed(&set)),
        );
    }
    refusal
}

/// Refuses a name of the certificate together with `insecure`, which would not compare it.
fn name_without_trust(config: &ProviderConfig) -> Diagnostics {
    let mut refusal = Diagnostics::new();
    if config.tls_server_name.known().is_some() && config.insecure == Attr::Known(true) {
        refusal.push_error_at(
            "insecure",
            "The name of the certificate would not be compared",
            "tls_server_name and insecure are set, here or in the environment, and insecure accepts a \
             certificate for any name. Keep one of them.",
        );
    }
    refusal
}

/// Refuses several ways to sign in.
fn several_sign_ins(config: &ProviderConfig) -> Diagnostics {
    let account =
        [("username", config.username.known().is_some()), ("password", config.password.known().is_some())];
    let token = [("token", config.token.known().is_some())];
    let certificate = [
        ("client_certificate", config.client_certificate.known().is_some()),
        ("client_key", config.client_key.known().is_some()),
    ];
    let ways = [set(&account), set(&token), set(&certificate)];
    let mut refusal = Diagnostics::new();
    let chosen: Vec<_> = ways.iter().filter_map(|way| way.first()).collect();
    if let [_, second, ..] = chosen[..] {
        refusal.push_error_at(
            *second,
            "Several ways to sign in",
            format!(
                "{} are set, here or in the environment. Keep one way: username and password, or token, or \
                 client_certificate and client_key.",
                listed(&ways.concat())
            ),
        );
    }
    refusal
}

/// Refuses an address of a proxy together with those of the environment.
fn several_proxies(config: &ProviderConfig) -> Diagnostics {
    let mut refusal = Diagnostics::new();
    if config.proxy_url.known().is_some() && config.proxy.known().is_some() {
        refusal.push_error_at(
            "proxy",
            "Two proxies on the way to ONTAP",
            "proxy_url names one, and proxy stands for those of the environment. Keep one of the two.",
        );
    }
    refusal
}

fn external_id_without_role(config: &ProviderConfig) -> Diagnostics {
    let mut refusal = Diagnostics::new();
    if let Attr::Known(aws) = &config.aws
        && aws.assume_role_external_id.known().is_some()
        && aws.assume_role_arn.is_null()
    {
        refusal.push_error_at(
            "aws.assume_role_external_id",
            "An external id without a role",
            "aws.assume_role_external_id is what a role demands, and aws.assume_role_arn is not set. Set \
             both, or neither.",
        );
    }
    refusal
}

fn set<'a>(attributes: &[(&'a str, bool)]) -> Vec<&'a str> {
    attributes.iter().filter(|(_, set)| *set).map(|(name, _)| *name).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::AwsConfig;

    /// Returns the attribute and the text of the only refusal, if there is one.
    fn refusal(config: &ProviderConfig) -> Option<(String, String)> {
        let refusals = of(config);
        let all: Vec<_> = refusals.iter().collect();
        assert!(all.len() < 2, "{refusals:?}");
        all.first().map(|one| (one.path.as_ref().unwrap().to_string(), one.detail.clone()))
    }

    #[test]
    fn every_pair_of_ways_is_refused_at_the_second() {
        let with = |names: &[&str]| {
            let text = |name| if names.contains(&name) { "x".into() } else { Attr::Null };
            ProviderConfig {
                username: text("username"),
                password: text("password"),
                token: text("token"),
                client_certificate: text("client_certificate"),
                client_key: text("client_key"),
                ca_file: text("ca_file"),
                ca_pem: text("ca_pem"),
                certificate_sha256: text("certificate_sha256"),
                tls_server_name: text("tls_server_name"),
                insecure: if names.contains(&"insecure") { Attr::Known(true) } else { Attr::Null },
                ..ProviderConfig::default()
            }
        };
        for (names, at) in [
            (&["password", "token"][..], Some("token")),
            (&["username", "token"], Some("token")),
            (&["username", "password", "client_certificate", "client_key"], Some("client_certificate")),
            (&["username", "client_key"], Some("client_key")),
            (&["token", "client_certificate", "client_key"], Some("client_certificate")),
            (&["ca_file", "ca_pem"], Some("ca_pem")),
            (&["ca_pem", "certificate_sha256"], Some("certificate_sha256")),
            (&["ca_file", "insecure"], Some("insecure")),
            (&["certificate_sha256", "insecure"], Some("insecure")),
            (&["tls_server_name", "insecure"], Some("insecure")),
            (&["username", "password", "ca_file", "tls_server_name"], None),
            (&["client_certificate", "client_key", "certificate_sha256"], None),
            (&["token", "insecure"], None),
        ] {
            let found = refusal(&with(names));
            assert_eq!(found.as_ref().map(|(at, _)| at.as_str()), at, "{names:?}");
            let all_named = |(_, detail): &(String, String)| names.iter().all(|name| detail.contains(name));
            assert!(found.as_ref().is_none_or(all_named), "{found:?}");
        }
    }

    #[test]
    fn what_is_not_known_yet_contradicts_nothing() {
        let config = ProviderConfig {
            token: Attr::Unknown,
            password: "secret".into(),
            ca_file: Attr::Unknown,
            ca_pem: "pem".into(),
            insecure: Attr::Unknown,
            ..ProviderConfig::default()
        };
        assert_eq!(refusal(&config), None);
    }

    #[test]
    fn one_proxy_is_enough() {
        let with = |proxy_url: Attr<String>, proxy: Attr<String>| ProviderConfig {
            proxy_url,
            proxy,
            ..ProviderConfig::default()
        };
        let (at, _) = refusal(&with("http://proxy".into(), "environment".into())).unwrap();
        assert_eq!(at, "proxy");
        assert_eq!(refusal(&with("http://proxy".into(), Attr::Unknown)), None);
        assert_eq!(refusal(&with(Attr::Null, "environment".into())), None);
    }

    #[test]
    fn an_external_id_needs_a_role() {
        let with = |assume_role_arn| ProviderConfig {
            aws: Attr::Known(AwsConfig {
                assume_role_arn,
                assume_role_external_id: "id".into(),
                ..AwsConfig::default()
            }),
            ..ProviderConfig::default()
        };
        let (at, _) = refusal(&with(Attr::Null)).unwrap();
        assert_eq!(at, "aws.assume_role_external_id");
        assert_eq!(refusal(&with("arn".into())), None);
        assert_eq!(refusal(&with(Attr::Unknown)), None);
    }
}
