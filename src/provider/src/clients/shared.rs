//! [`Shared`]: one answer for all callers that ask the same question within a few seconds.

use std::sync::Arc;
use std::time::{Duration, Instant};

use tfplugin::Outcome;
use tokio::sync::Mutex;

/// How long an answer is shared, counted from the question. Terraform refreshes the objects of a stack within
/// about this time.
const LIFE: Duration = Duration::from_secs(5);

/// How old an answer may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Age {
    /// A new answer, which other callers may share afterwards.
    Now,
    /// An answer that is a few seconds old at most.
    Recent,
}

/// The last answer to one question. A caller that comes while the question is on its way waits for its
/// answer.
#[derive(Debug)]
pub struct Shared<T>(Mutex<Option<Answer<T>>>);

#[derive(Debug)]
struct Answer<T> {
    asked: Instant,
    answered: Instant,
    found: Outcome<Arc<T>>,
}

impl<T> Answer<T> {
    /// Returns whether the answer serves a caller that came at this moment. A failure serves only the callers
    /// that waited for it; otherwise each of them would run into the same timeout, one after the other.
    fn is_for(&self, came: Instant) -> bool {
        match self.found {
            Ok(_) => self.asked.elapsed() < LIFE,
            Err(_) => came < self.answered,
        }
    }
}

impl<T> Default for Shared<T> {
    fn default() -> Self {
        Self(Mutex::new(None))
    }
}

impl<T> Shared<T> {
    /// Returns an answer of this age: another caller's if it will do, else that of `question`. While
    /// `may_share` returns `false`, every caller asks for itself.
    pub async fn get(
        &self,
        age: Age,
        may_share: impl Fn() -> bool,
        question: impl Future<Output = Outcome<T>>,
    ) -> Outcome<Arc<T>> {
        let came = Instant::now();
        let mut last = self.0.lock().await;
        if !may_share() {
            *last = None;
            drop(last);
            return question.await.map(Arc::new);
        }
        if let Some(answer) = last.as_ref().filter(|answer| age == Age::Recent && answer.is_for(came)) {
            return answer.found.clone();
        }
        let asked = Instant::now();
        let found = question.await.map(Arc::new);
        *last = Some(Answer { asked, answered: Instant::now(), found: found.clone() });
        found
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicU32, Ordering};

    use futures::future::join_all;
    use tfplugin::Diagnostics;

    use super::*;

    /// Counts the questions, and takes a moment to answer.
    #[derive(Default)]
    struct Source {
        asked: AtomicU32,
        fails: bool,
    }

    impl Source {
        async fn answer(&self) -> Outcome<u32> {
            let number = self.asked.fetch_add(1, Ordering::SeqCst);
            tokio::time::sleep(Duration::from_millis(20)).await;
            if self.fails { Err(Diagnostics::error("down", "")) } else { Ok(number) }
        }
    }

    async fn ask(shared: &Shared<u32>, source: &Source) -> Outcome<u32> {
        shared.get(Age::Recent, || true, source.answer()).await.map(|found| *found)
    }

    #[tokio::test]
    async fn callers_at_the_same_time_or_soon_after_share_an_answer() {
        let (shared, source) = (Shared::default(), Source::default());
        let answers = join_all((0..10).map(|_| ask(&shared, &source))).await;
        assert!(answers.into_iter().all(|answer| answer == Ok(0)));
        assert_eq!(ask(&shared, &source).await, Ok(0));
    }

    #[tokio::test]
    async fn a_caller_that_needs_it_now_asks_and_others_share_the_answer() {
        let (shared, source) = (Shared::default(), Source::default());
        assert_eq!(ask(&shared, &source).await, Ok(0));
        let now = shared.get(Age::Now, || true, source.answer()).await;
        assert_eq!(now.map(|found| *found), Ok(1));
        assert_eq!(ask(&shared, &source).await, Ok(1));
    }

    #[tokio::test]
    async fn only_callers_that_waited_share_a_failure() {
        let (shared, source) = (Shared::default(), Source { fails: true, ..Source::default() });
        let answers = join_all((0..10).map(|_| ask(&shared, &source))).await;
        assert!(answers.iter().all(Result::is_err));
        assert_eq!(source.asked.load(Ordering::SeqCst), 1);
        assert!(ask(&shared, &source).await.is_err());
        assert_eq!(source.asked.load(Ordering::SeqCst), 2);
    }

    #[tokio::test]
    async fn after_a_write_nothing_is_shared_even_by_callers_that_waited() {
        let (shared, source) = (Shared::default(), Source::default());
        let writes = AtomicU32::new(0);
        let may_share = || writes.load(Ordering::SeqCst) == 0;
        let write = async { writes.fetch_add(1, Ordering::SeqCst) };
        let (first, second, _) = tokio::join!(
            shared.get(Age::Recent, may_share, source.answer()),
            shared.get(Age::Recent, may_share, source.answer()),
            write
        );
        let later = shared.get(Age::Recent, may_share, source.answer()).await;
        assert_eq!([first, second, later].map(|answer| *answer.unwrap()), [0, 1, 2]);
    }

    #[tokio::test]
    async fn a_caller_that_gives_up_leaves_the_question_to_the_next() {
        let (shared, source) = (Shared::default(), Source::default());
        let given_up = tokio::time::timeout(Duration::from_millis(1), ask(&shared, &source)).await;
        assert!(given_up.is_err());
        assert_eq!(ask(&shared, &source).await, Ok(1));
    }

    #[test]
    fn an_answer_expires() {
        let now = Instant::now();
        let answer = |asked| Answer { asked, answered: now, found: Ok(Arc::new(0)) };
        assert!(answer(now).is_for(now));
        assert!(now.checked_sub(LIFE).is_none_or(|asked| !answer(asked).is_for(now)));
    }
}
