//! Connections of hosts that are not the right one.

use std::sync::Arc;

use rustls::crypto::aws_lc_rs;
use rustls::{ClientConfig, RootCertStore};
use rustls_pki_types::ServerName;
use tfplugin_core::{Diagnostics, Outcome};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::UnixStream;
use tokio_rustls::TlsConnector;

use crate::provider::{Configured, Provider};
use crate::server::Server;
use crate::testing::{Host, Plugin, serve};
use crate::{Attr, Model, async_trait};

/// Nothing to configure.
#[derive(Debug, Clone, PartialEq, Model)]
struct Config {
    /// Where it is.
    #[attr(optional)]
    endpoint: Attr<String>,
}

struct Empty;

#[async_trait]
impl Provider for Empty {
    const NAME: &'static str = "empty";
    const ADDRESS: &'static str = "registry.terraform.io/example/empty";
    type Config = Config;
    type Clients = ();

    async fn configure(&self, _: Config) -> Outcome<Configured<()>> {
        Ok(Configured::Ready((), Diagnostics::new()))
    }
}

/// Sends the beginning of HTTP/2 and returns whether the plugin answers.
async fn is_served(plugin: &Plugin, config: ClientConfig) -> bool {
    let stream = UnixStream::connect(&plugin.socket).await.unwrap();
    let name = ServerName::try_from("localhost").unwrap();
    let Ok(mut tls) = TlsConnector::from(Arc::new(config)).connect(name, stream).await else { return false };
    let hello = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\x04\0\0\0\0\0";
    let sent = tls.write_all(hello).await.is_ok() && tls.flush().await.is_ok();
    let mut answer = [0; 9];
    sent && tls.read_exact(&mut answer).await.is_ok()
}

fn trusting(plugin: &Plugin) -> rustls::ConfigBuilder<ClientConfig, rustls::client::WantsClientCert> {
    let mut trusted = RootCertStore::empty();
    trusted.add(plugin.certificate.clone()).unwrap();
    ClientConfig::builder_with_provider(Arc::new(aws_lc_rs::default_provider()))
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_root_certificates(trusted)
}

#[tokio::test]
async fn only_the_host_that_gave_its_certificate_is_served() {
    let (host, stranger) = (Host::new().unwrap(), Host::new().unwrap());
    let line = serve(Server::new(Empty), host.pem.clone()).await.unwrap();
    let plugin = Plugin::announced(&line).unwrap();
    assert!(is_served(&plugin, host.tls(&plugin).unwrap()).await);
    assert!(!is_served(&plugin, stranger.tls(&plugin).unwrap()).await);
    assert!(!is_served(&plugin, trusting(&plugin).with_no_client_auth()).await);
}

#[tokio::test]
async fn a_plugin_offers_only_http_2() {
    let host = Host::new().unwrap();
    let line = serve(Server::new(Empty), host.pem.clone()).await.unwrap();
    let plugin = Plugin::announced(&line).unwrap();
    let mut config = host.tls(&plugin).unwrap();
    config.alpn_protocols = vec![b"http/1.1".to_vec()];
    assert!(!is_served(&plugin, config).await);
}

#[tokio::test]
async fn a_certificate_that_cannot_be_read_ends_the_plugin() {
    let variable = |name: &str| (name == super::CLIENT_CERTIFICATE).then(|| "no certificate".to_owned());
    let mut out = Vec::new();
    assert!(Server::new(Empty).plugin(variable, &mut out, std::future::pending()).await.is_err());
    assert!(out.is_empty(), "an address was announced that is not served");
}

#[tokio::test]
async fn a_plugin_without_cookie_fails_and_prints_no_handshake() {
    let code = Server::new(Empty).run(["plugin".to_owned()], |_| None).await;
    assert_eq!(format!("{code:?}"), format!("{:?}", std::process::ExitCode::FAILURE));
}
