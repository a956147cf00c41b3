//! The host's half of handshake and TLS, as in Terraform.

use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::time::Duration;

use base64::Engine;
use base64::engine::general_purpose::STANDARD_NO_PAD;
use hyper_util::rt::TokioIo;
use rcgen::{
    BasicConstraints, CertificateParams, DnType, IsCa, KeyPair, KeyUsagePurpose, PKCS_ECDSA_P521_SHA512,
};
use rustls::crypto::aws_lc_rs;
use rustls::{ClientConfig, RootCertStore};
use rustls_pki_types::{CertificateDer, PrivatePkcs8KeyDer, ServerName};
use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::net::UnixStream;
use tokio::process::Child;
use tokio::sync::oneshot;
use tokio_rustls::TlsConnector;
use tonic::transport::{Channel, Endpoint};

use super::transport::{self, Transport};
use crate::provider::Provider;
use crate::server::{CLIENT_CERTIFICATE, COOKIE, ServeError, Server};

/// How long Terraform waits for a plugin's first line.
const PATIENCE: Duration = Duration::from_secs(60);

/// The throw-away certificate of a host.
pub struct Host {
    pub pem: String,
    certificate: CertificateDer<'static>,
    key: PrivatePkcs8KeyDer<'static>,
}

impl Host {
    /// A certificate like Terraform's: P-521, a CA, and used as a client.
    pub fn new() -> Result<Self, ServeError> {
        let key = KeyPair::generate_for(&PKCS_ECDSA_P521_SHA512)?;
        let mut params = CertificateParams::new(["localhost".to_owned()])?;
        params.distinguished_name.push(DnType::CommonName, "localhost");
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        params.key_usages = vec![KeyUsagePurpose::DigitalSignature, KeyUsagePurpose::KeyCertSign];
        let certificate = params.self_signed(&key)?;
        Ok(Self {
            pem: certificate.pem(),
            certificate: certificate.der().clone(),
            key: key.serialize_der().into(),
        })
    }

    /// The host's side of the connection's TLS.
    pub fn tls(&self, plugin: &Plugin) -> Result<ClientConfig, ServeError> {
        let mut trusted = RootCertStore::empty();
        trusted.add(plugin.certificate.clone())?;
        let mut config = ClientConfig::builder_with_provider(Arc::new(aws_lc_rs::default_provider()))
            .with_safe_default_protocol_versions()?
            .with_root_certificates(trusted)
            .with_client_auth_cert(vec![self.certificate.clone()], self.key.clone_key().into())?;
        config.alpn_protocols = vec![b"h2".to_vec()];
        Ok(config)
    }

    /// Connects to a plugin.
    pub async fn connect(&self, plugin: &Plugin) -> Result<Channel, ServeError> {
        let (tls, socket) = (TlsConnector::from(Arc::new(self.tls(plugin)?)), plugin.socket.clone());
        let connector = tower::service_fn(move |_| connect(tls.clone(), socket.clone()));
        Ok(Endpoint::from_static("http://localhost").connect_with_connector(connector).await?)
    }
}

async fn connect(
    tls: TlsConnector,
    socket: PathBuf,
) -> io::Result<TokioIo<tokio_rustls::client::TlsStream<UnixStream>>> {
    let name = ServerName::try_from("localhost").map_err(io::Error::other)?;
    let stream = UnixStream::connect(socket).await?;
    Ok(TokioIo::new(tls.connect(name, stream).await?))
}

/// Where a plugin listens, and the certificate it presents.
pub struct Plugin {
    pub socket: PathBuf,
    pub certificate: CertificateDer<'static>,
}

impl Plugin {
    /// Parses a plugin's handshake line.
    pub fn announced(line: &str) -> io::Result<Self> {
        let fields: Vec<&str> = line.trim_end().split('|').collect();
        match fields[..] {
            ["1", "6", "unix", socket, "grpc", certificate] => {
                let der = STANDARD_NO_PAD.decode(certificate).map_err(io::Error::other)?;
                Ok(Self { socket: Path::new(socket).to_owned(), certificate: der.into() })
            }
            _ => Err(io::Error::other(format!("this is no handshake: {line:?}"))),
        }
    }
}

/// Starts `server` in a task of its own, and connects.
pub async fn connect_to_server<P: Provider>(server: Server<P>) -> Result<Transport, ServeError> {
    let host = Host::new()?;
    let line = serve(server, host.pem.clone()).await?;
    Ok(transport::connected(host.connect(&Plugin::announced(&line)?).await?))
}

/// Starts `server` in a task of its own, for the host with that certificate. Returns the handshake line.
pub async fn serve<P: Provider>(server: Server<P>, host_pem: String) -> Result<String, ServeError> {
    let (sender, line) = oneshot::channel();
    tokio::spawn(async move {
        let variable = |name: &str| (name == CLIENT_CERTIFICATE).then(|| host_pem.clone());
        let mut out = FirstLine { text: Vec::new(), sender: Some(sender) };
        server.plugin(variable, &mut out, std::future::pending()).await
    });
    line.await.map_err(|_| io::Error::other("the server ended before it announced itself").into())
}

/// Starts a program as Terraform starts a plugin, and connects.
pub async fn connect_to_program(command: Command) -> Result<(Child, Transport), ServeError> {
    let host = Host::new()?;
    let mut command = tokio::process::Command::from(command);
    command.env(COOKIE.0, COOKIE.1).env("PLUGIN_PROTOCOL_VERSIONS", "6,5").env(CLIENT_CERTIFICATE, &host.pem);
    command.stdin(Stdio::null()).stdout(Stdio::piped()).kill_on_drop(true);
    let mut program = command.spawn()?;
    let stdout = program.stdout.take().ok_or_else(|| io::Error::other("the program has no stdout"))?;
    let mut lines = BufReader::new(stdout).lines();
    let line = tokio::time::timeout(PATIENCE, lines.next_line()).await.map_err(io::Error::from)??;
    let plugin = Plugin::announced(&line.unwrap_or_default())?;
    Ok((program, transport::connected(host.connect(&plugin).await?)))
}

/// Passes on the first line that is written.
struct FirstLine {
    text: Vec<u8>,
    sender: Option<oneshot::Sender<String>>,
}

impl Write for FirstLine {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.text.extend(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        let line = String::from_utf8_lossy(&self.text).into_owned();
        self.sender.take().map_or(Ok(()), |sender| sender.send(line).map_err(io::Error::other))
    }
}
