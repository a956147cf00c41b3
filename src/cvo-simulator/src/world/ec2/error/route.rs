//! Errors of `CreateRoute`, `ReplaceRoute` and `DeleteRoute`.

use ipnet::Ipv4Net;

use super::Ec2Error;

impl Ec2Error {
    /// Not an IPv4 block (text seen).
    pub fn malformed_cidr(text: &str) -> Self {
        let message = format!(
            "Value ({text}) for parameter destinationCidrBlock is invalid. This is not a valid CIDR block."
        );
        Self::invalid_parameter_value(message)
    }

    /// The table already has a route with this destination (code: EC2 API reference; text seen).
    pub fn route_already_exists(destination: Ipv4Net) -> Self {
        Self::client("RouteAlreadyExists", format!("The route identified by {destination} already exists."))
    }

    /// A destination inside the VPC that is not exactly one of its subnets (text seen).
    pub fn no_subnet_has_destination() -> Self {
        Self::invalid_parameter_value("Route destination doesn't match any subnet CIDR blocks.")
    }

    /// The table has its maximum number of routes (code: EC2 API reference; text assumed
    /// (`ec2-error-texts`)).
    pub fn route_limit_exceeded(most: usize) -> Self {
        Self::client("RouteLimitExceeded", format!("The maximum number of routes has been reached: {most}"))
    }

    /// No target (EC2 API reference: exactly one is required; code and text assumed (`ec2-error-codes`)).
    pub fn no_route_target() -> Self {
        Self::missing_parameter_text(
            "The request must contain exactly one of gatewayId, networkInterfaceId, instanceId",
        )
    }

    /// Several targets (EC2 API reference: exactly one is required; text assumed (`ec2-error-texts`)).
    pub fn several_route_targets() -> Self {
        let message = "The request must contain exactly one of gatewayId, networkInterfaceId, instanceId";
        Self::invalid_parameter_combination(message)
    }

    /// No such gateway (code: EC2 API reference; text seen).
    pub fn gateway_not_found(id: &str) -> Self {
        Self::client("InvalidGatewayID.NotFound", format!("The gateway ID '{id}' does not exist"))
    }

    /// An instance is a target only if it has one interface (EC2 API reference, `CreateRoute`; code and text
    /// seen).
    pub fn several_interfaces(instance_id: &str) -> Self {
        let message = format!(
            "There are multiple interfaces attached to instance '{instance_id}'. \
             Please specify an interface ID for the operation instead."
        );
        Self::client("InvalidInstanceID", message)
    }

    /// The interface is in a different VPC from the table (text seen).
    pub fn different_networks(table: &str, network_interface_id: &str) -> Self {
        let message = format!(
            "route table {table} and network interface {network_interface_id} belong to different networks"
        );
        Self::invalid_parameter_value(message)
    }

    /// `ReplaceRoute` of a route that does not exist (text seen).
    pub fn no_route_to_replace(destination: &str) -> Self {
        let message = format!(
            "There is no route defined for '{destination}' in the route table. Use CreateRoute instead."
        );
        Self::invalid_parameter_value(message)
    }

    /// `DeleteRoute` of a route that does not exist (code: EC2 API reference; text seen).
    pub fn route_not_found(destination: &str, table: &str) -> Self {
        let message = format!("no route with destination-cidr-block {destination} in route table {table}");
        Self::client("InvalidRoute.NotFound", message)
    }

    /// The local route cannot be removed (EC2 user guide, route tables; text seen with `DeleteRoute`).
    pub fn local_route_stays(destination: Ipv4Net, table: &str) -> Self {
        Self::invalid_parameter_value(format!(
            "cannot remove local route {destination} in route table {table}"
        ))
    }
}
