//! Successful answers to writes: the jobs that they started, the records that they contain, and errors that
//! they may contain nevertheless.

use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use serde_json::value::RawValue;

use crate::error::{Method, Result};
use crate::protocol::answer::{ApiError, Received, undecodable, unexpected};
use crate::protocol::request::Request;
use crate::uuid::is_uuid;

/// The content of an answer to a write.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Written<'a> {
    #[serde(borrow)]
    error: Option<&'a RawValue>,
    job: Option<JobReference>,
    jobs: Option<Vec<JobReference>>,
    #[serde(borrow)]
    records: Option<Vec<&'a RawValue>>,
}

#[derive(Debug, Deserialize)]
struct JobReference {
    uuid: String,
}

impl<'a> Written<'a> {
    /// Decodes an answer. A job without a uuid cannot be followed and makes the answer invalid.
    pub fn read(request: &Request, received: &'a Received) -> Result<Self> {
        let body = received.body.trim_ascii();
        if body.is_empty() {
            return Ok(Self::default());
        }
        let written: Self = serde_json::from_slice(body).map_err(|_| undecodable(request, received))?;
        if written.jobs().any(|uuid| !is_uuid(uuid)) {
            return Err(unexpected(request, "a job whose uuid is none".to_owned()));
        }
        Ok(written)
    }

    /// Returns the error in the answer, unless there is a job. If a job failed while ONTAP delayed the
    /// answer, there is an error beside the job, but the job itself has all details.
    pub(crate) fn error(&self) -> Option<serde_json::Result<ApiError>> {
        let error = self.error.filter(|_| self.jobs().next().is_none())?;
        Some(serde_json::from_str(error.get()))
    }

    /// Returns the uuids of the jobs: one, or several for a request about several objects.
    pub fn jobs(&self) -> impl Iterator<Item = &str> {
        self.jobs.iter().flatten().chain(&self.job).map(|started| started.uuid.as_str())
    }

    /// Returns the uuids of the jobs whose outcome this answer leaves open. A POST or PATCH that ONTAP may delay until
    /// its job has ended is answered with 201 or 200 when the job is done, and with 202 or an error otherwise: that the
    /// first two do not hide a failure is assumed (`done-in-time-is-done`), and the object is read afterwards. The jobs
    /// of deletions and of CLI commands are always looked at.
    pub fn open_jobs(&self, request: &Request, received: &Received) -> impl Iterator<Item = &str> {
        let is_awaited =
            matches!(request.method, Method::Post | Method::Patch) && !request.answer_delay().is_zero();
        let is_awaited = is_awaited && !request.path.trim_start_matches('/').starts_with("private/cli/");
        let is_done = is_awaited && matches!(received.status, 200 | 201) && self.error.is_none();
        self.jobs().filter(move |_| !is_done)
    }

    /// Returns the first record, if it is complete enough to be decoded.
    ///
    /// # Errors
    /// When the record is not that of the created object.
    pub fn first_record<T: DeserializeOwned>(&self, request: &Request) -> Result<Option<T>> {
        let Some(raw) = self.records.iter().flatten().next() else { return Ok(None) };
        let Ok(record @ Value::Object(_)) = serde_json::from_str(raw.get()) else { return Ok(None) };
        request.expected.check_known(&record).map_err(|what| unexpected(request, what))?;
        Ok(serde_json::from_str(raw.get()).ok())
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::Reference;

    const A: &str = "00000000-0000-4000-8000-00000000000a";
    const B: &str = "00000000-0000-4000-8000-00000000000b";

    fn jobs(body: &Value) -> Result<Vec<String>> {
        let received = Received { status: 202, body: body.to_string().into_bytes(), is_whole: true };
        let written = Written::read(&Request::post("/svm/svms", &json!({}))?, &received)?;
        Ok(written.jobs().map(str::to_owned).collect())
    }

    #[test]
    fn one_job_and_several_are_found() {
        assert_eq!(jobs(&json!({"job": {"uuid": A}})).unwrap(), [A]);
        assert_eq!(jobs(&json!({"jobs": [{"uuid": A}, {"uuid": B}]})).unwrap(), [A, B]);
        for none in [json!({}), json!({"job": null, "jobs": null}), json!({"cli_output": "x"})] {
            assert_eq!(jobs(&none).unwrap(), [""; 0], "{none}");
        }
    }

    #[test]
    fn a_job_that_cannot_be_followed_leaves_the_outcome_open() {
        for body in [json!({"job": {}}), json!({"job": {"uuid": "j"}}), json!({"jobs": [{"uuid": A}, {}]})] {
            assert!(jobs(&body).unwrap_err().is_ambiguous(), "{body}");
        }
    }

    #[test]
    fn a_job_that_ended_while_the_answer_was_delayed_is_not_looked_at() {
        let (post, patch) =
            (Request::post("/x", &json!({})).unwrap(), Request::patch_one("/x", "u", &json!({})).unwrap());
        let delete = Request::delete_one("/x", "u").unwrap();
        let (done, failed) =
            (json!({"job": {"uuid": A}}), json!({"job": {"uuid": A}, "error": {"message": "m"}}));
        let cases = [
            (post.clone().by_job(), 201, &done, 0),
            (post.clone().by_job(), 202, &done, 1),
            (post.clone().by_job(), 201, &failed, 1),
            (post, 201, &done, 1),
            (Request::post("/private/cli/vserver", &json!({})).unwrap().by_job(), 201, &done, 1),
            (patch.clone().by_job(), 200, &done, 0),
            (patch.by_job(), 202, &done, 1),
            (delete.by_job(), 200, &done, 1),
        ];
        for (request, status, body, expected) in cases {
            let received = Received { status, body: body.to_string().into_bytes(), is_whole: true };
            let written = Written::read(&request, &received).unwrap();
            let open = written.open_jobs(&request, &received).count();
            assert_eq!(open, expected, "{:?} {status} {body}", request.method);
        }
    }

    #[test]
    fn a_record_is_accepted_if_it_matches_the_request() {
        let request = Request::post("/x", &json!({"name": "a"})).unwrap();
        let first = |body: Value| {
            let received = Received { status: 201, body: body.to_string().into_bytes(), is_whole: true };
            Written::read(&request, &received).unwrap().first_record::<Reference>(&request)
        };
        let uuid = |found: Result<Option<Reference>>| found.unwrap().and_then(|record| record.uuid);
        assert_eq!(uuid(first(json!({"records": [{"uuid": A, "name": "a"}]}))).as_deref(), Some(A));
        for none in [
            json!({}),
            json!({"records": []}),
            json!({"records": [7]}),
            json!({"records": [{"name": ["a"]}]}),
        ] {
            let found = first(none.clone());
            assert!(found.is_err() || uuid(found).is_none(), "{none}");
        }
        for other in [json!({"uuid": "", "name": "a"}), json!({"uuid": A, "name": "b"})] {
            assert!(first(json!({"records": [other]})).unwrap_err().is_ambiguous(), "{other}");
        }
    }
}
