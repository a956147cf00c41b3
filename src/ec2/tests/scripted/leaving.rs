//! Callers that stop or go away while their writes wait, or are on their way together with others.

use std::sync::Arc;
use std::time::Duration;

use ec2::{Ec2, Error, ErrorKind, RateLimited, Reassignment};
use futures::future::join_all;
use tokio::sync::Notify;
use tokio::task::JoinHandle;
use tokio::time::sleep;

use crate::script::{ENI, PLENTY, Scripted, WRITE, address, limited_until};

tokio::task_local! {
    static STOP: Arc<Notify>;
}

/// Callers of one interface, each of which can be told to stop and can be dropped.
struct Callers {
    script: Arc<Scripted>,
    limited: Arc<RateLimited>,
}

/// A caller.
struct Caller {
    stop: Arc<Notify>,
    task: JoinHandle<Result<(), Error>>,
}

impl Callers {
    fn new() -> Self {
        let (script, limited) = limited_until(PLENTY, || {
            Box::pin(async {
                let stop = STOP.with(Arc::clone);
                stop.notified().await;
            })
        });
        Self { script, limited }
    }

    fn assign(&self, hosts: &[u8]) -> Vec<Caller> {
        let one = |host: &u8| {
            let (stop, limited, host) = (Arc::new(Notify::new()), Arc::clone(&self.limited), *host);
            let assign =
                async move { limited.assign_private_ip(ENI, address(host), Reassignment::Refuse).await };
            let task = tokio::spawn(STOP.scope(Arc::clone(&stop), assign));
            Caller { stop, task }
        };
        hosts.iter().map(one).collect()
    }
}

/// Returns the answers of the callers; `None` for one that was dropped.
async fn answers(callers: Vec<Caller>) -> Vec<Option<Result<(), Error>>> {
    join_all(callers.into_iter().map(|caller| caller.task)).await.into_iter().map(Result::ok).collect()
}

#[tokio::test(start_paused = true)]
async fn a_caller_that_stops_or_goes_away_before_its_call_is_sent_is_taken_out() {
    let callers = Callers::new();
    let first = callers.assign(&[50]);
    sleep(WRITE / 2).await;
    let waiting = callers.assign(&[51, 52, 53, 54]);
    sleep(Duration::from_millis(1)).await;
    waiting[0].stop.notify_one();
    waiting[2].task.abort();
    assert_eq!(answers(first).await, [Some(Ok(()))]);
    let waited = answers(waiting).await;
    let [Some(Err(stopped)), Some(Ok(())), None, Some(Ok(()))] = &waited[..] else { panic!("{waited:?}") };
    assert!(stopped.kind == ErrorKind::Stopped && !stopped.is_ambiguous(), "{stopped:?}");
    assert_eq!(callers.script.hosts(), [vec![50], vec![52, 54]]);
}

#[tokio::test(start_paused = true)]
async fn a_stop_before_anything_is_sent_sends_nothing() {
    let callers = Callers::new();
    let waiting = callers.assign(&[50]);
    waiting[0].stop.notify_one();
    let waited = answers(waiting).await;
    let [Some(Err(stopped))] = &waited[..] else { panic!("{waited:?}") };
    assert!(stopped.kind == ErrorKind::Stopped && !stopped.is_ambiguous(), "{stopped:?}");
    sleep(Duration::from_secs(10)).await;
    assert!(callers.script.writes().is_empty());
}

#[tokio::test(start_paused = true)]
async fn a_call_goes_on_for_the_others_whichever_caller_goes_away() {
    for leaving in 0..3 {
        let callers = Callers::new();
        let sent = callers.assign(&[50, 51, 52]);
        sleep(WRITE / 2).await;
        sent[leaving].task.abort();
        let mut expected = vec![Some(Ok(())); 3];
        expected[leaving] = None;
        assert_eq!(answers(sent).await, expected);
        assert_eq!(callers.script.hosts(), [[50, 51, 52]]);
    }
}

#[tokio::test(start_paused = true)]
async fn a_call_that_nobody_waits_for_is_given_up_and_the_next_goes_on() {
    let callers = Callers::new();
    let sent = callers.assign(&[50, 51]);
    sleep(WRITE / 2).await;
    sent.iter().for_each(|caller| caller.task.abort());
    assert_eq!(answers(sent).await, [None, None]);
    assert_eq!(answers(callers.assign(&[52])).await, [Some(Ok(()))]);
    assert_eq!(callers.script.hosts(), [[52]], "the repeats of the SDK end with their callers");
}

#[tokio::test(start_paused = true)]
async fn a_caller_that_stops_while_its_call_is_on_its_way_gets_the_answer_and_is_not_sent_again() {
    for (refused, uncertain) in [(false, false), (true, false), (true, true)] {
        let callers = Callers::new();
        if refused {
            let full =
                Error::answered("AssignPrivateIpAddresses", "PrivateIpAddressLimitExceeded", "Full.", None);
            callers.script.errors.lock().unwrap().push_back(full.after_an_uncertain_attempt(uncertain));
        }
        let sent = callers.assign(&[50, 51]);
        sleep(WRITE / 2).await;
        sent[0].stop.notify_one();
        let answered = answers(sent).await;
        assert_eq!(answered[1], Some(Ok(())));
        match &answered[0] {
            Some(Ok(())) => assert!(!refused),
            Some(Err(stopped)) => {
                assert!(refused && stopped.kind == ErrorKind::Stopped, "{stopped:?}");
                assert_eq!(stopped.is_ambiguous(), uncertain);
            }
            None => panic!("no answer"),
        }
        let again: &[Vec<u8>] = if refused { &[vec![50, 51], vec![51]] } else { &[vec![50, 51]] };
        assert_eq!(callers.script.hosts(), again);
    }
}
