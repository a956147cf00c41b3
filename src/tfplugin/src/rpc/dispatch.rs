//! The service of the protocol: maps each call to the file that answers it.

use tonic::codegen::BoxStream;
use tonic::{Request, Response, Status};

use super::answer::Call;
use super::{
    Service, apply_resource_change, call_function, configure_provider, generate_resource_config,
    get_functions, get_metadata, get_provider_schema, get_resource_identity_schemas, import_resource_state,
    list_resource, move_resource_state, plan_resource_change, read_data_source, read_resource, stop_provider,
    upgrade_resource_identity, upgrade_resource_state, validate_data_resource_config,
    validate_list_resource_config, validate_provider_config, validate_resource_config,
};
use crate::proto::tfplugin6 as proto;
use crate::proto::tfplugin6::provider_server;
use crate::provider::Provider;

type Answered<T> = Result<Response<T>, Status>;

#[tonic::async_trait]
impl<P: Provider> provider_server::Provider for Service<P> {
    async fn get_metadata(
        &self,
        _: Request<proto::get_metadata::Request>,
    ) -> Answered<proto::get_metadata::Response> {
        Call::provider("GetMetadata", P::ADDRESS).answer(async { Ok(get_metadata::answer(self)) }).await
    }

    async fn get_provider_schema(
        &self,
        _: Request<proto::get_provider_schema::Request>,
    ) -> Answered<proto::get_provider_schema::Response> {
        let call = Call::provider("GetProviderSchema", P::ADDRESS);
        call.answer(async { Ok(get_provider_schema::answer(self)) }).await
    }

    async fn get_resource_identity_schemas(
        &self,
        _: Request<proto::get_resource_identity_schemas::Request>,
    ) -> Answered<proto::get_resource_identity_schemas::Response> {
        let call = Call::provider("GetResourceIdentitySchemas", P::ADDRESS);
        call.answer(async { Ok(get_resource_identity_schemas::answer(self)) }).await
    }

    async fn get_functions(
        &self,
        _: Request<proto::get_functions::Request>,
    ) -> Answered<proto::get_functions::Response> {
        Call::provider("GetFunctions", P::ADDRESS).answer(async { Ok(get_functions::answer(self)) }).await
    }

    async fn validate_provider_config(
        &self,
        request: Request<proto::validate_provider_config::Request>,
    ) -> Answered<proto::validate_provider_config::Response> {
        let request = request.into_inner();
        let call = Call::provider("ValidateProviderConfig", P::ADDRESS);
        call.answer(async { validate_provider_config::answer(self, &request) }).await
    }

    async fn validate_resource_config(
        &self,
        request: Request<proto::validate_resource_config::Request>,
    ) -> Answered<proto::validate_resource_config::Response> {
        let request = request.into_inner();
        let call =
            Call::resource("ValidateResourceConfig", P::ADDRESS, &request.type_name, &self.running.calls);
        call.answer(async { validate_resource_config::answer(self, &request) }).await
    }

    async fn validate_data_resource_config(
        &self,
        request: Request<proto::validate_data_resource_config::Request>,
    ) -> Answered<proto::validate_data_resource_config::Response> {
        let request = request.into_inner();
        let call = Call::data_source(
            "ValidateDataResourceConfig",
            P::ADDRESS,
            &request.type_name,
            &self.running.calls,
        );
        call.answer(async { validate_data_resource_config::answer(self, &request) }).await
    }

    async fn upgrade_resource_state(
        &self,
        request: Request<proto::upgrade_resource_state::Request>,
    ) -> Answered<proto::upgrade_resource_state::Response> {
        let request = request.into_inner();
        let call =
            Call::resource("UpgradeResourceState", P::ADDRESS, &request.type_name, &self.running.calls);
        call.answer(async { upgrade_resource_state::answer(self, &request) }).await
    }

    async fn upgrade_resource_identity(
        &self,
        request: Request<proto::upgrade_resource_identity::Request>,
    ) -> Answered<proto::upgrade_resource_identity::Response> {
        let request = request.into_inner();
        let call =
            Call::resource("UpgradeResourceIdentity", P::ADDRESS, &request.type_name, &self.running.calls);
        call.answer(async { upgrade_resource_identity::answer(self, &request) }).await
    }

    async fn configure_provider(
        &self,
        request: Request<proto::configure_provider::Request>,
    ) -> Answered<proto::configure_provider::Response> {
        let call = Call::provider("ConfigureProvider", P::ADDRESS);
        call.answer(configure_provider::answer(self, request.into_inner())).await
    }

    async fn stop_provider(
        &self,
        _: Request<proto::stop_provider::Request>,
    ) -> Answered<proto::stop_provider::Response> {
        Ok(Response::new(stop_provider::answer(self)))
    }

    async fn read_resource(
        &self,
        request: Request<proto::read_resource::Request>,
    ) -> Answered<proto::read_resource::Response> {
        let request = request.into_inner();
        let call = Call::resource("ReadResource", P::ADDRESS, &request.type_name, &self.running.calls);
        call.answer(read_resource::answer(self, request)).await
    }

    async fn plan_resource_change(
        &self,
        request: Request<proto::plan_resource_change::Request>,
    ) -> Answered<proto::plan_resource_change::Response> {
        let request = request.into_inner();
        let call = Call::resource("PlanResourceChange", P::ADDRESS, &request.type_name, &self.running.calls);
        call.answer(plan_resource_change::answer(self, request)).await
    }

    async fn apply_resource_change(
        &self,
        request: Request<proto::apply_resource_change::Request>,
    ) -> Answered<proto::apply_resource_change::Response> {
        let request = request.into_inner();
        let call = Call::resource("ApplyResourceChange", P::ADDRESS, &request.type_name, &self.running.calls);
        call.answer(apply_resource_change::answer(self, request)).await
    }

    async fn import_resource_state(
        &self,
        request: Request<proto::import_resource_state::Request>,
    ) -> Answered<proto::import_resource_state::Response> {
        let request = request.into_inner();
        let call = Call::resource("ImportResourceState", P::ADDRESS, &request.type_name, &self.running.calls);
        call.answer(import_resource_state::answer(self, request)).await
    }

    async fn move_resource_state(
        &self,
        request: Request<proto::move_resource_state::Request>,
    ) -> Answered<proto::move_resource_state::Response> {
        let request = request.into_inner();
        let call =
            Call::resource("MoveResourceState", P::ADDRESS, &request.target_type_name, &self.running.calls);
        call.answer(async { move_resource_state::answer(self, request) }).await
    }

    async fn generate_resource_config(
        &self,
        request: Request<proto::generate_resource_config::Request>,
    ) -> Answered<proto::generate_resource_config::Response> {
        let request = request.into_inner();
        let call =
            Call::resource("GenerateResourceConfig", P::ADDRESS, &request.type_name, &self.running.calls);
        call.answer(async { generate_resource_config::answer(self, &request) }).await
    }

    async fn read_data_source(
        &self,
        request: Request<proto::read_data_source::Request>,
    ) -> Answered<proto::read_data_source::Response> {
        let request = request.into_inner();
        let call = Call::data_source("ReadDataSource", P::ADDRESS, &request.type_name, &self.running.calls);
        call.answer(read_data_source::answer(self, request)).await
    }

    async fn validate_list_resource_config(
        &self,
        request: Request<proto::validate_list_resource_config::Request>,
    ) -> Answered<proto::validate_list_resource_config::Response> {
        let request = request.into_inner();
        let (address, calls) = (P::ADDRESS, &self.running.calls);
        let call = Call::list_resource("ValidateListResourceConfig", address, &request.type_name, calls);
        call.answer(async { validate_list_resource_config::answer(self, &request) }).await
    }

    async fn list_resource(
        &self,
        request: Request<proto::list_resource::Request>,
    ) -> Answered<BoxStream<proto::list_resource::Event>> {
        let request = request.into_inner();
        let call = Call::list_resource("ListResource", P::ADDRESS, &request.type_name, &self.running.calls);
        Ok(Response::new(list_resource::answer(self, &request, call)))
    }

    async fn call_function(
        &self,
        request: Request<proto::call_function::Request>,
    ) -> Answered<proto::call_function::Response> {
        let request = request.into_inner();
        let call = Call::function("CallFunction", P::ADDRESS, &request.name);
        call.answer(async { call_function::answer(self, &request) }).await
    }
}
