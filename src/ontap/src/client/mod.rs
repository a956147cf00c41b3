//! The client: the state that all its clones share, and how requests are decoded.

mod send;

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use http::HeaderValue;
use serde::de::DeserializeOwned;
use tokio::sync::{OnceCell, Semaphore, SemaphorePermit};
use tokio_util::sync::CancellationToken;

use crate::standing;
use crate::transport::Transport;
use crate::{Config, Timing, Version};
use ontap_core::protocol::answer;
use ontap_core::protocol::paging::Listing;
use ontap_core::protocol::request::Request;
use ontap_core::{Error, Fault, Faulty, Listed, Result};

/// Maximum number of requests in flight: those of the ten objects that Terraform works on at a time, and a look or two
/// for all of them. NetApp documents no limit; its own clients send 6 (Terraform) or 20 (Trident). That twelve are not
/// too many is assumed (`requests-at-once`).
const REQUESTS_AT_ONCE: usize = 12;
/// Maximum number of concurrent jobs that create or delete SVMs: ONTAP refuses the sixth (code 13434894).
const SVM_JOBS_AT_ONCE: usize = 5;

/// Name of this client when the caller gives none.
const APPLICATION: HeaderValue =
    HeaderValue::from_static(concat!("ontap-client/", env!("CARGO_PKG_VERSION")));

/// A client of one cluster. Clones are cheap and share connections, limits and cached answers.
#[derive(Clone)]
pub struct Client {
    shared: Arc<Shared>,
    stop: CancellationToken,
    on_write: Option<Arc<dyn Fn() + Send + Sync>>,
    has_begun: Option<Arc<dyn Fn() -> bool + Send + Sync>>,
    application: HeaderValue,
    pub(crate) timing: Timing,
}

struct Shared {
    transport: Transport,
    standing: standing::Shared,
    requests: Semaphore,
    svm_jobs: Semaphore,
    version: OnceCell<Version>,
    has_written: AtomicBool,
}

impl std::fmt::Debug for Client {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Client").finish_non_exhaustive()
    }
}

impl Client {
    /// Makes a client. Nothing is sent.
    ///
    /// # Errors
    /// [`Error::Config`] when an endpoint, certificate, key, pin or name cannot be used. There is no falling
    /// back to another way of trusting the cluster.
    pub fn new(config: Config) -> Result<Self> {
        let shared = Shared {
            transport: Transport::new(config)?,
            standing: standing::Shared::new(),
            requests: Semaphore::new(REQUESTS_AT_ONCE),
            svm_jobs: Semaphore::new(SVM_JOBS_AT_ONCE),
            version: OnceCell::new(),
            has_written: AtomicBool::new(false),
        };
        Ok(Self {
            shared: Arc::new(shared),
            stop: CancellationToken::new(),
            on_write: None,
            has_begun: None,
            application: APPLICATION,
            timing: Timing::default(),
        })
    }

    /// Returns the same client, whose waits end with [`Error::Stopped`] when the token is cancelled. A write
    /// in flight is finished; a read that does not end within half a second is abandoned. Requests that need
    /// no waiting are still sent.
    #[must_use]
    pub fn with_stop(&self, stop: CancellationToken) -> Self {
        Self { stop, ..self.clone() }
    }

    /// Returns the same client, which calls `on_write` before it sends any request other than a read.
    #[must_use]
    pub fn with_write_notice(&self, on_write: impl Fn() + Send + Sync + 'static) -> Self {
        Self { on_write: Some(Arc::new(on_write)), ..self.clone() }
    }

    /// Returns the same client, whose requests are sent even after a failure that counts for all of them
    /// ([`Error::NotSent`]) once `has_begun` says that they belong to a change that has begun: half of it is
    /// worse than one more failure.
    #[must_use]
    pub fn with_begun(&self, has_begun: impl Fn() -> bool + Send + Sync + 'static) -> Self {
        Self { has_begun: Some(Arc::new(has_begun)), ..self.clone() }
    }

    /// Returns the same client under another name, such as `backup-tool/1.2`. ONTAP counts requests by this
    /// name (`security session request-statistics show-by-application`) and can limit them by it.
    ///
    /// # Errors
    /// [`Error::Argument`] when the name cannot be sent in a header.
    pub fn with_application(&self, name: &str) -> Result<Self> {
        let refused = |_| Error::Argument {
            what: "the application",
            value: name.to_owned(),
            why: "has characters that cannot be sent in a header",
        };
        Ok(Self { application: HeaderValue::from_str(name).map_err(refused)?, ..self.clone() })
    }

    /// Returns the same client with other wait times.
    #[must_use]
    pub fn with_timing(&self, timing: Timing) -> Self {
        Self { timing, ..self.clone() }
    }

    /// Whether this client or a clone of it has begun to send any request other than a read.
    pub fn has_written(&self) -> bool {
        self.shared.has_written.load(Ordering::SeqCst)
    }

    /// Reads one object.
    pub(crate) async fn fetch<T: DeserializeOwned>(&self, request: &Request) -> Result<T> {
        let received = self.send(request).await?;
        answer::decode(request, &received).map_err(|error| self.scrubbed(error))
    }

    /// Reads all pages of a collection. `faulty` says what becomes of a record that is not as it should be.
    pub(crate) async fn read_all<T: DeserializeOwned>(
        &self,
        request: &Request,
        faulty: Faulty,
    ) -> Result<Listed<T>> {
        let mut listing = Listing::new(request, faulty);
        let mut next = Some(request.clone());
        while let Some(request) = next {
            let received = self.send(&request).await?;
            next = listing.take(&received).map_err(|error| self.scrubbed(error))?;
        }
        let Listed { records, faults } = listing.into_listed();
        let redactor = self.shared.transport.redactor();
        let faults: Vec<_> = faults.into_iter().map(|fault| fault.scrubbed(redactor)).collect();
        for Fault { uuid, path, received } in &faults {
            tracing::warn!(uuid, path, received, "A record of a listing can be read only in part");
        }
        Ok(Listed { records, faults })
    }

    /// Waits for one of ONTAP's five slots for jobs that create or delete SVMs.
    pub(crate) async fn svm_job_slot(&self) -> Result<SemaphorePermit<'_>> {
        self.slot(&self.shared.svm_jobs, "one of ONTAP's five places for SVM jobs").await
    }

    async fn slot<'a>(&self, places: &'a Semaphore, what: &str) -> Result<SemaphorePermit<'a>> {
        let place = waiting::told(|| what.to_owned(), places.acquire());
        tokio::select! {
            biased;
            place = place => place.map_err(|_| stopped(what)),
            () = self.stop.cancelled() => Err(stopped(what)),
        }
    }

    /// Waits, unless the caller asks to stop.
    pub(crate) async fn pause(&self, wait: Duration, what: &str, outcome: UnknownOutcome) -> Result<()> {
        tokio::select! {
            biased;
            () = self.stop.cancelled() => Err(Error::Stopped { what: what.to_owned(), unknown_outcome: outcome.0 }),
            () = tokio::time::sleep(wait) => Ok(()),
        }
    }

    /// Removes the credentials from a server's messages.
    pub(crate) fn scrubbed(&self, error: Error) -> Error {
        error.scrubbed(self.shared.transport.redactor())
    }

    pub(crate) fn cached_version(&self) -> &OnceCell<Version> {
        &self.shared.version
    }
}

fn stopped(what: &str) -> Error {
    Error::Stopped { what: what.to_owned(), unknown_outcome: false }
}

/// Whether a write has been sent whose outcome is still unknown.
#[derive(Clone, Copy)]
pub struct UnknownOutcome(pub(crate) bool);
