//! Jobs, in which ONTAP does many things in the background, and the next step for each state of a job.

use serde::Deserialize;

use crate::protocol::objects;
use crate::protocol::request::Request;
use crate::record::{record, requested_whole};
use crate::{Object, Result, error_code};

record! {
    /// A job, with the fields that matter for its outcome.
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

requested_whole!(JobError);

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

/// The next step for a job.
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

/// Returns the request that reads the job with this uuid.
///
/// # Errors
/// [`crate::Error::Argument`] for a uuid that would address something else.
pub fn get(uuid: &str) -> Result<Request> {
    objects::get::<Job>(uuid, None)
}

/// Determines the next step from the state of a job. `queued`, `running`, `paused` and any state that a newer
/// release may add mean to wait. NetApp's reference says `failure` in its schema and `error` in its prose.
pub fn next(job: &Job) -> Next {
    match job.state.as_deref() {
        Some("success") => Next::Done,
        Some("failure" | "error") => failed(job),
        _ => Next::Wait,
    }
}

/// Returns the failure. `error`, if present, has more details. Code 0 means none.
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
    fn a_job_is_awaited_until_its_state_is_final() {
        for state in ["queued", "running", "paused", "pausing", "something_new"] {
            assert_eq!(after(json!({"state": state})), Next::Wait, "{state}");
        }
        assert_eq!(after(json!({})), Next::Wait);
        assert_eq!(after(json!({"state": "success", "code": 0})), Next::Done);
    }

    #[test]
    fn a_failure_is_described_by_its_error_or_else_by_the_job() {
        let full = json!({"state": "failure", "code": 1, "message": "a", "error": {"code": "460770", "message": "b"}});
        assert_eq!(after(full), failed(460_770, "b"));
        assert_eq!(after(json!({"state": "failure", "code": 4, "message": "a"})), failed(4, "a"));
        let silent = Next::Failed { code: None, message: "no reason was given".to_owned() };
        assert_eq!(after(json!({"state": "error", "code": 0})), silent);
    }
}
