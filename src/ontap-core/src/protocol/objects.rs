//! The requests that are the same for all kinds of objects.

use crate::protocol::request::Request;
use crate::record::fields;
use crate::{Object, Result, Version, Writable};

/// Reads the object with this key. `release` matters only for kinds with fields in [`Object::SINCE`].
///
/// # Errors
/// [`crate::Error::Argument`] for a key that would address something else.
pub fn get<T: Object>(key: &str, release: Option<Version>) -> Result<Request> {
    Ok(with_fields::<T>(Request::get_one(T::PATH, T::KEY, key)?, &[T::KEY], release))
}

/// Lists the objects whose fields have exactly these values.
///
/// # Errors
/// [`crate::Error::Argument`] for a value that cannot be used in a filter.
pub fn list<T: Object>(filters: &[(&str, &str)], release: Option<Version>) -> Result<Request> {
    let all = with_fields::<T>(Request::get(T::PATH), &[], release);
    let filtered = filters.iter().try_fold(all, |request, (field, value)| request.filter(field, value))?;
    Ok(listing::<T>(filtered))
}

/// Lists the objects whose field has exactly one of these values.
///
/// # Errors
/// [`crate::Error::Argument`] for a value that cannot be used in a filter.
pub fn list_any<T: Object>(field: &str, values: &[&str], release: Option<Version>) -> Result<Request> {
    let all = with_fields::<T>(Request::get(T::PATH), &[], release);
    Ok(listing::<T>(all.filter_any(field, values)?))
}

fn listing<T: Object>(request: Request) -> Request {
    T::PARAMETERS.iter().fold(request, |request, (name, value)| request.parameter(name, value)).listing()
}

/// Lists the objects that a creation with this body may have created.
///
/// # Errors
/// [`crate::Error::Argument`] for a value that cannot be used in a filter.
pub fn like<T: Writable>(body: &T::Body, release: Option<Version>) -> Result<Request> {
    let filters = T::like(body);
    let known: Vec<_> =
        filters.iter().filter_map(|(field, value)| Some((*field, value.as_deref()?))).collect();
    list::<T>(&known, release)
}

/// Changes the object with this key. Returns `None` if the body is empty.
///
/// # Errors
/// [`crate::Error::Argument`] for a key that would address something else.
pub fn patch<T: Writable>(key: &str, body: &T::Body) -> Result<Option<Request>> {
    let request = Request::patch_one(T::PATH, key, body)?;
    Ok(Some(by_job::<T>(request)).filter(|request| !request.is_empty()))
}

/// Deletes the object with this key.
///
/// # Errors
/// [`crate::Error::Argument`] for a key that would address something else.
pub fn delete<T: Writable>(key: &str) -> Result<Request> {
    Ok(by_job::<T>(Request::delete_one(T::PATH, key)?))
}

fn by_job<T: Writable>(request: Request) -> Request {
    if T::BY_JOB { request.by_job() } else { request }
}

/// Requests the fields of the record and the additional ones, and sets the expectations about fields that are
/// always present.
fn with_fields<T: Object>(request: Request, additional: &[&str], release: Option<Version>) -> Request {
    let is_unknown = |path: &str| {
        T::SINCE
            .iter()
            .any(|(field, since)| *field == path && release.is_some_and(|release| release < *since))
    };
    let own = fields::<T>();
    let additional = additional.iter().map(|path| (*path).to_owned()).filter(|path| !own.contains(path));
    let requested: Vec<_> = additional.chain(own.iter().cloned()).filter(|path| !is_unknown(path)).collect();
    let always = T::ALWAYS.iter().copied().filter(|path| !is_unknown(path)).collect();
    let request = request.fields(&requested).always(always);
    T::ALWAYS_WHERE
        .iter()
        .fold(request, |request, (condition, fields)| request.always_where(*condition, fields.to_vec()))
}

#[cfg(test)]
mod tests {
    use serde::Deserialize;
    use serde_json::json;

    use super::*;
    use crate::body::body;
    use crate::record::record;
    use crate::{Filters, Reference};

    record! {
        /// An object without a uuid of its own, of which an SVM has only one.
        #[derive(Deserialize)]
        struct Banner {
            svm: Reference,
            message: Option<String>,
        #[expect(dead_code, reason = "only the request for it matters")]
            scope: Option<String>,
        }
    }

    body! {
        struct BannerBody {
            svm: Reference,
            message: Option<String>,
        }
    }

    impl Object for Banner {
        const PATH: &'static str = "/banners";
        const KEY: &'static str = "svm.uuid";
        const ALWAYS: &'static [&'static str] = &["message", "scope"];
        const SINCE: &'static [(&'static str, Version)] = &[("scope", Version::new(9, 15, 1))];
    }

    impl Writable for Banner {
        type Body = BannerBody;

        fn key(&self) -> Option<&str> {
            self.svm.uuid.as_deref()
        }

        fn like(body: &BannerBody) -> Filters {
            vec![("svm.uuid", body.svm.uuid.clone()), ("message", body.message.clone())]
        }
    }

    fn requested(release: Version) -> Request {
        get::<Banner>("u-1", Some(release)).unwrap()
    }

    #[test]
    fn an_object_is_read_by_its_key_field() {
        let request = requested(Version::new(9, 15, 1));
        assert_eq!(request.path, "/banners/u-1");
        assert_eq!(request.query[0].1, "svm.name,svm.uuid,message,scope");
        let full = json!({"svm": {"uuid": "u-1"}, "message": "m", "scope": "svm"});
        let banner: Banner = serde_json::from_value(full).unwrap();
        assert_eq!((banner.key(), banner.message.as_deref()), (Some("u-1"), Some("m")));
        assert_eq!(delete::<Banner>("u-1").unwrap(), Request::delete_one("/banners", "u-1").unwrap());
    }

    #[test]
    fn a_newer_field_is_neither_requested_from_nor_expected_of_an_older_release() {
        let uuid = "00000000-0000-4000-8000-000000000001";
        let without = json!({"svm": {"uuid": uuid}, "message": "m"});
        let read = |release| get::<Banner>(uuid, Some(release)).unwrap();
        let (old, new) = (read(Version::new(9, 14, 1)), read(Version::new(9, 15, 1)));
        assert_eq!(old.query[0].1, "svm.name,svm.uuid,message");
        assert_eq!(old.expected.check(&without), Ok(()));
        assert!(new.expected.check(&without).is_err_and(|error| error.contains("scope")));
    }

    #[test]
    fn unknown_values_of_a_creation_are_not_filters() {
        let body = BannerBody { svm: Reference::to_uuid("u-1"), message: None };
        let query = like::<Banner>(&body, None).unwrap().query;
        let known = [("svm.uuid", "u-1"), ("return_timeout", "60")];
        assert_eq!(query[1..], known.map(|(name, value)| (name.to_owned(), value.to_owned())));
        assert_eq!(Banner::creation(&body).unwrap().body, Some(json!({"svm": {"uuid": "u-1"}})));
    }
}
