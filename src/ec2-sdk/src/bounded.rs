//! The SDK's HTTP client, with answers of bounded size.
//!
//! The SDK reads whatever a server sends, and needs some hundred bytes of memory for every list element, even
//! an empty one. This client reads an answer to its end, or to the limit, before anything is parsed.

use aws_sdk_ec2::config::http::{HttpRequest, HttpResponse};
use aws_sdk_ec2::config::{
    ConfigBag, HttpClient, RuntimeComponents, RuntimeComponentsBuilder, SharedHttpClient,
};
use aws_sdk_ec2::error::{BoxError, ConnectorError};
use aws_smithy_http_client::proxy::ProxyConfig;
use aws_smithy_http_client::tls::{Provider, rustls_provider::CryptoMode};
use aws_smithy_http_client::{Builder, ConnectorBuilder};
use aws_smithy_runtime_api::client::connector_metadata::ConnectorMetadata;
use aws_smithy_runtime_api::client::http::{
    HttpConnector, HttpConnectorFuture, HttpConnectorSettings, SharedHttpConnector,
};
use aws_smithy_types::body::SdkBody;
use http_body_util::{BodyExt, LengthLimitError, Limited};
use memchr::memmem;

/// Upper limit of bytes in one answer. The largest pages that we request ([`crate::client`]) have 5 MiB if
/// every object on them has as many addresses, routes and tags as AWS allows.
const MAX_BYTES: usize = 8 * 1024 * 1024;

/// Upper limit of list elements in one answer. The same pages have at most 30,000.
const MAX_ITEMS: usize = 65_536;

/// The name of each list element in EC2's XML.
const ITEM: &[u8] = b"item";

/// An answer that is larger than any answer to our requests can be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum TooLarge {
    /// Reading was stopped.
    #[error("it has more than {} MiB", MAX_BYTES / 1024 / 1024)]
    Bytes,
    /// The answer was not parsed.
    #[error("its lists have more than {MAX_ITEMS} elements")]
    Items,
}

/// Returns an HTTP client like the SDK's own, with bounded answers.
pub fn http_client() -> SharedHttpClient {
    let inner = Builder::new().build_with_connector_fn(|settings, components| {
        let mut connector = ConnectorBuilder::default().tls_provider(Provider::Rustls(CryptoMode::AwsLc));
        connector.set_connector_settings(settings.cloned());
        connector.set_sleep_impl(components.and_then(RuntimeComponents::sleep_impl));
        connector.set_proxy_config(Some(ProxyConfig::from_env()));
        connector.build()
    });
    SharedHttpClient::new(Bounded(inner))
}

#[derive(Debug)]
struct Bounded<T>(T);

impl HttpClient for Bounded<SharedHttpClient> {
    fn http_connector(
        &self,
        settings: &HttpConnectorSettings,
        components: &RuntimeComponents,
    ) -> SharedHttpConnector {
        SharedHttpConnector::new(Bounded(self.0.http_connector(settings, components)))
    }

    fn validate_base_client_config(
        &self,
        components: &RuntimeComponentsBuilder,
        config: &ConfigBag,
    ) -> Result<(), BoxError> {
        self.0.validate_base_client_config(components, config)
    }

    fn validate_final_config(
        &self,
        components: &RuntimeComponents,
        config: &ConfigBag,
    ) -> Result<(), BoxError> {
        self.0.validate_final_config(components, config)
    }

    fn connector_metadata(&self) -> Option<ConnectorMetadata> {
        self.0.connector_metadata()
    }
}

impl HttpConnector for Bounded<SharedHttpConnector> {
    fn call(&self, request: HttpRequest) -> HttpConnectorFuture {
        let answer = self.0.call(request);
        HttpConnectorFuture::new(async move { bounded(answer.await?).await })
    }
}

/// Reads the whole body of the answer into memory.
async fn bounded(mut answer: HttpResponse) -> Result<HttpResponse, ConnectorError> {
    let body = std::mem::replace(answer.body_mut(), SdkBody::taken());
    let body = Limited::new(body, MAX_BYTES).collect().await.map_err(|error| {
        if error.is::<LengthLimitError>() { refused(TooLarge::Bytes) } else { ConnectorError::io(error) }
    })?;
    let body = body.to_bytes();
    // A nonempty element contains its name twice.
    if memmem::find_iter(&body, ITEM).take(2 * MAX_ITEMS + 1).count() > 2 * MAX_ITEMS {
        return Err(refused(TooLarge::Items));
    }
    *answer.body_mut() = SdkBody::from(body);
    Ok(answer)
}

/// The error has no kind, so that the SDK does not retry.
fn refused(why: TooLarge) -> ConnectorError {
    ConnectorError::other(why.into(), None)
}

#[cfg(test)]
mod tests {
    use super::*;

    async fn read(body: impl Into<SdkBody>) -> Result<usize, Option<TooLarge>> {
        let answer = HttpResponse::new(200.try_into().unwrap(), body.into());
        match bounded(answer).await {
            Ok(answer) => Ok(answer.body().bytes().map_or(0, <[u8]>::len)),
            Err(error) => Err(error.into_source().downcast_ref().copied()),
        }
    }

    #[tokio::test]
    async fn answers_are_read_up_to_the_limits_only() {
        let cases = [
            ("nothing", String::new(), None),
            ("as many bytes as allowed", " ".repeat(MAX_BYTES), None),
            ("one byte more", " ".repeat(MAX_BYTES + 1), Some(TooLarge::Bytes)),
            ("as many elements as allowed", "<item>1</item>".repeat(MAX_ITEMS), None),
            ("one element more", "<item>1</item>".repeat(MAX_ITEMS + 1), Some(TooLarge::Items)),
            ("a flood of empty ones", "<item/>".repeat(2 * MAX_ITEMS + 1), Some(TooLarge::Items)),
            ("a flood with a prefix", "<a:item/>".repeat(2 * MAX_ITEMS + 1), Some(TooLarge::Items)),
        ];
        for (name, body, refused) in cases {
            let length = body.len();
            assert_eq!(read(body).await, refused.map_or(Ok(length), |why| Err(Some(why))), "{name}");
        }
    }
}
