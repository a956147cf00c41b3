//! Whether requests may be sent at all: the first one is sent alone, and what it shows counts for all others.

use std::sync::{Mutex, MutexGuard, PoisonError};

use ontap_core::protocol::request::Request;
use ontap_core::protocol::standing::Standing;
use ontap_core::{Error, Result};
use tokio::sync::{Semaphore, SemaphorePermit};

/// What all clones of a client know of their connection.
#[derive(Debug)]
pub struct Shared {
    known: Mutex<Standing>,
    /// The place of the first login.
    first: Semaphore,
}

/// How a request may be sent.
#[derive(Debug)]
pub enum Admitted<'a> {
    /// At the same time as others.
    Freely,
    /// Alone until it has ended, because no login was accepted yet.
    Alone(#[expect(dead_code, reason = "it keeps the place")] SemaphorePermit<'a>),
}

impl Shared {
    /// Begins with a connection of which nothing is known.
    pub fn new() -> Self {
        Self { known: Mutex::default(), first: Semaphore::new(1) }
    }

    /// Refuses a request if an earlier failure counts for it, too.
    pub fn check(&self, request: &Request) -> Result<()> {
        self.known().admit(request)
    }

    /// Waits until a request may be sent. While no login was accepted, that is when no other request is under
    /// way.
    pub async fn admit(&self, request: &Request) -> Result<Admitted<'_>> {
        self.check(request)?;
        if self.known().works() {
            return Ok(Admitted::Freely);
        }
        let place = self.first.acquire().await.ok();
        self.check(request)?;
        Ok(place.filter(|_| !self.known().works()).map_or(Admitted::Freely, Admitted::Alone))
    }

    /// Learns from the outcome of one attempt.
    pub fn learn<T>(&self, outcome: &Result<T>) {
        self.known().learn(outcome.as_ref().map(|_| ()));
    }

    /// Learns from the end of all attempts of one request.
    pub fn learn_end(&self, request: &Request, error: &Error) {
        self.known().learn_end(request, error);
    }

    fn known(&self) -> MutexGuard<'_, Standing> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
