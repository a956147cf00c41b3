//! Serves the protocol on accepted connections, from the first call to shutdown.

use std::io;
use std::time::Duration;

use tokio_stream::wrappers::ReceiverStream;
use tokio_util::sync::CancellationToken;

use super::connections::Connection;
use super::error::ServeError;
use super::lifetime::Lifetime;
use crate::proto::plugin::grpc_controller_server::GrpcControllerServer;
use crate::proto::plugin::grpc_stdio_server::GrpcStdioServer;
use crate::proto::tfplugin6::provider_server::ProviderServer;
use crate::provider::Provider;
use crate::rpc::Service;

/// Largest message in bytes, the usual limit of providers. tonic's default is 4 MiB, which a long string in a
/// configuration exceeds.
pub const LARGEST_MESSAGE: usize = 256 * 1024 * 1024;

/// How long calls in flight may take to answer after `Shutdown`. Terraform kills a plugin after two seconds.
const LAST_WORDS: Duration = Duration::from_millis(500);

/// How long running operations may take to stop once Terraform itself is gone.
const ORPHANED: Duration = Duration::from_secs(10);

/// Serves until the host calls `Shutdown` or `over` completes; in the latter case running operations are
/// stopped first.
pub async fn serve<P: Provider>(
    service: Service<P>,
    incoming: ReceiverStream<io::Result<Connection>>,
    over: impl Future<Output = ()>,
) -> Result<(), ServeError> {
    let shutdown = CancellationToken::new();
    let lifetime = Lifetime { shutdown: shutdown.clone() };
    let running = service.running();
    let provider = ProviderServer::new(service)
        .max_decoding_message_size(LARGEST_MESSAGE)
        .max_encoding_message_size(LARGEST_MESSAGE);
    let serving = tonic::transport::Server::builder()
        .add_service(provider)
        .add_service(GrpcControllerServer::new(lifetime.clone()))
        .add_service(GrpcStdioServer::new(lifetime))
        .serve_with_incoming_shutdown(incoming, shutdown.clone().cancelled_owned());
    let last_words = async {
        shutdown.cancelled().await;
        tokio::time::sleep(LAST_WORDS).await;
    };
    let over = async {
        over.await;
        running.stop();
        // Without an end of its own: `serving` or the time decides.
        drop(tokio::time::timeout(ORPHANED, running.idle()).await);
        shutdown.cancel();
        std::future::pending::<()>().await;
    };
    tokio::select! {
        served = serving => served?,
        () = last_words => {}
        () = over => {}
    }
    Ok(())
}
