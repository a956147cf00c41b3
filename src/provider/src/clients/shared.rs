//! [`Shared`]: one answer for all callers that ask the same question at the same time.
//!
//! A question serves everyone who asked before it was sent, which is as fresh as a question of one's own. A few may be
//! on their way; callers that come meanwhile wait for the next, together.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use futures::FutureExt;
use futures::future::BoxFuture;
use tfplugin::{Diagnostics, Outcome, calls};
use tracing::Instrument;

use super::stopped;

/// How long an answer is shared with callers that came later, counted from the question. Terraform refreshes the
/// objects of a stack within about this time.
const LIFE: Duration = Duration::from_secs(5);

/// How long a question waits at least for others before it is sent, while other operations are under way. Objects
/// that Terraform begins together come a fraction of this apart.
const GATHER: Duration = Duration::from_millis(2);

/// The part of the time to an answer that a question waits for others: whose answers come a little apart ask together
/// from then on, and nobody feels it.
const GATHER_PART: u32 = 10;

/// How long a question waits for others at most.
const GATHER_AT_MOST: Duration = Duration::from_millis(20);

/// How many questions may be on their way. With more, objects would hardly share any; with one, each would wait for
/// an answer that is of no use to it.
const ON_THEIR_WAY: usize = 3;

/// How old an answer may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Age {
    /// The answer to a question that is sent after this call.
    Now,
    /// The answer to a question that was sent after this moment.
    Since(Instant),
    /// An answer that is a few seconds old at most.
    Recent,
    /// Any answer, for what does not change.
    Any,
}

/// The answer to one question, for all who wait for it.
type Question<T> = futures::future::Shared<BoxFuture<'static, Outcome<Arc<T>>>>;

/// One question, again and again.
#[derive(Debug)]
pub struct Shared<T>(Arc<Mutex<State<T>>>);

struct State<T> {
    last: Option<Answer<T>>,
    /// In the order in which they were sent.
    on_their_way: Vec<(Instant, Question<T>)>,
    /// How long the last answer took.
    took: Duration,
    /// Not sent yet.
    next: Option<Question<T>>,
}

struct Answer<T> {
    asked: Instant,
    found: Arc<T>,
}

impl<T> Default for Shared<T> {
    fn default() -> Self {
        Self(Arc::new(Mutex::new(State::new(None))))
    }
}

impl<T> Clone for Shared<T> {
    fn clone(&self) -> Self {
        Self(Arc::clone(&self.0))
    }
}

impl<T> std::fmt::Debug for State<T> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("State").finish_non_exhaustive()
    }
}

impl<T: Send + Sync + 'static> Shared<T> {
    /// Returns an answer of this age. `question` is sent if no other one will do. It goes on when its caller gives
    /// up, because others may wait for it; it must not belong to the operation that sends it.
    ///
    /// # Errors
    /// The failure of the question, or this operation was told to stop.
    pub async fn get(
        &self,
        age: Age,
        question: impl Future<Output = Outcome<T>> + Send + 'static,
    ) -> Outcome<Arc<T>> {
        let answer = match self.answer_or_question(age, question) {
            Known::Answer(found) => return Ok(found),
            Known::Question(asked) => asked,
        };
        tokio::select! {
            biased;
            found = answer => found,
            () = tfplugin::stop().cancelled_owned() => Err(stopped("Looking at the system")),
        }
    }

    fn answer_or_question(
        &self,
        age: Age,
        question: impl Future<Output = Outcome<T>> + Send + 'static,
    ) -> Known<T> {
        // Locked until the new question is the next one.
        let mut state = self.state();
        let there = match age {
            Age::Recent => state.known(|asked| asked.elapsed() < LIFE),
            Age::Since(moment) => state.known(|asked| asked >= moment),
            Age::Any => state.known(|_| true),
            Age::Now => None,
        };
        there.or_else(|| state.next.clone().map(Known::Question)).unwrap_or_else(|| {
            let asked = self.clone().ask(question, state.gather());
            state.next = Some(asked.clone());
            Known::Question(asked)
        })
    }

    fn ask(
        self,
        question: impl Future<Output = Outcome<T>> + Send + 'static,
        gather: Duration,
    ) -> Question<T> {
        let gather = if calls().are_others_under_way() { gather } else { Duration::ZERO };
        let asked = async move {
            tokio::time::sleep(gather).await;
            self.wait_for_room().await;
            self.send(question).await
        };
        tokio::spawn(asked.in_current_span())
            .map(|ended| ended.unwrap_or_else(|_| Err(broken())))
            .boxed()
            .shared()
    }

    async fn wait_for_room(&self) {
        loop {
            let earliest = self.state().in_the_way();
            let Some(earliest) = earliest else { return };
            earliest.await.ok();
        }
    }

    async fn send(&self, question: impl Future<Output = Outcome<T>>) -> Outcome<Arc<T>> {
        let asked = Instant::now();
        let on_its_way = OnItsWay::enter(self, asked);
        let found = question.await.map(Arc::new);
        drop(on_its_way);
        let mut state = self.state();
        state.took = asked.elapsed();
        if let Ok(found) = &found {
            state.keep(Answer { asked, found: Arc::clone(found) });
        }
        found
    }

    /// Records the answer to a question of the same kind that was sent at this moment.
    pub fn learn(&self, asked: Instant, found: T) {
        self.state().keep(Answer { asked, found: Arc::new(found) });
    }

    fn state(&self) -> MutexGuard<'_, State<T>> {
        locked(&self.0)
    }
}

/// A question that was sent, until it is answered or ends otherwise.
struct OnItsWay<'a, T>(&'a Mutex<State<T>>, Instant);

impl<'a, T> OnItsWay<'a, T> {
    fn enter(shared: &'a Shared<T>, asked: Instant) -> Self {
        let mut state = locked(&shared.0);
        let sent = state.next.take().map(|next| (asked, next));
        state.on_their_way.extend(sent);
        drop(state);
        Self(&shared.0, asked)
    }
}

impl<T> Drop for OnItsWay<'_, T> {
    fn drop(&mut self) {
        locked(self.0).on_their_way.retain(|(sent, _)| *sent != self.1);
    }
}

fn locked<T>(state: &Mutex<State<T>>) -> MutexGuard<'_, State<T>> {
    state.lock().unwrap_or_else(PoisonError::into_inner)
}

impl<T> State<T> {
    const fn new(last: Option<Answer<T>>) -> Self {
        Self { last, on_their_way: Vec::new(), took: Duration::ZERO, next: None }
    }

    fn gather(&self) -> Duration {
        (self.took / GATHER_PART).clamp(GATHER, GATHER_AT_MOST)
    }

    /// Returns the question that must be answered before another one is sent.
    fn in_the_way(&self) -> Option<Question<T>> {
        let is_full = self.on_their_way.len() >= ON_THEIR_WAY;
        self.on_their_way.first().filter(|_| is_full).map(|(_, earliest)| earliest.clone())
    }

    /// Keeps the answer unless there is one to a later question.
    fn keep(&mut self, answer: Answer<T>) {
        if self.last.as_ref().is_none_or(|last| last.asked < answer.asked) {
            self.last = Some(answer);
        }
    }

    /// Returns an answer, or a question on its way, that was asked at a moment that will do.
    fn known(&self, will_do: impl Fn(Instant) -> bool) -> Option<Known<T>> {
        if let Some(answer) = self.last.as_ref().filter(|answer| will_do(answer.asked)) {
            return Some(Known::Answer(Arc::clone(&answer.found)));
        }
        let on_its_way = self.on_their_way.iter().find(|(asked, _)| will_do(*asked));
        on_its_way.map(|(_, asked)| Known::Question(asked.clone()))
    }
}

/// What will do for a caller.
enum Known<T> {
    Answer(Arc<T>),
    Question(Question<T>),
}

fn broken() -> Diagnostics {
    Diagnostics::error("A question that several objects share was not answered", "Run Terraform again.")
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicU32, Ordering};

    use futures::future::join_all;

    use super::*;

    /// Counts the questions, and takes a moment to answer.
    #[derive(Clone, Default)]
    struct Source {
        asked: Arc<AtomicU32>,
        fails: bool,
    }

    impl Source {
        fn answer(&self) -> impl Future<Output = Outcome<u32>> + Send + 'static {
            let source = self.clone();
            async move {
                let number = source.asked.fetch_add(1, Ordering::SeqCst);
                tokio::time::sleep(Duration::from_millis(20)).await;
                if source.fails { Err(Diagnostics::error("down", "")) } else { Ok(number) }
            }
        }
    }

    async fn ask(shared: &Shared<u32>, source: &Source, age: Age) -> Outcome<u32> {
        shared.get(age, source.answer()).await.map(|found| *found)
    }

    async fn after(milliseconds: u64) {
        tokio::time::sleep(Duration::from_millis(milliseconds)).await;
    }

    #[tokio::test(start_paused = true)]
    async fn callers_at_the_same_time_share_an_answer_of_any_age() {
        for age in [Age::Now, Age::Recent] {
            let (shared, source) = (Shared::default(), Source::default());
            let answers = join_all((0..10).map(|_| ask(&shared, &source, age))).await;
            assert!(answers.into_iter().all(|answer| answer == Ok(0)), "{age:?}");
        }
    }

    #[tokio::test(start_paused = true)]
    async fn callers_that_come_while_three_questions_are_on_their_way_share_the_next_one() {
        let (shared, source) = (Shared::default(), Source::default());
        let late = |delay| {
            let (shared, source) = (&shared, &source);
            async move {
                after(delay).await;
                ask(shared, source, Age::Now).await
            }
        };
        let answers = tokio::join!(late(0), late(5), late(6), late(12), late(15), late(19), late(30));
        assert_eq!(answers, (Ok(0), Ok(1), Ok(2), Ok(3), Ok(3), Ok(3), Ok(4)));
    }

    #[tokio::test(start_paused = true)]
    async fn a_question_waits_for_others_in_proportion_to_the_time_of_an_answer() {
        let gather = |took| State::<u32> { took: Duration::from_millis(took), ..State::new(None) }.gather();
        let waits = [0, 20, 100, 5_000].map(|took| gather(took).as_millis());
        assert_eq!(waits, [2, 2, 10, 20]);
    }

    #[tokio::test(start_paused = true)]
    async fn a_recent_answer_is_one_of_the_last_seconds_even_if_it_is_still_on_its_way() {
        let (shared, source) = (Shared::default(), Source::default());
        let late = async {
            after(10).await;
            ask(&shared, &source, Age::Recent).await
        };
        assert_eq!(tokio::join!(ask(&shared, &source, Age::Recent), late), (Ok(0), Ok(0)));
        assert_eq!(ask(&shared, &source, Age::Recent).await, Ok(0));
        assert_eq!(ask(&shared, &source, Age::Now).await, Ok(1));
        assert_eq!(ask(&shared, &source, Age::Recent).await, Ok(1), "others share what one needed now");
    }

    #[tokio::test]
    async fn an_answer_expires() {
        let shared = Shared::default();
        let of_age = |age: Duration| {
            let asked = Instant::now().checked_sub(age).unwrap();
            State::new(Some(Answer { asked, found: Arc::new(0) }))
        };
        let is_recent = || shared.state().known(|asked| asked.elapsed() < LIFE).is_some();
        *shared.state() = of_age(LIFE / 2);
        assert!(is_recent());
        *shared.state() = of_age(LIFE);
        assert!(!is_recent());
    }

    #[tokio::test(start_paused = true)]
    async fn an_answer_since_a_moment_was_asked_for_after_it() {
        let (shared, source) = (Shared::default(), Source::default());
        let before = Instant::now();
        assert_eq!(ask(&shared, &source, Age::Now).await, Ok(0));
        assert_eq!(ask(&shared, &source, Age::Since(before)).await, Ok(0));
        assert_eq!(ask(&shared, &source, Age::Since(Instant::now())).await, Ok(1));
        assert_eq!(ask(&shared, &source, Age::Since(before)).await, Ok(1));
    }

    #[tokio::test(start_paused = true)]
    async fn what_was_learned_elsewhere_serves_unless_something_later_is_known() {
        let (shared, source) = (Shared::default(), Source::default());
        let before = Instant::now();
        shared.learn(Instant::now(), 7);
        assert_eq!(ask(&shared, &source, Age::Since(before)).await, Ok(7));
        assert_eq!(ask(&shared, &source, Age::Now).await, Ok(0));
        shared.learn(before, 7);
        assert_eq!(ask(&shared, &source, Age::Recent).await, Ok(0));
    }

    #[tokio::test(start_paused = true)]
    async fn only_callers_that_waited_share_a_failure() {
        let (shared, source) = (Shared::default(), Source { fails: true, ..Source::default() });
        let answers = join_all((0..10).map(|_| ask(&shared, &source, Age::Recent))).await;
        assert!(answers.iter().all(Result::is_err));
        assert_eq!(source.asked.load(Ordering::SeqCst), 1);
        assert!(ask(&shared, &source, Age::Recent).await.is_err());
        assert_eq!(source.asked.load(Ordering::SeqCst), 2);
    }

    #[tokio::test(start_paused = true)]
    async fn a_question_goes_on_for_the_others_when_its_caller_gives_up() {
        let (shared, source) = (Shared::default(), Source::default());
        let gives_up = tokio::time::timeout(Duration::from_millis(1), ask(&shared, &source, Age::Now));
        let (given_up, other) = tokio::join!(gives_up, ask(&shared, &source, Age::Now));
        assert!(given_up.is_err());
        assert_eq!(other, Ok(0));
    }

    #[tokio::test(start_paused = true)]
    async fn questions_that_panic_are_errors_and_do_not_stand_in_the_way() {
        let shared = Shared::<u32>::default();
        for _ in 0..=ON_THEIR_WAY {
            let broken = async { panic!("a fault of this test") };
            assert!(shared.get(Age::Now, broken).await.is_err());
        }
        assert_eq!(ask(&shared, &Source::default(), Age::Now).await, Ok(0));
    }
}
