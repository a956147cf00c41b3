//! The proxy on the way to ONTAP, from the provider block or from the environment: pure.
//!
//! ONTAP is usually reached in a private network, from a machine whose variables lead to a proxy for the
//! internet. Those variables therefore count only where the provider block says so.

use ontap::{Proxy, Secret};
use tfplugin::Diagnostics;
use url::Url;

use crate::config::ProviderConfig;
use crate::environment::Environment;

/// The value of `proxy` by which the variables count.
const BY_ENVIRONMENT: &str = "environment";

/// Where the proxy of an HTTPS server comes from; the first that is set counts.
const VARIABLES: [&str; 4] = ["HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"];
const EXCEPTIONS: [&str; 2] = ["NO_PROXY", "no_proxy"];

/// Returns the proxy on the way to ONTAP.
pub fn of(config: &ProviderConfig, environment: &Environment) -> Option<Proxy> {
    if let Some(url) = config.proxy_url.known() {
        return Some(Proxy { url: Secret::new(url.clone()), except: String::new() });
    }
    let (_, url) = variable(config, environment)?;
    let except = EXCEPTIONS.iter().find_map(|name| environment.get(name)).unwrap_or_default();
    Some(Proxy { url: Secret::new(with_scheme(url)), except: except.to_owned() })
}

/// Refuses a variable that counts and cannot be right.
pub fn refusals(config: &ProviderConfig, environment: &Environment) -> Diagnostics {
    let found = variable(config, environment);
    let refused = found.and_then(|(name, url)| Some((name, why_not_proxy_url(&with_scheme(url))?)));
    let Some((name, why)) = refused else { return Diagnostics::new() };
    Diagnostics::error_at(
        "proxy",
        format!("The environment variable {name} cannot be used"),
        format!("{why} Nothing was sent. What it holds is not repeated here."),
    )
}

/// Returns the variable that names the proxy, if variables count.
fn variable<'a>(config: &ProviderConfig, environment: &'a Environment) -> Option<(&'static str, &'a str)> {
    let counts = config.proxy.known().is_some_and(|proxy| proxy == BY_ENVIRONMENT);
    let find = || VARIABLES.iter().find_map(|name| Some((*name, environment.get(name)?)));
    counts.then(find).flatten()
}

/// Completes the short form that variables may have.
fn with_scheme(url: &str) -> String {
    if url.contains("://") { url.to_owned() } else { format!("http://{url}") }
}

pub fn why_not_proxy(text: &str) -> Option<&'static str> {
    (text != BY_ENVIRONMENT).then_some(
        "It is either left out or \"environment\", which stands for the variables HTTPS_PROXY, ALL_PROXY and \
         NO_PROXY. The address of a proxy belongs into proxy_url.",
    )
}

pub fn why_not_proxy_url(text: &str) -> Option<&'static str> {
    let is_plain = |url: &Url| {
        url.scheme() == "http"
            && url.has_host()
            && url.path() == "/"
            && url.query().is_none()
            && url.fragment().is_none()
    };
    (!Url::parse(text).is_ok_and(|url| is_plain(&url))).then_some(
        "It is not the URL of an HTTP proxy. Write one such as \"http://proxy.example.com:3128\", with \
         user:password@ before the host if it asks for a login. The way to ONTAP is encrypted through it.",
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn environment(variables: &[(&str, &str)]) -> Environment {
        variables.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
    }

    fn by_environment() -> ProviderConfig {
        ProviderConfig { proxy: BY_ENVIRONMENT.into(), ..ProviderConfig::default() }
    }

    fn proxy(url: &str, except: &str) -> Option<Proxy> {
        Some(Proxy { url: Secret::new(url), except: except.to_owned() })
    }

    #[test]
    fn the_variables_count_only_where_the_block_says_so() {
        let environment = environment(&[("HTTPS_PROXY", "http://proxy:3128"), ("NO_PROXY", "10.0.0.0/8")]);
        assert_eq!(of(&ProviderConfig::default(), &environment), None);
        assert_eq!(of(&by_environment(), &environment), proxy("http://proxy:3128", "10.0.0.0/8"));
        let own = ProviderConfig { proxy_url: "http://own:3128".into(), ..ProviderConfig::default() };
        assert_eq!(of(&own, &environment), proxy("http://own:3128", ""), "exceptions are of the environment");
    }

    #[test]
    fn the_first_variable_counts_and_may_be_short() {
        for (variables, url) in [
            (&[("https_proxy", "proxy:3128"), ("ALL_PROXY", "http://other")][..], "http://proxy:3128"),
            (&[("HTTPS_PROXY", ""), ("all_proxy", "http://proxy")], "http://proxy"),
            (&[("HTTPS_PROXY", "ci:secret@proxy"), ("no_proxy", "")], "http://ci:secret@proxy"),
        ] {
            assert_eq!(of(&by_environment(), &environment(variables)), proxy(url, ""));
        }
        assert_eq!(of(&by_environment(), &environment(&[("HTTP_PROXY", "http://proxy")])), None);
    }

    #[test]
    fn a_variable_that_cannot_be_right_is_named_and_not_repeated() {
        for url in ["https://ci:hunter22@proxy", "socks5://hunter22", "http://proxy/hunter22", "two hunter22"]
        {
            let environment = environment(&[("HTTPS_PROXY", url)]);
            let refused = refusals(&by_environment(), &environment);
            let [only] = &refused.iter().collect::<Vec<_>>()[..] else { panic!("{url}: {refused:?}") };
            assert!(only.summary.contains("HTTPS_PROXY") && !only.detail.contains("hunter22"), "{only:?}");
            assert!(refusals(&ProviderConfig::default(), &environment).is_empty());
        }
    }

    #[test]
    fn the_attributes_are_checked() {
        assert_eq!((why_not_proxy("environment"), why_not_proxy_url("http://ci:a@proxy:1")), (None, None));
        assert!(why_not_proxy("http://proxy").is_some() && why_not_proxy("").is_some());
        assert!(why_not_proxy_url("proxy:3128").is_some() && why_not_proxy_url("https://proxy").is_some());
    }
}
