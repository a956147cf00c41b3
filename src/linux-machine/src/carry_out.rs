//! Carries out a transaction.

use std::time::Duration;

use kvm_drivers::script::Transaction;
use ssh::{Command, Host, Limits, last_lines};

use crate::error::{Error, Result, Undone};
use crate::shell;

/// How many of the last lines printed by the tools an error contains.
const LAST_LINES: usize = 20;

/// Carries out a transaction, either completely or not at all. Sends nothing when there is nothing to do.
///
/// `patience` limits the waiting time. When it runs out, or the connection breaks, the machine continues on
/// its own and either completes the transaction or undoes everything; the next probe shows which.
///
/// # Errors
/// [`Error::Failed`] when a step failed. Everything is then as before, unless the error says otherwise.
pub async fn carry_out(host: &dyn Host, transaction: &Transaction, patience: Duration) -> Result<()> {
    if transaction.stages.is_empty() {
        return Ok(());
    }
    let limits = Limits { timeout: patience, ..Limits::default() };
    let words: [&str; 0] = [];
    let command = Command::script(&shell::script(transaction), words).with_limits(limits);
    let output = host.run(&command).await?;
    outcome(&output.stdout.text(), host.name()).unwrap_or_else(|| {
        let why = format!("status {}; {}", output.status, output.stderr.last_lines(3));
        Err(Error::OutcomeUnknown { machine: host.name(), why })
    })
}

/// Parses the script's report. Returns `None` for any other output.
fn outcome(report: &str, machine: String) -> Option<Result<()>> {
    let mut lines = report.lines();
    match lines.next()? {
        "done" => Some(Ok(())),
        "busy" => Some(Err(Error::Busy { machine, who: lines.next()?.to_owned() })),
        "failed" => {
            let stage = match lines.next()? {
                "" => "begin".to_owned(),
                stage => stage.to_owned(),
            };
            let why = lines.next()?.to_owned();
            let undone = match lines.next()? {
                "nothing" => Undone::Whole,
                not => Undone::Failed(not.to_owned()),
            };
            let log = last_lines(&lines.collect::<Vec<_>>().join("\n"), LAST_LINES);
            Some(Err(Error::Failed { machine, stage, why, undone, log }))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_report_is_parsed_into_the_outcome() {
        let read = |report: &str| outcome(report, "builder".to_owned());
        assert_eq!(read("done\n"), Some(Ok(())));
        let failed =
            read("failed\nmake an image for kernel 6.1\ndracut ended with status 1\nnothing\nE: x\nE: y\n");
        let text = failed.unwrap().unwrap_err().to_string();
        for part in ["builder", "cannot make an image for kernel 6.1", "status 1", "as before", "E: x\nE: y"]
        {
            assert!(text.contains(part), "{text}");
        }
        let text =
            read("failed\nwrite /etc/x\nfull\n/boot/a cannot be removed\n").unwrap().unwrap_err().to_string();
        assert!(text.contains("Not everything could be put back: /boot/a cannot be removed"), "{text}");
        assert!(matches!(read("busy\nanother\n"), Some(Err(Error::Busy { .. }))));
        for garbage in ["", "sh: oops\n", "failed\n", "failed\na\nb\n"] {
            assert_eq!(read(garbage), None, "{garbage:?}");
        }
    }
}
