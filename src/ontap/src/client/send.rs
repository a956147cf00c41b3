//! How one request is admitted, sent and repeated.

use std::sync::atomic::Ordering;
use std::time::{Duration, Instant};

use super::{Client, UnknownOutcome, stopped};
use crate::log::{self, Attempt};
use crate::standing::Admitted;
use ontap_core::protocol::answer::{self, Received};
use ontap_core::protocol::doubt::Attempts;
use ontap_core::protocol::request::Request;
use ontap_core::protocol::retry;
use ontap_core::{Error, Method, Result};

/// How long a read may continue after the caller asked to stop: most answers arrive within it.
const GRACE: Duration = Duration::from_millis(500);

impl Client {
    /// Sends a request. Repeats it when ONTAP could not accept it at the moment, or when it is a read.
    ///
    /// The first request is sent alone: if its login is refused, or nothing answers in the end, no other
    /// request is sent.
    pub(crate) async fn send(&self, request: &Request) -> Result<Received> {
        let _alone = self.admitted(request).await?;
        let outcome = self.send_until_answered(request).await;
        outcome.inspect_err(|error| self.shared.standing.learn_end(request, error))
    }

    /// Waits until the request may be sent. What belongs to a change that has begun always may.
    async fn admitted(&self, request: &Request) -> Result<Admitted<'_>> {
        if self.has_begun() {
            return Ok(Admitted::Freely);
        }
        let what = "the first login, which another object tries";
        let admitted = waiting::told(|| what.to_owned(), self.shared.standing.admit(request));
        tokio::select! {
            biased;
            admitted = admitted => admitted,
            () = self.stop.cancelled() => Err(stopped(what)),
        }
    }

    fn has_begun(&self) -> bool {
        self.has_begun.as_ref().is_some_and(|has_begun| has_begun())
    }

    async fn send_until_answered(&self, request: &Request) -> Result<Received> {
        let begun = Instant::now();
        let mut waits = self.timing.between_attempts();
        let mut attempts = Attempts::default();
        let mut attempt = 0;
        loop {
            attempt += 1;
            let error = match self.send_once(request, attempt).await {
                Ok(body) => return Ok(body),
                Err(error) => error,
            };
            let has_time = begun.elapsed() < self.shared.transport.patience();
            let again = has_time && !request.is_sent_once && retry::may_repeat(request.method, &error);
            let error = if request.method.is_read() { error } else { attempts.ended(error) };
            let Some(wait) = waits.next().filter(|_| again) else { return Err(error) };
            log::repeated(request, &error, wait);
            self.pause(wait, "another attempt", UnknownOutcome(attempts.may_have_acted())).await?;
        }
    }

    async fn send_once(&self, request: &Request, attempt: Attempt) -> Result<Received> {
        let _permit = self.slot(&self.shared.requests, "a free place among the requests").await?;
        // Others may have met something that counts for this request, too, while it waited.
        if !self.has_begun() {
            self.shared.standing.check(request)?;
        }
        if request.method != Method::Get {
            self.shared.has_written.store(true, Ordering::SeqCst);
            self.on_write.iter().for_each(|on_write| on_write());
        }
        let (begun, redactor) = (Instant::now(), self.shared.transport.redactor());
        log::sending(request, attempt, redactor);
        let what = || format!("the answer to {} {}", request.method, request.path);
        let received = waiting::told(what, self.exchange(request)).await;
        if let Ok(received) = &received {
            log::received(request, attempt, received, redactor);
        }
        let answer = received
            .and_then(|received| answer::judge(request, &received).map(|()| received))
            .map_err(|error| self.scrubbed(error));
        self.shared.standing.learn(&answer);
        log::ended(request, attempt, &answer, begun.elapsed(), redactor);
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
}
