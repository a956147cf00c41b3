//! HTTP in front of the world. This layer translates and contains no rules.

mod control;
mod ec2;
pub mod exchange;
mod fault_answer;
mod ontap;

use std::net::IpAddr;

use axum::Router;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpListener;
use tokio_rustls::TlsAcceptor;

use crate::request_log::Side;
use crate::shared::SharedState;
use exchange::Exchange;

/// One of the servers.
#[derive(Clone)]
pub struct Service {
    exchange: Exchange,
    tls: Option<TlsAcceptor>,
}

impl Service {
    pub fn ontap(state: SharedState, tls: TlsAcceptor) -> Self {
        Self { tls: Some(tls), ..Self::new(Some(Side::Ontap), ontap::router(state.clone()), state) }
    }

    /// The management address of a node.
    pub fn node(state: SharedState, tls: TlsAcceptor, name: String) -> Self {
        let mut service = Self::ontap(state, tls);
        service.exchange.node = Some(name);
        service
    }

    pub fn ec2(state: SharedState) -> Self {
        Self::new(Some(Side::Ec2), ec2::router(state.clone()), state)
    }

    /// `listen` is the address of the server.
    pub fn control(state: SharedState, listen: IpAddr) -> Self {
        Self::new(None, control::router(state.clone(), listen), state)
    }

    fn new(side: Option<Side>, router: Router, state: SharedState) -> Self {
        Self { exchange: Exchange { side, node: None, router, state }, tls: None }
    }
}

/// Accepts connections until the runtime ends.
pub async fn serve(listener: TcpListener, service: Service) {
    loop {
        let Ok((stream, _)) = listener.accept().await else { continue };
        if service.exchange.is_down() {
            // Reset the connection, so that clients see a lost connection rather than a TLS error.
            if let Err(error) = stream.set_zero_linger() {
                tracing::debug!("a connection to a failed node could not be reset: {error}");
            }
            continue;
        }
        let service = service.clone();
        tokio::spawn(async move {
            match service.tls {
                None => converse(stream, service.exchange).await,
                Some(tls) => match tls.accept(stream).await {
                    Ok(stream) => converse(stream, service.exchange).await,
                    Err(error) => tracing::debug!("a TLS handshake failed: {error}"),
                },
            }
        });
    }
}

async fn converse(stream: impl AsyncRead + AsyncWrite + Send + Unpin + 'static, exchange: Exchange) {
    let answer = service_fn(move |request| exchange.clone().answer(request));
    let connection =
        http1::Builder::new().timer(TokioTimer::new()).serve_connection(TokioIo::new(stream), answer);
    if let Err(error) = connection.await {
        tracing::debug!("a connection ended early: {error}");
    }
}
