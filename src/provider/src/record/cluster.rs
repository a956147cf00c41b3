//! The ONTAP half.

use futures::stream::{self, StreamExt};
use ontap::{Client, Raw};
use provider_core::recording::{ASKED, Asked, MOST_RECORDS, Many, Own, Read, query};

use super::progress::{Progress, found};
use crate::by_hand::AT_ONCE;
use crate::config::ProviderConfig;
use crate::diagnose::During;

/// A read that was refused or answered, and how many requests it took.
struct Done {
    read: Read,
    requests: usize,
    refusal: Option<ontap::Error>,
}

/// Reads everything that a recording has of ONTAP.
pub async fn read(config: &ProviderConfig, client: &Client, progress: &mut Progress) -> Vec<Read> {
    // The two of the way to the cluster.
    progress.count(2);
    let account = config.username.known().map(String::as_str);
    let mut done = Vec::new();
    let ordinary = ASKED.iter().filter(|asked| asked.named.is_none());
    let mut reads = stream::iter(ordinary).map(|asked| one(client, asked, None)).buffered(AT_ONCE);
    while let Some(read) = reads.next().await {
        done.push(told(read, progress));
    }
    let mut role = None;
    for asked in ASKED.iter().filter(|asked| asked.named.is_some()) {
        let name = if asked.named == Some(Own::Account) { account } else { role.as_deref() };
        let Some(name) = name else {
            let text = "not asked, because the name of what belongs to this login is not known.";
            progress.part("skipped", asked.path, text);
            continue;
        };
        let read = told(one(client, asked, Some(name)).await, progress);
        role = role_of(&read);
        done.push(read);
    }
    done
}

/// Reads what is at one path. A query that the release refuses is asked again without the fields.
async fn one(client: &Client, asked: &Asked, name: Option<&str>) -> Done {
    let parameters = asked.parameters(name);
    let first = at(client, asked, &parameters).await;
    let is_refused = first.as_ref().is_err_and(|error| error.status() == Some(400));
    if !is_refused {
        return done(asked, &parameters, first, 0);
    }
    let fewer: Vec<_> = parameters.into_iter().filter(|(name, _)| *name != "fields").collect();
    let second = at(client, asked, &fewer).await;
    done(asked, &fewer, second, 1)
}

async fn at(client: &Client, asked: &Asked, parameters: &[(&str, &str)]) -> ontap::Result<Raw> {
    match asked.many {
        Many::One => client.raw_object(asked.below_api(), parameters).await,
        Many::All => client.raw_collection(asked.below_api(), parameters, MOST_RECORDS).await,
    }
}

fn done(asked: &Asked, parameters: &[(&str, &str)], answer: ontap::Result<Raw>, before: usize) -> Done {
    let query = query(parameters);
    match answer {
        Ok(Raw { answer, is_cut, pages }) => {
            let read = Read { path: asked.path.to_owned(), query, status: 200, answer, cut: is_cut };
            Done { read, requests: before + pages, refusal: None }
        }
        Err(error) => {
            let status = error.status().unwrap_or_default();
            let read = Read::refused(asked.path, &query, status, error.code());
            Done { read, requests: before + 1, refusal: Some(error) }
        }
    }
}

fn told(done: Done, progress: &mut Progress) -> Read {
    let Done { read, requests, refusal } = done;
    progress.count(requests);
    match refusal.map_or(Ok(()), Err).during(format!("read {}", read.path)) {
        Err(why) => progress.diagnostics("refused", &read.path, &why),
        Ok(()) => progress.part("read", &read.path, &found(read.records(), read.cut)),
    }
    read
}

/// Returns the role of the account of the cluster, if this is the answer with it.
fn role_of(read: &Read) -> Option<String> {
    let accounts = read.answer["records"].as_array()?;
    let of_cluster = accounts.iter().find(|account| account["scope"] != "svm")?;
    of_cluster["role"]["name"].as_str().map(str::to_owned)
}
