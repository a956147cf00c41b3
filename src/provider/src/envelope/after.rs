//! What follows the error of a create: the object is looked for before the create is given up.

use futures::future::BoxFuture;
use tfplugin::{Cx, Diagnostics, Outcome};

use crate::clients::{Clients, every_second, wait_until};

/// Number of looks, one second apart. Each look has the client's own retries.
const LOOKS: usize = 5;

/// What the error of a create leaves open.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Open {
    /// The request was refused or never sent, so nothing was made.
    Nothing,
    /// The request was refused; a look shows whether something was made nevertheless.
    Refused,
    /// The request may have taken effect.
    Unknown,
}

/// Returns what a create made although it ended in `error`. `diagnose` adds what was being done. `look`
/// searches for the object, and refuses an object of the same name that is not ours.
///
/// If nothing was made, withdraws the checkpoint, and the create ends in an error. If it remains unknown, the
/// checkpoint stays.
pub async fn after_error<'a, T: Send + 'a>(
    cx: &Cx<Clients>,
    error: ontap::Error,
    diagnose: impl FnOnce(ontap::Error) -> Outcome<()>,
    look: impl Fn() -> BoxFuture<'a, Outcome<Looked<T>>> + Send + Sync,
) -> Outcome<T> {
    let open = Open::of(&error);
    let failure = diagnose(error).err().unwrap_or_default();
    if open == Open::Nothing {
        cx.withdraw();
        return Err(failure);
    }
    match (look_until_answered(look).await, open) {
        (Ok(Looked::Ours(found)), _) => Ok(found),
        (Ok(Looked::NotOurs(refusal)), _) => {
            cx.withdraw();
            Err(refusal)
        }
        (Ok(Looked::Absent), Open::Refused) => {
            cx.withdraw();
            Err(failure)
        }
        (Ok(Looked::Absent), _) => Err(failure),
        (Err(unseen), _) => {
            let mut all = failure;
            all.extend(unseen);
            Err(all)
        }
    }
}

/// The result of a look for an object.
#[derive(Debug)]
pub enum Looked<T> {
    /// No object has its name.
    Absent,
    /// The object.
    Ours(T),
    /// Another object that has its name, with the refusal.
    NotOurs(Diagnostics),
}

impl<T> Looked<T> {
    /// Returns the object if it exists and is ours.
    ///
    /// # Errors
    /// Returns the refusal of another object that has its name.
    pub fn into_ours(self) -> Outcome<Option<T>> {
        match self {
            Self::Absent => Ok(None),
            Self::Ours(found) => Ok(Some(found)),
            Self::NotOurs(refusal) => Err(refusal),
        }
    }
}

/// Looks until there is an answer or the looks are used up; the next apply then looks again.
async fn look_until_answered<'a, T: Send + 'a>(
    look: impl Fn() -> BoxFuture<'a, Outcome<Looked<T>>> + Send + Sync,
) -> Outcome<Looked<T>> {
    let look = || -> BoxFuture<'a, Result<_, Diagnostics>> {
        let answer = look();
        Box::pin(async move { Ok(answer.await) })
    };
    wait_until(every_second().take(LOOKS - 1), "what came of the request", look).await.flatten()
}

impl Open {
    fn of(error: &ontap::Error) -> Self {
        match error {
            // An earlier attempt, whose answer was lost, may have made it.
            ontap::Error::InDoubt { .. } => Self::Unknown,
            // ONTAP itself says that it made nothing, or that the object it made lacks its route.
            _ if error.is_route_table_failure() => Self::Refused,
            _ if error.is_ambiguous() => Self::Unknown,
            // The other object had the name before: the first attempt was refused, or the error would be
            // ambiguous.
            _ if error.is_duplicate() || error.code().is_none() => Self::Nothing,
            _ => Self::Refused,
        }
    }
}
