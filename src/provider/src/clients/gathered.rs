//! [`Gathered`]: one question for all callers that ask at the same time.
//!
//! A question serves everyone who asked *before it was sent*: for each of them its answer is as fresh as that
//! of a question of its own. Callers that come while one is on its way gather for the next.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use futures::future::BoxFuture;
use tokio::sync::{Mutex as AsyncMutex, OwnedMutexGuard, oneshot};
use tokio::time::sleep;
use tracing::Instrument;

/// How long a question waits for others that Terraform has asked for at the same moment.
const GATHERING: Duration = Duration::from_millis(2);

/// Asks about all these keys at once. A key that is not among the answers stays without one.
pub type Ask<K, V> = Arc<dyn Fn(Vec<K>) -> BoxFuture<'static, BTreeMap<K, V>> + Send + Sync>;

/// Those who wait for an answer, by what they asked about.
type Waiting<K, V> = BTreeMap<K, Vec<(u64, oneshot::Sender<V>)>>;

/// Questions about keys, each with an answer of its own.
pub struct Gathered<K, V> {
    ask: Ask<K, V>,
    turn: Arc<AsyncMutex<()>>,
    queue: Arc<Mutex<Queue<K, V>>>,
}

struct Queue<K, V> {
    last: u64,
    waiting: Waiting<K, V>,
}

/// A caller's place among those who wait, which it leaves when this is dropped.
struct Place<K: Ord, V> {
    queue: Arc<Mutex<Queue<K, V>>>,
    key: K,
    number: u64,
    answer: oneshot::Receiver<V>,
}

impl<K, V> Gathered<K, V>
where
    K: Ord + Clone + Send + Sync + 'static,
    V: Clone + Send + Sync + 'static,
{
    /// Questions that `ask` answers. It runs in a task of its own, which knows nothing of the operation that
    /// asked.
    pub fn new(ask: Ask<K, V>) -> Self {
        let queue = Queue { last: 0, waiting: BTreeMap::new() };
        Self { ask, turn: Arc::default(), queue: Arc::new(Mutex::new(queue)) }
    }

    /// Returns an answer about this key, to a question that is sent after this was called; `None` if it was
    /// not answered. A caller that `is_alone`, because nobody else is at work, asks at once and by itself.
    pub async fn get(&self, key: K, is_alone: bool) -> Option<V> {
        if is_alone {
            return (self.ask)(vec![key.clone()]).await.remove(&key);
        }
        let mut place = self.enter(key);
        loop {
            tokio::select! {
                biased;
                answer = &mut place.answer => return answer.ok(),
                turn = self.turn() => self.send(turn),
            }
        }
    }

    fn enter(&self, key: K) -> Place<K, V> {
        let (sender, answer) = oneshot::channel();
        let mut queue = locked(&self.queue);
        queue.last += 1;
        let number = queue.last;
        queue.waiting.entry(key.clone()).or_default().push((number, sender));
        drop(queue);
        Place { queue: Arc::clone(&self.queue), key, number, answer }
    }

    /// Waits until no question is on its way, and for others to gather.
    async fn turn(&self) -> OwnedMutexGuard<()> {
        let turn = Arc::clone(&self.turn).lock_owned().await;
        if !locked(&self.queue).waiting.is_empty() {
            sleep(GATHERING).await;
        }
        turn
    }

    /// Sends the question of all who wait, in a task that no caller takes with it when it goes away.
    fn send(&self, turn: OwnedMutexGuard<()>) {
        let mut waiting = std::mem::take(&mut locked(&self.queue).waiting);
        if waiting.is_empty() {
            return;
        }
        let answers = (self.ask)(waiting.keys().cloned().collect());
        let asked = async move {
            let mut answers = tokio::select! {
                biased;
                answers = answers => answers,
                () = all_gone(&mut waiting) => BTreeMap::new(),
            };
            for (key, callers) in waiting {
                let Some(answer) = answers.remove(&key) else { continue };
                for (_, caller) in callers {
                    caller.send(answer.clone()).ok();
                }
            }
            drop(turn);
        };
        drop(tokio::spawn(asked.in_current_span()));
    }
}

impl<K: Ord, V> Drop for Place<K, V> {
    fn drop(&mut self) {
        let mut queue = locked(&self.queue);
        if let Some(callers) = queue.waiting.get_mut(&self.key) {
            callers.retain(|(number, _)| *number != self.number);
            if callers.is_empty() {
                queue.waiting.remove(&self.key);
            }
        }
    }
}

/// Completes when nobody waits for an answer any more.
async fn all_gone<K, V>(waiting: &mut Waiting<K, V>) {
    for (_, caller) in waiting.values_mut().flatten() {
        caller.closed().await;
    }
}

fn locked<K, V>(queue: &Mutex<Queue<K, V>>) -> MutexGuard<'_, Queue<K, V>> {
    queue.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
#[path = "gathered_tests.rs"]
mod tests;
