//! Common to all calls: log lines, and an answer even when the work failed or panicked.

use std::panic::AssertUnwindSafe;
use std::time::Instant;

use futures::FutureExt;
use tfplugin_core::{Diagnostics, Outcome, Severity};
use tonic::{Response, Status};
use tracing::{Instrument, Span, field};

use super::call_function;
use super::diagnostics::{count, to_proto};
use super::panics::caught;
use crate::calls::{Calls, UnderWay};
use crate::proto::tfplugin6 as proto;

/// Version of the protocol, for the log.
const VERSION: &str = "6.11";

/// An answer that can carry diagnostics.
pub trait Answer {
    /// The answer to a failed call: Terraform keeps the state it has.
    fn failed(errors: Diagnostics) -> Self;

    /// The number of errors and of warnings in the answer.
    fn errors_and_warnings(&self) -> (usize, usize);
}

macro_rules! answers {
    ($($call:ident),* $(,)?) => {
        $(impl Answer for proto::$call::Response {
            fn failed(errors: Diagnostics) -> Self {
                let mut answer = Self::default();
                answer.diagnostics.extend(to_proto(errors));
                answer
            }

            fn errors_and_warnings(&self) -> (usize, usize) {
                let errors = count(&self.diagnostics, Severity::Error);
                (errors, self.diagnostics.len() - errors)
            }
        })*
    };
}

answers!(
    apply_resource_change,
    configure_provider,
    generate_resource_config,
    get_functions,
    get_metadata,
    get_provider_schema,
    get_resource_identity_schemas,
    import_resource_state,
    move_resource_state,
    plan_resource_change,
    read_data_source,
    read_resource,
    upgrade_resource_identity,
    upgrade_resource_state,
    validate_data_resource_config,
    validate_list_resource_config,
    validate_provider_config,
    validate_resource_config,
);

impl Answer for proto::call_function::Response {
    fn failed(errors: Diagnostics) -> Self {
        call_function::failed(errors)
    }

    fn errors_and_warnings(&self) -> (usize, usize) {
        (usize::from(self.error.is_some()), 0)
    }
}

/// One call, as it appears in the log.
pub struct Call {
    span: Span,
    begun: Instant,
    _under_way: Option<UnderWay>,
}

impl Call {
    /// A call about the provider.
    pub fn provider(rpc: &str, address: &str) -> Self {
        let span = tracing::info_span!(
            "rpc",
            tf_req_id = %uuid::Uuid::new_v4(),
            tf_rpc = rpc,
            tf_proto_version = VERSION,
            tf_provider_addr = address,
            tf_resource_type = field::Empty,
            tf_data_source_type = field::Empty,
            tf_list_resource_type = field::Empty,
            tf_function = field::Empty,
        );
        Self { span, begun: Instant::now(), _under_way: None }
    }

    /// A call about a resource, which is among these.
    pub fn resource(rpc: &str, address: &str, type_name: &str, calls: &Calls) -> Self {
        let call = Self::provider(rpc, address);
        call.span.record("tf_resource_type", type_name);
        Self { _under_way: Some(calls.begin()), ..call }
    }

    /// A call about a data source, which is among these.
    pub fn data_source(rpc: &str, address: &str, type_name: &str, calls: &Calls) -> Self {
        let call = Self::provider(rpc, address);
        call.span.record("tf_data_source_type", type_name);
        Self { _under_way: Some(calls.begin()), ..call }
    }

    /// A call about a list resource, which is among these.
    pub fn list_resource(rpc: &str, address: &str, type_name: &str, calls: &Calls) -> Self {
        let call = Self::provider(rpc, address);
        call.span.record("tf_list_resource_type", type_name);
        Self { _under_way: Some(calls.begin()), ..call }
    }

    /// A call of a function.
    pub fn function(rpc: &str, address: &str, name: &str) -> Self {
        let call = Self::provider(rpc, address);
        call.span.record("tf_function", name);
        call
    }

    /// Answers with the result of `work`. Errors and panics become answers too.
    pub async fn answer<A: Answer>(
        self,
        work: impl Future<Output = Outcome<A>>,
    ) -> Result<Response<A>, Status> {
        let begun = self.begun;
        let logged = async {
            tracing::trace!("received a request");
            let done = AssertUnwindSafe(work).catch_unwind().await;
            let answer = caught(done).unwrap_or_else(A::failed);
            log(answer.errors_and_warnings(), begun);
            answer
        };
        Ok(Response::new(logged.instrument(self.span).await))
    }

    /// Does the work of a call that answers bit by bit, and then says how many errors and warnings it answered.
    pub async fn run(self, work: impl Future<Output = (usize, usize)>) {
        let logged = async {
            tracing::trace!("received a request");
            log(work.await, self.begun);
        };
        logged.instrument(self.span.clone()).await;
    }
}

fn log((errors, warnings): (usize, usize), begun: Instant) {
    tracing::trace!(
        tf_req_duration_ms = begun.elapsed().as_millis(),
        diagnostic_error_count = errors,
        diagnostic_warning_count = warnings,
        "served a request"
    );
}
