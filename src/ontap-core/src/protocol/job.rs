//! What follows from the state of a job: ONTAP does many things in the background.

use serde::Deserialize;

use crate::protocol::objects;
use crate::protocol::request::Request;
use crate::record::{asked_as_a_whole, record};
use crate::{Object, Result, error_code};

record! {
    /// One job, as far as it matters how it ends.
    #[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
    #[serde(default)]
    pub struct Job {
        state: Option<String>,
        message: Option<String>,
        #[serde(deserialize_with = "error_code::read")]
        code: Option<u64>,
        error: Option<JobError>,
    }
}

asked_as_a_whole!(JobError);

impl Object for Job {
    const PATH: &'static str = "/cluster/jobs";
    const ALWAYS: &'static [&'static str] = &["state"];
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
struct JobError {
    message: Option<String>,
    #[serde(deserialize_with = "error_code::read")]
    code: Option<u64>,
}

/// What follows from the present state of a job.
#[derive(Debug, PartialEq, Eq)]
pub enum Next {
    /// Look again later.
    Wait,
    /// It is done.
    Done,
    /// It failed.
    Failed {
        /// ONTAP's error code.
        code: Option<u64>,
        /// ONTAP's message.
        message: String,
    },
}

/// The request that looks at the job of this uuid.
///
/// # Errors
/// [`crate::Error::Argument`] for a uuid that would name something else.
pub fn get(uuid: &str) -> Result<Request> {
    objects::get::<Job>(uuid, None)
}

/// What follows from the present state of a job: `queued`, `running`, `paused`, and whatever a newer release may
/// add, is waited out. NetApp's reference says `failure` in its schema and `error` in its prose.
pub fn next(job: &Job) -> Next {
    match job.state.as_deref() {
        Some("success") => Next::Done,
        Some("failure" | "error") => failed(job),
        _ => Next::Wait,
    }
}

/// `error` is the fuller account, where there is one; code 0 is none.
fn failed(job: &Job) -> Next {
    let error = job.error.clone().unwrap_or_default();
    let code = error.code.or(job.code);
    let message = error.message.or_else(|| job.message.clone());
    Next::Failed { code, message: message.unwrap_or_else(|| "no reason was given".to_owned()) }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    fn after(job: Value) -> Next {
        next(&serde_json::from_value(job).unwrap())
    }

    fn failed(code: u64, message: &str) -> Next {
        Next::Failed { code: Some(code), message: message.to_owned() }
    }

    #[test]
    fn a_job_is_waited_for_until_a_state_says_that_it_ended() {
        for state in ["queued", "running", "paused", "pausing", "something_new"] {
            assert_eq!(after(json!({"state": state})), Next::Wait, "{state}");
        }
        assert_eq!(after(json!({})), Next::Wait);
        assert_eq!(after(json!({"state": "success", "code": 0})), Next::Done);
    }

    #[test]
    fn a_failure_says_what_its_error_says_or_else_what_the_job_says() {
        let full = json!({"state": "failure", "code": 1, "message": "a", "error": {"code": "460770", "message": "b"}});
        assert_eq!(after(full), failed(460_770, "b"));
        assert_eq!(after(json!({"state": "failure", "code": 4, "message": "a"})), failed(4, "a"));
        let silent = Next::Failed { code: None, message: "no reason was given".to_owned() };
        assert_eq!(after(json!({"state": "error", "code": 0})), silent);
    }
}
