//! The write actions for tags.

use super::query::Parameters;
use super::{Action, Call};
use crate::inventory::ec2::Tags;
use crate::world::ec2::{DeletedTag, Ec2Error};

pub const ACTIONS: &[(&str, Action)] = &[("CreateTags", create_tags), ("DeleteTags", delete_tags)];

fn create_tags(mut call: Call<'_>) -> Result<String, Ec2Error> {
    let ids = resource_ids(&mut call.parameters)?;
    let tag = |(key, value): (String, Option<String>)| (key, value.unwrap_or_default());
    let tags: Tags = tags(&mut call.parameters)?.into_iter().map(tag).collect();
    if tags.is_empty() {
        return Err(Ec2Error::missing_parameter("tagSet"));
    }
    call.parameters.ready()?;
    call.ec2.create_tags(call.now, &ids, &tags)?;
    call.reply.done()
}

fn delete_tags(mut call: Call<'_>) -> Result<String, Ec2Error> {
    let ids = resource_ids(&mut call.parameters)?;
    let tags = tags(&mut call.parameters)?.into_iter().map(|(key, value)| DeletedTag { key, value });
    let tags: Vec<_> = tags.collect();
    call.parameters.ready()?;
    call.ec2.delete_tags(call.now, &ids, &tags)?;
    call.reply.done()
}

fn resource_ids(parameters: &mut Parameters) -> Result<Vec<String>, Ec2Error> {
    let ids = parameters.list("ResourceId");
    if ids.is_empty() { Err(Ec2Error::missing_parameter("resourceIdSet")) } else { Ok(ids) }
}

/// Reads keys and values. `DeleteTags` distinguishes a missing value from an empty one.
fn tags(parameters: &mut Parameters) -> Result<Vec<(String, Option<String>)>, Ec2Error> {
    let indices = parameters.indices("Tag");
    let tag = |index: u32| {
        let key = parameters.required(&format!("Tag.{index}.Key"))?;
        Ok((key, parameters.take(&format!("Tag.{index}.Value"))))
    };
    indices.into_iter().map(tag).collect()
}
