//! Failing EC2 calls, as the port reports them after the SDK has given up.

use std::sync::Mutex;
use std::time::Duration;

use ec2::{Error, ErrorKind};

/// How a call fails.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Trouble {
    /// The connection breaks, before or after the call took effect.
    Cut { after: bool },
    /// EC2 has an internal failure, before or after the call took effect.
    Failed { after: bool },
    /// EC2 refuses the call, although an earlier attempt of the same call took effect.
    Refused,
    /// The request budget of the account is used up. Nothing was done.
    Throttled,
    /// The call took effect, but the answer is not from EC2.
    Garbage,
    /// The call took effect, and the answer arrives this much later.
    Late(Duration),
}

impl Trouble {
    fn takes_effect(self) -> bool {
        match self {
            Self::Cut { after } | Self::Failed { after } => after,
            Self::Throttled => false,
            Self::Refused | Self::Garbage | Self::Late(_) => true,
        }
    }

    fn error(self, action: &'static str) -> Option<Error> {
        let local = |kind| Some(Error::local(action, kind, "There is trouble."));
        let answered = |code: &str| Some(Error::answered(action, code, "There is trouble.", None));
        match self {
            Self::Cut { .. } => local(ErrorKind::Lost),
            Self::Failed { .. } => answered("InternalError"),
            Self::Refused => answered("PrivateIpAddressLimitExceeded"),
            Self::Throttled => answered("RequestLimitExceeded"),
            Self::Garbage => local(ErrorKind::BadAnswer),
            Self::Late(_) => None,
        }
    }
}

/// Which calls fail, and how.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Strike {
    action: &'static str,
    /// The first call of the action that fails, counted from 1.
    nth: usize,
    count: usize,
    trouble: Trouble,
    /// The action whose next call starts the count; if absent, the count starts now.
    since: Option<&'static str>,
}

impl Strike {
    /// Makes the next call of the action fail.
    pub(crate) fn next(action: &'static str, trouble: Trouble) -> Self {
        Self { action, nth: 1, count: 1, trouble, since: None }
    }

    /// Makes all calls of the action fail from the nth on.
    pub(crate) fn from(action: &'static str, nth: usize, trouble: Trouble) -> Self {
        Self { action, nth, count: usize::MAX, trouble, since: None }
    }

    /// Makes all calls of the action fail once the action `since` was called.
    pub(crate) fn since(since: &'static str, action: &'static str, trouble: Trouble) -> Self {
        Self { since: Some(since), ..Self::from(action, 1, trouble) }
    }
}

/// The strikes in force, each with the number of calls that it has seen.
#[derive(Debug, Default)]
pub(crate) struct Troubles(Mutex<Vec<(Strike, usize)>>);

impl Troubles {
    pub(super) fn add(&self, strike: Strike) {
        self.0.lock().unwrap().push((strike, 0));
    }

    pub(super) fn clear(&self) {
        self.0.lock().unwrap().clear();
    }

    fn strike(&self, action: &str) -> Option<Trouble> {
        let mut found = None;
        for (strike, seen) in self.0.lock().unwrap().iter_mut() {
            if strike.since == Some(action) {
                strike.since = None;
            }
            if strike.action != action || strike.since.is_some() {
                continue;
            }
            *seen += 1;
            if *seen >= strike.nth && *seen - strike.nth < strike.count {
                found = found.or(Some(strike.trouble));
            }
        }
        found
    }

    /// Carries out a call, with the trouble that strikes it.
    pub(super) async fn through<T>(
        &self,
        action: &'static str,
        call: impl FnOnce() -> Result<T, Error>,
    ) -> Result<T, Error> {
        let Some(trouble) = self.strike(action) else { return call() };
        let done = trouble.takes_effect().then(call);
        if let Trouble::Late(pause) = trouble {
            tokio::time::sleep(pause).await;
        }
        match (done, trouble.error(action)) {
            (Some(Err(refused)), _) => Err(refused),
            (Some(Ok(answer)), None) => Ok(answer),
            (Some(Ok(_)) | None, Some(error)) => Err(error),
            (None, None) => Err(Error::local(action, ErrorKind::Other, "A test went wrong.")),
        }
    }
}
