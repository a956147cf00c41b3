//! Reads all pages of a listing, up to a limit.

use std::collections::HashSet;
use std::future::Future;
use std::pin::Pin;

use ec2::{Error, ErrorKind};

use crate::convert::Answer;

/// Upper limit of pages per listing: many times more than the largest subnet or account that we know of
/// needs.
const MAX_PAGES: usize = 100;

/// The future of one page: its items and the token of the next page.
pub type Page<'a, T> = Pin<Box<dyn Future<Output = Result<(Vec<T>, Option<String>), Error>> + Send + 'a>>;

/// Returns the items of all pages. `page` requests the page with the given token, or the first.
///
/// # Errors
/// Those of a page, and [`ErrorKind::BadAnswer`] if a page leads back to an earlier one or there are too many
/// pages.
pub async fn all_pages<'a, T>(
    answer: Answer,
    page: impl Fn(Option<String>) -> Page<'a, T> + Send + Sync,
) -> Result<Vec<T>, Error> {
    let (mut found, mut seen, mut token) = (Vec::new(), HashSet::new(), None);
    for _ in 0..MAX_PAGES {
        let (items, next) = page(token).await?;
        found.extend(items);
        let Some(next) = next.filter(|next| !next.is_empty()) else { return Ok(found) };
        if !seen.insert(next.clone()) {
            return Err(endless(answer, "leads back to a page that was read already"));
        }
        token = Some(next);
    }
    Err(endless(answer, &format!("goes on after {MAX_PAGES} pages")))
}

fn endless(answer: Answer, why: &str) -> Error {
    Error::local(answer.0, ErrorKind::BadAnswer, format!("EC2's list {why}."))
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};

    use super::*;

    /// Lists pages where the page numbered `n` has the next token `tokens(n)`. Also returns how many pages
    /// were requested.
    async fn list(tokens: impl Fn(usize) -> Option<String> + Sync) -> (Result<Vec<usize>, Error>, usize) {
        let asked = AtomicUsize::new(0);
        let pages = all_pages(Answer("DescribeVpcs"), |token| {
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
    async fn a_circle_of_pages_is_an_error() {
        for (length, asked) in [(1, 2), (2, 3), (3, 4)] {
            let (listed, count) = list(|number| Some((number % length).to_string())).await;
            let error = listed.unwrap_err();
            assert_eq!((error.kind, count), (ErrorKind::BadAnswer, asked), "a circle of {length}");
            assert!(error.message.contains("leads back"), "{}", error.message);
        }
    }

    #[tokio::test]
    async fn an_endless_chain_of_pages_is_an_error() {
        let (listed, count) = list(|number| Some(number.to_string())).await;
        assert_eq!((listed.unwrap_err().kind, count), (ErrorKind::BadAnswer, MAX_PAGES));
    }
}
