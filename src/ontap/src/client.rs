//! The client: the state that all its clones share, and how one request is sent, repeated and decoded.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use http::HeaderValue;
use serde::de::DeserializeOwned;
use tokio::sync::{OnceCell, Semaphore, SemaphorePermit};
use tokio_util::sync::CancellationToken;

use crate::transport::Transport;
use crate::{Config, Timing, Version};
use ontap_core::protocol::answer::{self, Received};
use ontap_core::protocol::doubt::Attempts;
use ontap_core::protocol::paging::Listing;
use ontap_core::protocol::request::Request;
use ontap_core::protocol::retry;
use ontap_core::{Error, Fault, Faulty, Listed, Method, Result};

/// Maximum number of requests in flight. NetApp documents no limit; six is what careful clients use.
const REQUESTS_AT_ONCE: usize = 6;
/// Maximum number of concurrent jobs that create or delete SVMs: ONTAP refuses the sixth (code 13434894).
const SVM_JOBS_AT_ONCE: usize = 5;

/// How long a read may continue after the caller asked to stop: most answers arrive within it.
const GRACE: Duration = Duration::from_millis(500);

/// Name of this client when the caller gives none.
const APPLICATION: HeaderValue =
    HeaderValue::from_static(concat!("ontap-client/", env!("CARGO_PKG_VERSION")));

/// A client of one cluster. Clones are cheap and share connections, limits and cached answers.
#[derive(Clone)]
pub struct Client {
    shared: Arc<Shared>,
    stop: CancellationToken,
    on_write: Option<Arc<dyn Fn() + Send + Sync>>,
    application: HeaderValue,
    pub(crate) timing: Timing,
}

struct Shared {
    transport: Transport,
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
            requests: Semaphore::new(REQUESTS_AT_ONCE),
            svm_jobs: Semaphore::new(SVM_JOBS_AT_ONCE),
            version: OnceCell::new(),
            has_written: AtomicBool::new(false),
        };
        Ok(Self {
            shared: Arc::new(shared),
            stop: CancellationToken::new(),
            on_write: None,
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

    /// Sends a request. Repeats it when ONTAP could not accept it at the moment, or when it is a read.
    pub(crate) async fn send(&self, request: &Request) -> Result<Received> {
        let begun = Instant::now();
        let mut waits = self.timing.between_attempts();
        let mut attempts = Attempts::default();
        loop {
            let error = match self.send_once(request).await {
                Ok(body) => return Ok(body),
                Err(error) => error,
            };
            let has_time = begun.elapsed() < self.shared.transport.patience();
            let again = has_time && retry::may_repeat(request.method, &error);
            let error = if request.method.is_read() { error } else { attempts.ended(error) };
            let Some(wait) = waits.next().filter(|_| again) else { return Err(error) };
            self.pause(wait, "another attempt", UnknownOutcome(attempts.may_have_acted())).await?;
        }
    }

    async fn send_once(&self, request: &Request) -> Result<Received> {
        if request.method != Method::Get {
            self.shared.has_written.store(true, Ordering::SeqCst);
            self.on_write.iter().for_each(|on_write| on_write());
        }
        let _permit = self.slot(&self.shared.requests, "a free place among the requests").await?;
        let begun = Instant::now();
        let received = self.exchange(request).await;
        let answer = received
            .and_then(|received| answer::judge(request, &received).map(|()| received))
            .map_err(|error| self.scrubbed(error));
        log(request, &answer, begun.elapsed());
        answer
    }

    /// A read is abandoned soon after the caller asks to stop, however long its answer is; a write is
    /// finished.
    async fn exchange(&self, request: &Request) -> Result<Received> {
        let exchange = self.shared.transport.exchange(request, &self.application);
        if !request.method.is_read() {
            return exchange.await;
        }
        let given_up = async {
            self.stop.cancelled().await;
            tokio::time::sleep(GRACE).await;
        };
        tokio::select! {
            biased;
            received = exchange => received,
            () = given_up => {
                Err(Error::Stopped { what: format!("the answer to GET \
                     {}", request.path), unknown_outcome: false })
            }
        }
    }

    /// Waits for one of ONTAP's five slots for jobs that create or delete SVMs.
    pub(crate) async fn svm_job_slot(&self) -> Result<SemaphorePermit<'_>> {
        self.slot(&self.shared.svm_jobs, "one of ONTAP's five places for SVM jobs").await
    }

    async fn slot<'a>(&self, places: &'a Semaphore, what: &str) -> Result<SemaphorePermit<'a>> {
        let stopped = || Error::Stopped { what: what.to_owned(), unknown_outcome: false };
        tokio::select! {
            biased;
            place = places.acquire() => place.map_err(|_| stopped()),
            () = self.stop.cancelled() => Err(stopped()),
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

/// Whether a write has been sent whose outcome is still unknown.
#[derive(Clone, Copy)]
pub struct UnknownOutcome(pub(crate) bool);

/// Method, path, outcome and duration; never the query, a header or a body.
fn log(request: &Request, answer: &Result<Received>, took: Duration) {
    let (method, path, milliseconds) = (request.method, request.path.as_str(), took.as_millis());
    match answer {
        Ok(_) => tracing::debug!(%method, path, milliseconds, "ONTAP answered"),
        Err(error) => {
            let (status, code) = (error.status(), error.code());
            tracing::debug!(%method, path, milliseconds, status, code, "ONTAP request failed");
        }
    }
}
