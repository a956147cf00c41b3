//! [`Lane`]: the writes that wait for their turn on one interface, and which of them go out together.

use std::collections::BTreeSet;
use std::net::Ipv4Addr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::sync::{Mutex as AsyncMutex, OwnedMutexGuard, oneshot};

use crate::{Error, ErrorKind, Reassignment};

/// What a write does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Assign(Reassignment),
    Unassign,
}

impl Kind {
    /// Returns EC2's name of the action.
    pub fn action(self) -> &'static str {
        match self {
            Self::Assign(_) => "AssignPrivateIpAddresses",
            Self::Unassign => "UnassignPrivateIpAddresses",
        }
    }
}

/// One caller's write.
#[derive(Debug, Clone)]
pub struct Write {
    pub kind: Kind,
    pub addresses: Vec<Ipv4Addr>,
    /// Whether EC2 refused it together with others, so that it goes by itself now.
    pub alone: bool,
}

/// A write that waits for its turn, or is on its way.
#[derive(Debug)]
pub struct Entry {
    number: u64,
    pub write: Write,
    /// Whether it may have taken effect together with others.
    may_have_acted: bool,
    answer: oneshot::Sender<Result<(), Error>>,
}

impl Entry {
    /// Answers the caller, if it is still there.
    pub fn answer(self, answer: Result<(), Error>) {
        let answer = answer.map_err(|error| error.after_an_uncertain_attempt(self.may_have_acted));
        self.answer.send(answer).ok();
    }

    /// Completes when the caller has gone.
    pub async fn gone(&mut self) {
        self.answer.closed().await;
    }
}

/// The writes of one interface.
#[derive(Debug, Default)]
pub struct Lane {
    turn: Arc<AsyncMutex<()>>,
    queue: Mutex<Queue>,
}

#[derive(Debug, Default)]
struct Queue {
    last: u64,
    waiting: Vec<Entry>,
    /// Callers that were told to stop while their writes were on their way.
    stopped: BTreeSet<u64>,
}

/// A caller's place in a lane, which it leaves when this is dropped.
#[derive(Debug)]
pub struct Place {
    lane: Arc<Lane>,
    number: u64,
    action: &'static str,
    /// The answer to its write.
    pub answer: oneshot::Receiver<Result<(), Error>>,
}

impl Lane {
    /// Queues a write.
    pub fn enter(lane: &Arc<Self>, write: Write) -> Place {
        let (sender, answer) = oneshot::channel();
        let action = write.kind.action();
        let mut queue = lane.queue();
        queue.last += 1;
        let number = queue.last;
        queue.waiting.push(Entry { number, write, may_have_acted: false, answer: sender });
        drop(queue);
        Place { lane: Arc::clone(lane), number, action, answer }
    }

    /// Waits until nothing is on its way to the interface.
    pub async fn turn(&self) -> OwnedMutexGuard<()> {
        Arc::clone(&self.turn).lock_owned().await
    }

    /// Returns the action of the write whose turn is next.
    pub fn next_action(&self) -> Option<&'static str> {
        self.queue().waiting.first().map(|entry| entry.write.kind.action())
    }

    /// Takes the next write out of the queue, and those that go out together with it.
    pub fn take(&self) -> Vec<Entry> {
        let mut queue = self.queue();
        let taken = together(queue.waiting.iter().map(|entry| &entry.write));
        let all = std::mem::take(&mut queue.waiting).into_iter().enumerate();
        let (taken, left): (Vec<_>, Vec<_>) = all.partition(|(index, _)| taken.contains(index));
        queue.waiting = left.into_iter().map(|(_, entry)| entry).collect();
        taken.into_iter().map(|(_, entry)| entry).collect()
    }

    /// Queues writes again that EC2 refused together: first, and one by one. Those of callers that were told
    /// to stop meanwhile are not sent.
    pub fn put_back(&self, refused: Vec<Entry>, may_have_acted: bool) {
        let mut queue = self.queue();
        let mut again = Vec::new();
        for mut entry in refused {
            entry.write.alone = true;
            entry.may_have_acted |= may_have_acted;
            if queue.stopped.remove(&entry.number) {
                let action = entry.write.kind.action();
                entry.answer(Err(stopped(action)));
            } else if !entry.answer.is_closed() {
                again.push(entry);
            }
        }
        queue.waiting.splice(..0, again);
    }

    fn queue(&self) -> MutexGuard<'_, Queue> {
        self.queue.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Place {
    /// Returns whether the write still waits.
    pub fn waits(&self) -> bool {
        self.lane.queue().waiting.iter().any(|entry| entry.number == self.number)
    }

    /// Takes the write out of the queue, because its caller was told to stop, and returns the error for it.
    /// Returns `None` if it is on its way; it is then not sent once more.
    pub fn stop(&self) -> Option<Error> {
        let mut queue = self.lane.queue();
        let Some(index) = queue.waiting.iter().position(|entry| entry.number == self.number) else {
            queue.stopped.insert(self.number);
            return None;
        };
        let entry = queue.waiting.remove(index);
        Some(stopped(self.action).after_an_uncertain_attempt(entry.may_have_acted))
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let mut queue = self.lane.queue();
        queue.waiting.retain(|entry| entry.number != self.number);
        queue.stopped.remove(&self.number);
    }
}

/// The error of a caller that was told to stop.
fn stopped(action: &'static str) -> Error {
    let why = "It was interrupted, or the time was up, before it was sent.";
    Error::local(action, ErrorKind::Stopped, why)
}

/// Returns the indices of the first write and of those that go out together with it: those that do the same,
/// unless a write that stays behind came earlier and is about the same address.
fn together<'a>(mut waiting: impl Iterator<Item = &'a Write>) -> Vec<usize> {
    let Some(first) = waiting.next() else { return Vec::new() };
    let (mut taken, mut behind) = (vec![0], BTreeSet::<Ipv4Addr>::new());
    for (index, write) in waiting.enumerate() {
        let is_free = write.addresses.iter().all(|address| !behind.contains(address));
        if !first.alone && !write.alone && write.kind == first.kind && is_free {
            taken.push(index + 1);
        } else {
            behind.extend(&write.addresses);
        }
    }
    taken
}

#[cfg(test)]
mod tests {
    use super::*;

    const REFUSE: Kind = Kind::Assign(Reassignment::Refuse);
    const ALLOW: Kind = Kind::Assign(Reassignment::Allow);

    /// What is to be done to which address, and whether it goes alone.
    type Waiting = (Kind, u8, bool);

    #[test]
    fn what_does_the_same_goes_together_and_never_overtakes_a_write_about_its_address() {
        let cases: [(&[Waiting], &[usize]); 9] = [
            (&[], &[]),
            (&[(REFUSE, 1, false)], &[0]),
            (&[(REFUSE, 1, false), (REFUSE, 2, false), (REFUSE, 1, false)], &[0, 1, 2]),
            (&[(REFUSE, 1, false), (ALLOW, 2, false), (REFUSE, 3, false)], &[0, 2]),
            (&[(Kind::Unassign, 1, false), (REFUSE, 2, false), (Kind::Unassign, 3, false)], &[0, 2]),
            (&[(REFUSE, 1, false), (Kind::Unassign, 2, false), (REFUSE, 2, false)], &[0]),
            (
                &[(REFUSE, 1, false), (Kind::Unassign, 1, false), (REFUSE, 1, false), (REFUSE, 2, false)],
                &[0, 3],
            ),
            (&[(REFUSE, 1, true), (REFUSE, 2, false)], &[0]),
            (&[(REFUSE, 1, false), (REFUSE, 2, true), (REFUSE, 3, false)], &[0, 2]),
        ];
        for (waiting, expected) in cases {
            let writes: Vec<_> = waiting
                .iter()
                .map(|(kind, host, alone)| Write {
                    kind: *kind,
                    addresses: vec![Ipv4Addr::new(10, 0, 1, *host)],
                    alone: *alone,
                })
                .collect();
            assert_eq!(together(writes.iter()), expected, "{waiting:?}");
        }
    }
}
