//! The proxy between this client and the cluster.

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use percent_encoding::percent_decode_str;
use url::Url;

use ontap_core::{Error, Result};

use crate::Proxy;

/// A proxy whose address can be used.
pub struct Usable {
    /// Its URL, with user and password.
    pub url: Url,
    /// Its host and port, for messages.
    pub host: String,
}

/// Parses the address of a proxy: `http://[user:password@]host[:port]`.
///
/// What goes through it is encrypted between this client and the cluster. A proxy that is itself reached over
/// TLS would have to be trusted by the rules for the cluster's certificate, and is therefore refused.
pub fn parsed(proxy: &Proxy) -> Result<Usable> {
    let refused = |why: &str| Error::Config(format!("The proxy cannot be used: {why}."));
    let url = Url::parse(proxy.url.expose()).map_err(|_| refused("its address is no URL"))?;
    let host = url.host_str().filter(|_| url.scheme() == "http");
    let host = host.ok_or_else(|| refused("http://host:port is expected"))?;
    if url.path() != "/" || url.query().is_some() || url.fragment().is_some() {
        return Err(refused("only user, password, host and port are expected"));
    }
    let host = format!("{host}:{}", url.port_or_known_default().unwrap_or(80));
    Ok(Usable { host, url })
}

/// Returns the texts that must not appear in any message.
pub fn secrets(usable: &Usable) -> Vec<String> {
    let Some(written) = usable.url.password() else { return Vec::new() };
    let plain = |text: &str| percent_decode_str(text).decode_utf8_lossy().into_owned();
    let (user, password) = (plain(usable.url.username()), plain(written));
    vec![written.to_owned(), BASE64_STANDARD.encode(format!("{user}:{password}")), password]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Secret;

    fn of(url: &str) -> Result<Usable> {
        parsed(&Proxy { url: Secret::new(url), except: String::new() })
    }

    #[test]
    fn host_and_port_are_shown_without_user_and_password() {
        for (url, shown) in [
            ("http://proxy.example.com:3128", "proxy.example.com:3128"),
            ("http://proxy.example.com/", "proxy.example.com:80"),
            ("http://ci:p%40ss@[fd00::5]:8080", "[fd00::5]:8080"),
        ] {
            assert_eq!(of(url).unwrap().host, shown);
        }
    }

    #[test]
    fn any_other_address_is_refused_without_being_repeated() {
        for url in [
            "",
            "hunter22",
            "hunter22:3128",
            "https://ci:hunter22@proxy",
            "socks5://ci:hunter22@proxy",
            "http://proxy/hunter22",
            "http://proxy?hunter22",
            "http://proxy#hunter22",
        ] {
            let Err(error) = of(url) else { panic!("{url} is accepted") };
            assert!(!error.to_string().contains("hunter22"), "{error}");
        }
    }

    #[test]
    fn the_password_is_a_secret_in_each_form() {
        let secrets = secrets(&of("http://ci:p%40ss@proxy").unwrap());
        assert_eq!(secrets, ["p%40ss", "Y2k6cEBzcw==", "p@ss"]);
        assert!(super::secrets(&of("http://proxy").unwrap()).is_empty());
    }
}
