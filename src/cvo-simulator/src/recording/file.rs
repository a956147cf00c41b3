//! The file of a recording: what was answered to which question, and the records in the answers.

use std::ops::Deref;

use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::error::RecordingError;

type Result<T> = std::result::Result<T, RecordingError>;

/// The format of recordings that this simulator reads.
const FORMAT: u64 = 1;

/// A recording, whose records are not read yet.
#[derive(Debug, Clone, Deserialize)]
pub struct Recording {
    ontap: Option<Vec<OntapAnswer>>,
    ec2: Option<Vec<Ec2Answer>>,
}

/// What ONTAP answered to a GET.
#[derive(Debug, Clone, Deserialize)]
struct OntapAnswer {
    path: String,
    status: Option<u16>,
    answer: Option<Value>,
    cut: Option<bool>,
}

/// What EC2 answered to an action.
#[derive(Debug, Clone, Deserialize)]
struct Ec2Answer {
    action: String,
    answer: Option<Value>,
    error: Option<Value>,
}

/// A record, and where in the recording it stands.
#[derive(Debug, Clone)]
pub struct Record<T> {
    /// Such as `/api/svm/svms, record 2`.
    pub at: String,
    value: T,
}

impl<T> Deref for Record<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.value
    }
}

impl<T> Record<T> {
    /// Returns a member without which the record means nothing.
    pub fn required<V>(&self, member: &'static str, value: Option<V>) -> Result<V> {
        value.ok_or_else(|| RecordingError::Missing { at: self.at.clone(), member })
    }

    /// Says what is wrong with a member.
    pub fn wrong(&self, member: &str, reason: impl Into<String>) -> RecordingError {
        RecordingError::Member { at: format!("{}, {member}", self.at), reason: reason.into() }
    }

    /// Takes the record apart.
    pub fn into_value(self) -> T {
        self.value
    }
}

impl Recording {
    /// Parses the file up to the answers.
    ///
    /// # Errors
    ///
    /// If the text is no JSON, or the JSON no recording of this format.
    pub fn parse(text: &str) -> Result<Self> {
        let file: Value =
            serde_json::from_str(text).map_err(|error| RecordingError::NoJson(error.to_string()))?;
        match file.get("format") {
            None => Err(RecordingError::NoFormat),
            Some(format) if format.as_u64() != Some(FORMAT) => {
                Err(RecordingError::Format(format.to_string()))
            }
            Some(_) => typed("the file", file),
        }
    }

    /// Returns the records of a collection of ONTAP; `None` if it was not recorded.
    pub fn collection<T: DeserializeOwned>(&self, path: &str) -> Result<Option<Vec<Record<T>>>> {
        self.ontap_answer(path).map(|answer| list(path, "records", answer)).transpose()
    }

    /// Returns an object that ONTAP has once; `None` if it was not recorded.
    pub fn single<T: DeserializeOwned>(&self, path: &str) -> Result<Option<Record<T>>> {
        let record = |answer: &Value| Ok(Record { at: path.to_owned(), value: typed(path, answer.clone())? });
        self.ontap_answer(path).map(record).transpose()
    }

    /// Returns the objects of all answers to an action of EC2; `None` if none was recorded.
    pub fn described<T: DeserializeOwned>(
        &self,
        action: &str,
        set: &'static str,
    ) -> Result<Option<Vec<Record<T>>>> {
        let mut all = None;
        for answer in self.ec2_answers(action) {
            all.get_or_insert_with(Vec::new).extend(list(action, set, answer)?);
        }
        Ok(all)
    }

    /// Whether an answer to an action of EC2 has a member.
    pub fn has(&self, action: &str, member: &str) -> bool {
        self.ec2_answers(action).any(|answer| answer.get(member).is_some())
    }

    /// Why a collection of ONTAP was not recorded.
    pub fn refusal(&self, path: &str) -> String {
        let refused = self.ontap.iter().flatten().find(|entry| entry.path == path);
        match refused.and_then(|entry| entry.status) {
            Some(status) => format!("status {status}"),
            None => "no answer".to_owned(),
        }
    }

    /// The paths of ONTAP of which records were recorded, with their number.
    pub fn paths(&self) -> impl Iterator<Item = (&str, usize)> {
        let answered = self.ontap.iter().flatten().filter(|entry| entry.is_success());
        answered.map(|entry| {
            let records = entry.answer.as_ref().and_then(|answer| answer.get("records"));
            (entry.path.as_str(), records.and_then(Value::as_array).map_or(1, Vec::len))
        })
    }

    /// The paths of ONTAP that have more records than were recorded.
    pub fn cut(&self) -> impl Iterator<Item = &str> {
        let cut = self.ontap.iter().flatten().filter(|entry| entry.cut == Some(true));
        cut.map(|entry| entry.path.as_str())
    }

    /// Whether a path of ONTAP was asked for, whatever the answer.
    pub fn was_asked(&self, path: &str) -> bool {
        self.ontap.iter().flatten().any(|entry| entry.path == path)
    }

    /// The actions of EC2 that were answered.
    pub fn actions(&self) -> impl Iterator<Item = &str> {
        self.ec2.iter().flatten().filter(|entry| entry.error.is_none()).map(|entry| entry.action.as_str())
    }

    fn ontap_answer(&self, path: &str) -> Option<&Value> {
        let mut entries = self.ontap.iter().flatten().filter(|entry| entry.path == path);
        entries.find(|entry| entry.is_success()).and_then(|entry| entry.answer.as_ref())
    }

    fn ec2_answers(&self, action: &str) -> impl Iterator<Item = &Value> {
        let entries = self.ec2.iter().flatten().filter(move |entry| entry.action == action);
        entries.filter(|entry| entry.error.is_none()).filter_map(|entry| entry.answer.as_ref())
    }
}

impl OntapAnswer {
    fn is_success(&self) -> bool {
        let has_error = self.answer.as_ref().is_some_and(|answer| answer.get("error").is_some());
        self.status.is_none_or(|status| status == 200) && !has_error
    }
}

/// Reads the list `member` of an answer.
fn list<T: DeserializeOwned>(of: &str, member: &'static str, answer: &Value) -> Result<Vec<Record<T>>> {
    let missing = || RecordingError::Missing { at: of.to_owned(), member };
    let found = answer.get(member).filter(|found| !found.is_null()).ok_or_else(missing)?;
    let items = found.as_array().ok_or_else(|| RecordingError::Member {
        at: format!("{of}, {member}"),
        reason: format!("a list is expected, not {found}"),
    })?;
    let record = |(at, item): (usize, &Value)| {
        let at = format!("{of}, {member}[{at}]");
        typed(&at, item.clone()).map(|value| Record { at, value })
    };
    items.iter().enumerate().map(record).collect()
}

fn typed<T: DeserializeOwned>(at: &str, value: Value) -> Result<T> {
    serde_path_to_error::deserialize(value).map_err(|error| {
        let member = error.path().to_string();
        let at = if member == "." { at.to_owned() } else { format!("{at}, {member}") };
        RecordingError::Member { at, reason: error.into_inner().to_string() }
    })
}
