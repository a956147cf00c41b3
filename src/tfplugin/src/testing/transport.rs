//! The transport of calls to the provider.

use tonic::Status;
use tonic::body::Body;
use tonic::codegen::http::{Request, Response};
use tonic::transport::Channel;
use tower::ServiceExt;
use tower::util::BoxCloneSyncService;

use crate::proto::tfplugin6::provider_server::ProviderServer;
use crate::provider::Provider;
use crate::rpc::Service;
use crate::server::LARGEST_MESSAGE;

/// The transport of calls to the provider.
pub type Transport = BoxCloneSyncService<Request<Body>, Response<Body>, Status>;

/// Calls the service directly; messages are encoded as with any other transport.
pub fn in_process<P: Provider>(service: Service<P>) -> Transport {
    let server = ProviderServer::new(service)
        .max_decoding_message_size(LARGEST_MESSAGE)
        .max_encoding_message_size(LARGEST_MESSAGE);
    BoxCloneSyncService::new(ServiceExt::<Request<Body>>::map_err(server, |never| match never {}))
}

/// Calls over a connection.
pub fn connected(channel: Channel) -> Transport {
    BoxCloneSyncService::new(channel.map_err(|error| Status::from_error(error.into())))
}
