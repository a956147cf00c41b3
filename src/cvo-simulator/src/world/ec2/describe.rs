//! The parts that all `Describe…` actions share: ids, filters and pages.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::ser::{Serialize, SerializeStruct, Serializer};

use super::error::Ec2Error;
use super::filter::{self, Field, Filter};
use crate::inventory::Ec2Inventory;
use crate::inventory::ec2::Tags;

/// A request to describe objects.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DescribeRequest {
    /// Ids or names; empty means all.
    pub ids: Vec<String>,
    /// Filters; an object has to match all of them.
    pub filters: Vec<Filter>,
    /// Page size; `None` returns everything at once.
    pub max_results: Option<i64>,
    /// Token from the previous page.
    pub next_token: Option<String>,
}

impl DescribeRequest {
    /// Creates a request for the objects with these ids.
    pub fn ids<I: Into<String>>(ids: impl IntoIterator<Item = I>) -> Self {
        Self { ids: ids.into_iter().map(Into::into).collect(), ..Self::default() }
    }

    /// Adds a filter.
    #[must_use]
    pub fn filter<V: Into<String>>(mut self, name: &str, values: impl IntoIterator<Item = V>) -> Self {
        let values = values.into_iter().map(Into::into).collect();
        self.filters.push(Filter { name: name.to_owned(), values });
        self
    }
}

/// One page of an answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page<T> {
    /// Objects, in the order of the account.
    pub items: Vec<T>,
    /// Token of the next page, if there is one.
    pub next_token: Option<String>,
}

/// Limits of the page size, and whether ids and pages exclude each other.
pub struct Paging {
    pub least: i64,
    pub most: i64,
    /// Names of the two parameters in the error text, if they exclude each other.
    pub excludes: Option<(&'static str, &'static str)>,
}

/// A kind of object that can be described.
pub trait Described: Clone + 'static {
    /// Distinguishes the tokens of one action from those of another.
    const ACTION: &'static str;
    const PAGING: Paging;
    const FIELDS: &'static [Field<Self>];
    /// Filters of the EC2 API reference for which no object of this kind has a value here.
    const VALUELESS: &'static [&'static str] = &[];
    /// Whether `tag:…` and `tag-key` are filters of this kind.
    const TAGGED: bool = true;
    /// Maximum number of ids in a request. It is documented only for instance types; this default is assumed
    /// (`ec2-ids-per-request`).
    const MOST_IDS: usize = 1000;

    /// Returns every object of this kind, resolved so that it no longer needs the account.
    fn all(account: &Ec2Inventory) -> Vec<Self>;

    /// The key that the `ids` of a request and page tokens refer to.
    fn key(&self) -> String;

    /// Refuses an id that does not have the format of this kind.
    fn check_id(_id: &str) -> Result<(), Ec2Error> {
        Ok(())
    }

    /// The error for ids that do not exist.
    fn not_found(ids: &[&str]) -> Ec2Error;

    /// Its tags.
    fn tags(&self) -> &[Tag];

    /// Whether `name` is a filter of this kind.
    fn knows(name: &str) -> bool {
        Self::FIELDS.iter().any(|field| field.0 == name) || Self::VALUELESS.contains(&name)
    }

    /// Returns the values of the object for the filter `name`.
    fn values(&self, name: &str) -> Vec<String> {
        Self::FIELDS.iter().filter(|field| field.0 == name).flat_map(|field| (field.1)(self)).collect()
    }
}

/// A tag in an answer.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Tag {
    /// Its key.
    pub key: String,
    /// Its value.
    pub value: String,
}

pub fn tag_set(tags: &Tags) -> Vec<Tag> {
    tags.iter().map(|(key, value)| Tag { key: key.clone(), value: value.clone() }).collect()
}

/// Returns the objects of the kind `T` that `request` selects.
pub fn describe<T: Described>(
    account: &Ec2Inventory,
    request: &DescribeRequest,
) -> Result<Page<T>, Ec2Error> {
    let size = page_size::<T>(request)?;
    if request.ids.len() > T::MOST_IDS {
        return Err(Ec2Error::too_many_ids(request.ids.len(), T::MOST_IDS));
    }
    filter::check_limits(&request.filters)?;
    for filter in &request.filters {
        let known = T::knows(&filter.name) || (T::TAGGED && is_tag_filter(&filter.name));
        if !known {
            return Err(Ec2Error::unknown_filter(&filter.name));
        }
    }
    let mut items = named::<T>(account, &request.ids)?;
    items.retain(|item| request.filters.iter().all(|filter| filter.accepts(&shown(item, &filter.name))));
    if let Some(token) = &request.next_token {
        let last = last_of_page::<T>(token)?;
        let seen = items
            .iter()
            .position(|item| item.key() == last)
            .ok_or_else(Ec2Error::invalid_pagination_token)?;
        items.drain(..=seen);
    }
    let more = items.len() > size;
    items.truncate(size);
    let next_token = items.last().filter(|_| more).map(|item| token_after::<T>(&item.key()));
    Ok(Page { items, next_token })
}

fn named<T: Described>(account: &Ec2Inventory, ids: &[String]) -> Result<Vec<T>, Ec2Error> {
    ids.iter().try_for_each(|id| T::check_id(id))?;
    let mut items = T::all(account);
    let missing: Vec<&str> =
        ids.iter().filter(|id| !items.iter().any(|item| item.key() == **id)).map(String::as_str).collect();
    if !missing.is_empty() {
        return Err(T::not_found(&missing));
    }
    if !ids.is_empty() {
        items.retain(|item| ids.contains(&item.key()));
    }
    Ok(items)
}

fn page_size<T: Described>(request: &DescribeRequest) -> Result<usize, Ec2Error> {
    let Some(size) = request.max_results else { return Ok(usize::MAX) };
    let Paging { least, most, excludes } = T::PAGING;
    if let Some((ids, max_results)) = excludes.filter(|_| !request.ids.is_empty()) {
        return Err(Ec2Error::max_results_with_ids(ids, max_results));
    }
    if size < least {
        return Err(Ec2Error::max_results_too_small(size, least));
    }
    if size > most {
        return Err(Ec2Error::max_results_too_large(size, most));
    }
    usize::try_from(size).map_err(|_| Ec2Error::max_results_too_small(size, least))
}

fn is_tag_filter(name: &str) -> bool {
    name == "tag-key" || name.starts_with("tag:")
}

fn shown<T: Described>(item: &T, name: &str) -> Vec<String> {
    if !T::TAGGED {
        return item.values(name);
    }
    let tags = item.tags();
    match name.strip_prefix("tag:") {
        Some(key) => tags.iter().filter(|tag| tag.key == key).map(|tag| tag.value.clone()).collect(),
        None if name == "tag-key" => tags.iter().map(|tag| tag.key.clone()).collect(),
        None => item.values(name),
    }
}

/// EC2 does not document the content of a token. The encoding keeps clients from relying on it.
fn token_after<T: Described>(key: &str) -> String {
    URL_SAFE_NO_PAD.encode(format!("{}\n{key}", T::ACTION))
}

fn last_of_page<T: Described>(token: &str) -> Result<String, Ec2Error> {
    let bytes = URL_SAFE_NO_PAD.decode(token).map_err(|_| Ec2Error::invalid_pagination_token())?;
    let text = String::from_utf8(bytes).map_err(|_| Ec2Error::invalid_pagination_token())?;
    match text.split_once('\n') {
        Some((action, key)) if action == T::ACTION => Ok(key.to_owned()),
        _ => Err(Ec2Error::invalid_pagination_token()),
    }
}

/// Serializes a list as EC2 does, with each member in an element `item`.
pub fn item_set<T: Serialize, S: Serializer>(items: &[T], serializer: S) -> Result<S::Ok, S::Error> {
    let mut set = serializer.serialize_struct("Set", 1)?;
    set.serialize_field("item", items)?;
    set.end()
}
