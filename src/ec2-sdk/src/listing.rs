//! Listings that come in pages, to their end or to a limit.

use std::collections::HashSet;
use std::future::Future;
use std::pin::Pin;

use ec2::{Error, ErrorKind};

use crate::convert::Answer;

/// Most pages of one listing: as many objects as fit into the largest subnet or account that we know of, many times.
const MOST_PAGES: usize = 100;

/// A page on its way: what it holds, and the token of the next one.
pub type Page<'a, T> = Pin<Box<dyn Future<Output = Result<(Vec<T>, Option<String>), Error>> + Send + 'a>>;

/// Everything on all pages. `page` asks for the one with this token, or for the first.
///
/// # Errors
/// Those of a page, and [`ErrorKind::BadAnswer`] for a chain of pages that leads back to itself or does not end.
pub async fn all<'a, T>(
    answer: Answer,
    page: impl Fn(Option<String>) -> Page<'a, T> + Send + Sync,
) -> Result<Vec<T>, Error> {
    let (mut found, mut seen, mut token) = (Vec::new(), HashSet::new(), None);
    for _ in 0..MOST_PAGES {
        let (items, next) = page(token).await?;
        found.extend(items);
        let Some(next) = next.filter(|next| !next.is_empty()) else { return Ok(found) };
        if !seen.insert(next.clone()) {
            return Err(endless(answer, "leads back to a page that was read already"));
        }
        token = Some(next);
    }
    Err(endless(answer, &format!("goes on after {MOST_PAGES} pages")))
}

fn endless(answer: Answer, why: &str) -> Error {
    Error::local(answer.0, ErrorKind::BadAnswer, format!("EC2's list {why}."))
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};

    use super::*;

    /// What is listed when the page after token `n` is `tokens(n)`, and how many pages are asked for.
    async fn list(tokens: impl Fn(usize) -> Option<String> + Sync) -> (Result<Vec<usize>, Error>, usize) {
        let asked = AtomicUsize::new(0);
        let pages = all(Answer("DescribeVpcs"), |token| {
            let number = asked.fetch_add(1, Ordering::Relaxed);
            assert_eq!(token.is_none(), number == 0, "only the first page has no token");
            let next = tokens(number);
            Box::pin(async move { Ok((vec![number], next)) })
        });
        (pages.await, asked.load(Ordering::Relaxed))
    }

    #[tokio::test]
    async fn pages_are_read_to_the_last_one() {
        let three = |number: usize| (number < 2).then(|| number.to_string());
        assert_eq!(list(three).await, (Ok(vec![0, 1, 2]), 3));
        assert_eq!(list(|_| Some(String::new())).await, (Ok(vec![0]), 1), "an empty token is none");
    }

    #[tokio::test]
    async fn a_chain_without_progress_ends_at_once() {
        for (length, asked) in [(1, 2), (2, 3), (3, 4)] {
            let (listed, count) = list(|number| Some((number % length).to_string())).await;
            let error = listed.unwrap_err();
            assert_eq!((error.kind, count), (ErrorKind::BadAnswer, asked), "a circle of {length}");
            assert!(error.message.contains("leads back"), "{}", error.message);
        }
    }

    #[tokio::test]
    async fn a_chain_without_an_end_is_given_up() {
        let (listed, count) = list(|number| Some(number.to_string())).await;
        assert_eq!((listed.unwrap_err().kind, count), (ErrorKind::BadAnswer, MOST_PAGES));
    }
}
