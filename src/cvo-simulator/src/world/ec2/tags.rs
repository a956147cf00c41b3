//! `DescribeTags`, `CreateTags` and `DeleteTags`.

use serde::Serialize;

use super::describe::{Described, Paging, Tag};
use super::error::Ec2Error;
use super::filter::Field;
use super::id::IdKind;
use crate::inventory::Ec2Inventory;
use crate::inventory::ec2::Tags;

/// EC2 user guide, tag restrictions. Tags set by AWS do not count.
const MOST_TAGS: usize = 50;
const LONGEST_KEY: usize = 128;
const LONGEST_VALUE: usize = 256;
const AWS: &str = "aws:";

/// A tag in the format of `DescribeTags`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct TagDescription {
    /// Object that has the tag.
    pub resource_id: String,
    /// For example `network-interface`.
    pub resource_type: &'static str,
    /// Key.
    pub key: String,
    /// Value.
    pub value: String,
}

/// A tag to delete.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeletedTag {
    /// Key.
    pub key: String,
    /// Value that the tag must have to be deleted; `None` for any value.
    pub value: Option<String>,
}

impl Described for TagDescription {
    const ACTION: &'static str = "DescribeTags";
    const PAGING: Paging = Paging { least: 5, most: 1000, excludes: None };
    const FIELDS: &'static [Field<Self>] = &[
        Field("key", |tag| vec![tag.key.clone()]),
        Field("resource-id", |tag| vec![tag.resource_id.clone()]),
        Field("resource-type", |tag| vec![tag.resource_type.into()]),
        Field("value", |tag| vec![tag.value.clone()]),
    ];
    const TAGGED: bool = false;

    fn all(account: &Ec2Inventory) -> Vec<Self> {
        let described = |(id, tags): (&str, &Tags)| -> Vec<Self> {
            let resource_type = IdKind::of(id).map(IdKind::resource_type).unwrap_or_default();
            let described = tags.iter().map(|(key, value)| Self {
                resource_id: id.to_owned(),
                resource_type,
                key: key.clone(),
                value: value.clone(),
            });
            described.collect()
        };
        tagged(account).into_iter().flat_map(described).collect()
    }

    fn key(&self) -> String {
        format!("{}\t{}", self.resource_id, self.key)
    }

    fn not_found(ids: &[&str]) -> Ec2Error {
        Ec2Error::invalid_id(ids.first().copied().unwrap_or_default())
    }

    fn tags(&self) -> &[Tag] {
        &[]
    }

    /// `tag:KEY` filters by key and value at once (EC2 API reference).
    fn knows(name: &str) -> bool {
        name.starts_with("tag:") || Self::FIELDS.iter().any(|field| field.0 == name)
    }

    fn values(&self, name: &str) -> Vec<String> {
        match name.strip_prefix("tag:") {
            Some(key) if key == self.key => vec![self.value.clone()],
            Some(_) => vec![],
            None => Self::FIELDS
                .iter()
                .filter(|field| field.0 == name)
                .flat_map(|field| (field.1)(self))
                .collect(),
        }
    }
}

fn tagged(account: &Ec2Inventory) -> Vec<(&str, &Tags)> {
    let instances = account.instances.iter().map(|it| (it.id.as_str(), &it.tags));
    let interfaces = account.interfaces.iter().map(|it| (it.id.as_str(), &it.tags));
    let tables = account.route_tables.iter().map(|it| (it.id.as_str(), &it.tags));
    let subnets = account.subnets.iter().map(|it| (it.id.as_str(), &it.tags));
    let vpcs = account.vpcs.iter().map(|it| (it.id.as_str(), &it.tags));
    instances.chain(interfaces).chain(tables).chain(subnets).chain(vpcs).collect()
}

fn tags_mut<'a>(account: &'a mut Ec2Inventory, id: &str) -> Result<&'a mut Tags, Ec2Error> {
    let kind = IdKind::of(id).ok_or_else(|| Ec2Error::invalid_id(id))?;
    kind.check(id)?;
    let found = match kind {
        IdKind::Instance => account.instances.iter_mut().find(|it| it.id == id).map(|it| &mut it.tags),
        IdKind::NetworkInterface => {
            account.interfaces.iter_mut().find(|it| it.id == id).map(|it| &mut it.tags)
        }
        IdKind::RouteTable => account.route_tables.iter_mut().find(|it| it.id == id).map(|it| &mut it.tags),
        IdKind::Subnet => account.subnets.iter_mut().find(|it| it.id == id).map(|it| &mut it.tags),
        IdKind::Vpc => account.vpcs.iter_mut().find(|it| it.id == id).map(|it| &mut it.tags),
    };
    found.ok_or_else(|| Ec2Error::not_found(kind, &[id]))
}

/// Adds tags to objects. A tag with an existing key replaces its value.
pub fn create(account: &mut Ec2Inventory, ids: &[String], tags: &Tags) -> Result<(), Ec2Error> {
    for (key, value) in tags {
        check(key, value)?;
    }
    for id in ids {
        let existing = tags_mut(account, id)?;
        existing.extend(tags.clone());
        if existing.keys().filter(|key| !key.starts_with(AWS)).count() > MOST_TAGS {
            return Err(Ec2Error::tag_limit_exceeded());
        }
    }
    Ok(())
}

/// Removes tags from objects: the named ones, or all but those of AWS if none is named (EC2 API reference).
pub fn delete(account: &mut Ec2Inventory, ids: &[String], tags: &[DeletedTag]) -> Result<(), Ec2Error> {
    if tags.iter().any(|tag| tag.key.starts_with(AWS)) {
        return Err(Ec2Error::reserved_tag_key());
    }
    let is_deleted = |key: &str, value: &str| {
        let named =
            |tag: &DeletedTag| tag.key == key && tag.value.as_deref().is_none_or(|wanted| wanted == value);
        if tags.is_empty() { !key.starts_with(AWS) } else { tags.iter().any(named) }
    };
    for id in ids {
        tags_mut(account, id)?.retain(|key, value| !is_deleted(key, value));
    }
    Ok(())
}

fn check(key: &str, value: &str) -> Result<(), Ec2Error> {
    if key.starts_with(AWS) {
        return Err(Ec2Error::reserved_tag_key());
    }
    if key.is_empty() || key.chars().count() > LONGEST_KEY {
        return Err(Ec2Error::tag_too_long("key", LONGEST_KEY));
    }
    if value.chars().count() > LONGEST_VALUE {
        return Err(Ec2Error::tag_too_long("value", LONGEST_VALUE));
    }
    Ok(())
}
