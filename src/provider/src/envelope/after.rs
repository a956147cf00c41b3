//! After the error of a create: looking before anything is given up.

use futures::future::BoxFuture;
use tfplugin::{Cx, Diagnostics, Outcome};

use crate::clients::{Clients, every_second, wait_until};

/// How often a look is tried, a second apart. Each try has the client's own patience.
const LOOKS: usize = 5;

/// What an error of a create leaves open.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Open {
    /// It was refused or never sent: nothing was made.
    Nothing,
    /// It was refused; whether all the same something was made, a look says.
    Refused,
    /// It may have taken effect.
    Unknown,
}

/// What a create has made after all, although it ended in `error`. `tell` says what was being done. `look` finds the object if it is there and ours, and refuses one that is not ours.
///
/// Where nothing was made, the checkpoint is taken back, and the create ends in an error. Where nobody can tell, it stays.
pub async fn after_error<'a, T: Send + 'a>(
    cx: &Cx<Clients>,
    error: ontap::Error,
    tell: impl FnOnce(ontap::Error) -> Outcome<()>,
    look: impl Fn() -> BoxFuture<'a, Outcome<Looked<T>>> + Send + Sync,
) -> Outcome<T> {
    let open = Open::of(&error);
    let failure = tell(error).err().unwrap_or_default();
    if open == Open::Nothing {
        cx.withdraw();
        return Err(failure);
    }
    match (looked(look).await, open) {
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

/// What a look for an object found.
#[derive(Debug)]
pub enum Looked<T> {
    /// Nothing of its name.
    Absent,
    /// It.
    Ours(T),
    /// Something else of its name, and what is to be said of it.
    NotOurs(Diagnostics),
}

impl<T> Looked<T> {
    /// The object, if it is there and ours.
    ///
    /// # Errors
    /// What is to be said of something else that has its name.
    pub fn into_ours(self) -> Outcome<Option<T>> {
        match self {
            Self::Absent => Ok(None),
            Self::Ours(found) => Ok(Some(found)),
            Self::NotOurs(refusal) => Err(refusal),
        }
    }
}

/// Looks until somebody answers, or it has been tried often enough: what nobody can tell now the next apply looks for.
async fn looked<'a, T: Send + 'a>(
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
            // ONTAP says itself that it made nothing, or that what it made lacks its route.
            _ if error.is_route_table_failure() => Self::Refused,
            _ if error.is_ambiguous() => Self::Unknown,
            // Whoever has the name had it before: it is refused at the first attempt, else it would be ambiguous.
            _ if error.is_duplicate() || error.code().is_none() => Self::Nothing,
            _ => Self::Refused,
        }
    }
}
