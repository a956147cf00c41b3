//! Reads that wait for a change to show.

use std::future::{pending, ready};
use std::time::Duration;

use captured_log::Log;
use ec2::{Error, ErrorKind, NetworkInterface, Patience, until};
use tokio::time::Instant;
use tracing_subscriber::filter::LevelFilter;

use crate::script::{ENI, Look, Scripted, address};

fn patience(total: u64) -> Patience {
    Patience {
        first_pause: Duration::from_millis(1),
        longest_pause: Duration::from_millis(5),
        total: Duration::from_millis(total),
        ..Patience::default()
    }
}

async fn wait_for(script: &Scripted, patience: Patience) -> Result<NetworkInterface, Error> {
    until(script, (ENI, "the address 10.0.1.50"), patience, pending(), |seen| seen.has(address(50))).await
}

async fn wait(script: &Scripted, total: u64) -> Result<NetworkInterface, Error> {
    wait_for(script, patience(total)).await
}

#[tokio::test(start_paused = true)]
async fn a_change_counts_only_when_two_looks_in_a_row_show_it() {
    let with: Look = Ok(&["10.0.1.50"]);
    let without: Look = Ok(&[]);
    let script = Scripted::new(&[without.clone(), with.clone(), without, with.clone(), with]);
    assert!(wait(&script, 5_000).await.unwrap().has(address(50)));
    assert_eq!(script.looks.lock().unwrap().len(), 1, "the whole script was played");
}

#[tokio::test(start_paused = true)]
async fn a_change_that_ec2_has_answered_needs_one_look_which_is_immediate() {
    for (looks, immediate) in [(&[Ok(&["10.0.1.50"][..])][..], true), (&[Ok(&[]), Ok(&["10.0.1.50"])], false)]
    {
        let (script, begun) = (Scripted::new(looks), Instant::now());
        assert!(wait_for(&script, Patience::after_an_answer()).await.unwrap().has(address(50)));
        assert_eq!(begun.elapsed().is_zero(), immediate, "{looks:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_transient_error_does_not_count_as_a_look() {
    let script = Scripted::new(&[
        Ok(&["10.0.1.50"]),
        Err(ErrorKind::Throttled),
        Err(ErrorKind::Timeout),
        Err(ErrorKind::Unreachable),
        Err(ErrorKind::Unavailable),
        Ok(&["10.0.1.50"]),
    ]);
    assert!(wait(&script, 5_000).await.is_ok());
}

#[tokio::test(start_paused = true)]
async fn a_timeout_names_what_was_expected() {
    let error = wait(&Scripted::new(&[Ok(&[])]), 60).await.unwrap_err();
    assert_eq!(error.kind, ErrorKind::Unsettled);
    assert!(error.message.contains("eni-1 does not show the address 10.0.1.50"), "{error}");
}

#[tokio::test(start_paused = true)]
async fn waiting_ends_at_once_when_the_interface_is_gone() {
    let error = wait(&Scripted::new(&[Err(ErrorKind::NotFound)]), 60_000).await.unwrap_err();
    assert!(error.is_not_found());
}

#[tokio::test(start_paused = true)]
async fn a_stopped_caller_does_not_wait_for_a_change() {
    let script = Scripted::new(&[Ok(&[])]);
    let holds = |seen: &NetworkInterface| seen.has(address(50));
    let looked = until(&script, (ENI, "the address"), patience(60_000), ready(()), holds).await;
    assert_eq!(looked.unwrap_err().kind, ErrorKind::Stopped);
}

#[tokio::test(start_paused = true)]
async fn a_long_wait_for_a_change_to_show_is_told() {
    let log = Log::default();
    let _guard = log.keep(LevelFilter::INFO);
    wait(&Scripted::new(&[Ok(&[])]), 12_000).await.unwrap_err();
    let lines = log.lines("INFO");
    let [show] = &lines[..] else { panic!("{lines:?}") };
    assert!(show.contains("still waiting for eni-1 to show the address 10.0.1.50"), "{show}");
}
