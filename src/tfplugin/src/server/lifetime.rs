//! When a plugin ends: on the host's request, or when the host is gone.

use std::time::Duration;

use futures::stream::{self, StreamExt};
use nix::unistd::{Pid, getppid};
use tokio::sync::watch;
use tokio_util::sync::CancellationToken;
use tonic::codegen::BoxStream;
use tonic::{Request, Response, Status};

use crate::proto::plugin::grpc_controller_server::GrpcController;
use crate::proto::plugin::grpc_stdio_server::GrpcStdio;
use crate::proto::plugin::{Empty, StdioData};

/// How long a plugin waits for its host to connect or reconnect. Hosts wait a minute for a plugin, so this is
/// no shorter.
pub const ALONE: Duration = Duration::from_secs(60);

/// How often a plugin checks whether its parent is still alive.
const LOOK: Duration = Duration::from_secs(1);

/// go-plugin's own services. Both end with the plugin.
#[derive(Debug, Clone)]
pub struct Lifetime {
    /// Cancelled when the plugin must end.
    pub shutdown: CancellationToken,
}

#[tonic::async_trait]
impl GrpcController for Lifetime {
    async fn shutdown(&self, _: Request<Empty>) -> Result<Response<Empty>, Status> {
        self.shutdown.cancel();
        Ok(Response::new(Empty {}))
    }
}

#[tonic::async_trait]
impl GrpcStdio for Lifetime {
    async fn stream_stdio(&self, _: Request<()>) -> Result<Response<BoxStream<StdioData>>, Status> {
        let silence = stream::pending().take_until(self.shutdown.clone().cancelled_owned());
        Ok(Response::new(Box::pin(silence)))
    }
}

/// Returns when no host has been connected for `patience`.
pub async fn left_alone(mut open: watch::Receiver<usize>, patience: Duration) {
    loop {
        if tokio::time::timeout(patience, open.wait_for(|open| *open > 0)).await.is_err() {
            return;
        }
        if open.wait_for(|open| *open == 0).await.is_err() {
            return;
        }
    }
}

/// The process that started this one.
#[derive(Debug, Clone, Copy)]
pub struct Parent(pub Pid);

impl Parent {
    /// To be called before the host can know of this process: the parent of an orphan is another process, and
    /// its end would not be noticed.
    pub fn now() -> Self {
        Self(getppid())
    }

    /// Returns when it has ended.
    pub async fn gone(self) {
        while getppid() == self.0 {
            tokio::time::sleep(LOOK).await;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PATIENCE: Duration = Duration::from_millis(200);

    #[tokio::test(start_paused = true)]
    async fn a_plugin_that_nobody_connects_to_ends() {
        let (_count, open) = watch::channel(0);
        left_alone(open, PATIENCE).await;
    }

    #[tokio::test(start_paused = true)]
    async fn a_parent_that_ended_before_the_first_look_is_gone() {
        let waited = tokio::time::timeout(Duration::from_secs(60), Parent::now().gone()).await;
        assert!(waited.is_err(), "the parent of this test is alive");
        Parent(Pid::from_raw(i32::MAX)).gone().await;
    }

    #[tokio::test(start_paused = true)]
    async fn a_connected_plugin_stays_and_an_abandoned_one_ends() {
        let (count, open) = watch::channel(1);
        let mut alone = tokio::spawn(left_alone(open, PATIENCE));
        assert!(tokio::time::timeout(PATIENCE * 10, &mut alone).await.is_err());
        count.send_modify(|open| *open = 0);
        alone.await.unwrap();
    }
}
