//! Answers in XML.

use axum::body::Body;
use axum::response::Response;
use http::{HeaderValue, StatusCode, header};
use quick_xml::se::to_string_with_root;
use serde::ser::{Serialize, SerializeMap, Serializer};

use crate::world::ec2::{Ec2Error, Page};

const NAMESPACE: &str = "http://ec2.amazonaws.com/doc/2016-11-15/";
const DECLARATION: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";

/// The parts of an answer besides its content.
pub struct Reply<'a> {
    pub action: &'a str,
    pub request_id: &'a str,
}

#[derive(serde::Serialize)]
struct Envelope<'a, T> {
    #[serde(rename = "@xmlns")]
    namespace: &'static str,
    #[serde(rename = "requestId")]
    request_id: &'a str,
    #[serde(flatten)]
    content: T,
}

#[derive(serde::Serialize)]
struct Done {
    #[serde(rename = "return")]
    done: bool,
}

impl Reply<'_> {
    /// Returns an answer with the fields of `content`.
    pub fn with<T: Serialize>(&self, content: T) -> Result<String, Ec2Error> {
        let envelope = Envelope { namespace: NAMESPACE, request_id: self.request_id, content };
        let text = to_string_with_root(&format!("{}Response", self.action), &envelope);
        text.map(|text| DECLARATION.to_owned() + &text).map_err(|_| Ec2Error::internal_error())
    }

    /// Returns the answer of an action without content.
    pub fn done(&self) -> Result<String, Ec2Error> {
        self.with(Done { done: true })
    }

    /// Returns a page whose objects are in the element `set`.
    pub fn page<T: Serialize>(&self, set: &'static str, page: &Page<T>) -> Result<String, Ec2Error> {
        self.with(NamedPage { set, page })
    }
}

struct NamedPage<'a, T> {
    set: &'static str,
    page: &'a Page<T>,
}

impl<T: Serialize> Serialize for NamedPage<'_, T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut fields = serializer.serialize_map(None)?;
        fields.serialize_entry(self.set, &Set { item: &self.page.items })?;
        if let Some(token) = &self.page.next_token {
            fields.serialize_entry("nextToken", token)?;
        }
        fields.end()
    }
}

/// A list as EC2 serializes it, with each member in an element `item`.
#[derive(serde::Serialize)]
pub struct Set<'a, T> {
    pub item: &'a [T],
}

#[derive(serde::Serialize)]
#[serde(rename_all = "PascalCase")]
struct Refusal<'a> {
    errors: Errors<'a>,
    #[serde(rename = "RequestID")]
    request_id: &'a str,
}

#[derive(serde::Serialize)]
#[serde(rename_all = "PascalCase")]
struct Errors<'a> {
    error: CodeAndMessage<'a>,
}

#[derive(serde::Serialize)]
#[serde(rename_all = "PascalCase")]
struct CodeAndMessage<'a> {
    code: &'a str,
    message: &'a str,
}

/// Returns the body of an error. The field is `RequestID` here and `requestId` in every other answer.
pub fn error(code: &str, message: &str, request_id: &str) -> String {
    let error = CodeAndMessage { code, message };
    let text = to_string_with_root("Response", &Refusal { errors: Errors { error }, request_id });
    DECLARATION.to_owned() + &text.unwrap_or_default()
}

pub fn response(status: u16, text: String, request_id: &str) -> Response {
    let mut response = Response::new(Body::from(text));
    *response.status_mut() = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("text/xml;charset=UTF-8"));
    if let Ok(request_id) = HeaderValue::from_str(request_id) {
        headers.insert("x-amzn-requestid", request_id);
    }
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    const REPLY: Reply<'static> = Reply { action: "DescribeThings", request_id: "r-1" };

    #[derive(serde::Serialize)]
    struct Thing {
        name: &'static str,
    }

    #[test]
    fn a_page_is_a_set_of_items_with_an_optional_token() {
        let page =
            Page { items: vec![Thing { name: "a&b" }, Thing { name: "<c>" }], next_token: Some("t".into()) };
        assert_eq!(
            REPLY.page("thingSet", &page).unwrap(),
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<DescribeThingsResponse \
             xmlns=\"http://ec2.amazonaws.com/doc/2016-11-15/\"><requestId>r-1</requestId><thingSet><item><name>a&amp;b</name></item><item><name>&lt;c&gt;</name></item></thingSet><nextToken>t</nextToken></DescribeThingsResponse>"
        );
    }

    #[test]
    fn an_empty_set_is_an_empty_element() {
        let page = Page::<Thing> { items: vec![], next_token: None };
        assert!(
            REPLY
                .page("thingSet", &page)
                .unwrap()
                .contains("<requestId>r-1</requestId><thingSet/></Describe")
        );
    }

    #[test]
    fn an_error_names_code_text_and_request() {
        let text = error("InvalidParameterValue", "The filter 'a<b' is invalid", "r-1");
        assert!(text.ends_with(
            "<Response><Errors><Error><Code>InvalidParameterValue</Code><Message>The filter 'a&lt;b' is \
             invalid</Message></Error></Errors><RequestID>r-1</RequestID></Response>"
        ));
    }
}
