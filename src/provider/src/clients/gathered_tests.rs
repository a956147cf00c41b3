use futures::future::join_all;
use tokio::time::{Instant, timeout};

use super::*;

/// How long a question is on its way.
const WAY: Duration = Duration::from_millis(100);

/// Answers each key with the number of the question, but 0, which has no answer, and records what was asked.
#[derive(Clone, Default)]
struct Source(Arc<Mutex<Vec<Vec<u32>>>>);

impl Source {
    fn gathered(&self) -> Arc<Gathered<u32, usize>> {
        let source = self.clone();
        Arc::new(Gathered::new(Arc::new(move |keys: Vec<u32>| {
            let mut asked = source.0.lock().unwrap();
            asked.push(keys.clone());
            let number = asked.len();
            Box::pin(async move {
                tokio::time::sleep(WAY).await;
                keys.into_iter().filter(|key| *key > 0).map(|key| (key, number)).collect()
            })
        })))
    }

    fn asked(&self) -> Vec<Vec<u32>> {
        self.0.lock().unwrap().clone()
    }
}

async fn get(gathered: &Gathered<u32, usize>, keys: &[u32]) -> Vec<Option<usize>> {
    join_all(keys.iter().map(|key| gathered.get(*key, false))).await
}

#[tokio::test(start_paused = true)]
async fn those_who_ask_at_the_same_moment_share_a_question_and_each_gets_its_own_answer() {
    let source = Source::default();
    assert_eq!(get(&source.gathered(), &[3, 1, 2, 1, 0]).await, [Some(1), Some(1), Some(1), Some(1), None]);
    assert_eq!(source.asked(), [[0, 1, 2, 3]]);
}

#[tokio::test(start_paused = true)]
async fn an_answer_serves_only_those_who_asked_before_the_question_was_sent() {
    let source = Source::default();
    let gathered = source.gathered();
    let later = async {
        tokio::time::sleep(WAY / 2).await;
        get(&gathered, &[1, 2]).await
    };
    let (first, later) = futures::join!(get(&gathered, &[1]), later);
    assert_eq!((first, later), (vec![Some(1)], vec![Some(2), Some(2)]));
    assert_eq!(source.asked(), [vec![1], vec![1, 2]]);
    assert_eq!(get(&gathered, &[1]).await, [Some(3)], "nothing is kept");
}

#[tokio::test(start_paused = true)]
async fn one_who_is_alone_waits_for_nothing() {
    let source = Source::default();
    let (gathered, begun) = (source.gathered(), Instant::now());
    let both = join_all([1, 2].map(|key| gathered.get(key, true))).await;
    assert_eq!((both, begun.elapsed()), (vec![Some(1), Some(2)], WAY));
    assert_eq!(source.asked(), [[1], [2]], "its own questions go side by side");
}

#[tokio::test(start_paused = true)]
async fn one_who_goes_away_takes_no_other_with_it() {
    for leaves_after in [Duration::ZERO, Duration::from_millis(1), WAY / 2] {
        for leaving in 0..3 {
            let source = Source::default();
            let gathered = source.gathered();
            let one = async |number: usize| {
                let answer = gathered.get(7, false);
                if number == leaving {
                    timeout(leaves_after, answer).await.unwrap_or_default()
                } else {
                    answer.await
                }
            };
            let mut expected = [Some(1); 3];
            expected[leaving] = None;
            assert_eq!(join_all((0..3).map(one)).await, expected, "{leaving} after {leaves_after:?}");
            assert_eq!(source.asked().len(), 1);
        }
    }
}

#[tokio::test(start_paused = true)]
async fn a_question_is_not_asked_for_those_who_left_before() {
    let source = Source::default();
    let gathered = source.gathered();
    let leaves = timeout(Duration::from_millis(1), gathered.get(1, false));
    let (left, answered) = futures::join!(leaves, gathered.get(2, false));
    assert!(left.is_err());
    assert_eq!(answered, Some(1));
    assert_eq!(source.asked(), [[2]]);
    assert!(timeout(Duration::from_millis(1), gathered.get(1, false)).await.is_err());
    tokio::time::sleep(WAY).await;
    assert_eq!(source.asked(), [[2]], "nobody waits");
}

#[tokio::test(start_paused = true)]
async fn a_question_that_nobody_waits_for_is_given_up() {
    let source = Source::default();
    let (gathered, begun) = (source.gathered(), Instant::now());
    assert!(timeout(WAY / 4, gathered.get(1, false)).await.is_err());
    assert_eq!(get(&gathered, &[1]).await, [Some(2)]);
    assert!(begun.elapsed() < 2 * WAY, "{:?}", begun.elapsed());
}

#[tokio::test(start_paused = true)]
async fn a_question_that_fails_without_an_answer_hurts_only_those_who_waited_for_it() {
    let asked = Arc::new(Mutex::new(0));
    let gathered: Gathered<u32, u32> = Gathered::new(Arc::new(move |keys: Vec<u32>| {
        let mut asked = asked.lock().unwrap();
        *asked += 1;
        let fails = *asked == 1;
        Box::pin(async move {
            assert!(!fails, "the question fails");
            keys.into_iter().map(|key| (key, key)).collect()
        })
    }));
    assert_eq!(gathered.get(1, false).await, None);
    assert_eq!(gathered.get(1, false).await, Some(1));
}
