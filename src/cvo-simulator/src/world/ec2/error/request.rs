//! Errors that any action can return.

use super::Ec2Error;

impl Ec2Error {
    /// The access key is absent or unknown, or the signature is wrong (EC2 API reference, common client error
    /// codes; status and text seen).
    pub fn auth_failure() -> Self {
        Self::with_status(401, "AuthFailure", "AWS was not able to validate the provided access credentials")
    }

    /// The request is signed for another region (text from AWS's page on errors of Signature Version 4; that
    /// EC2 gives it this code is assumed (`ec2-error-codes`)).
    pub fn wrong_region() -> Self {
        Self::with_status(401, "AuthFailure", "Credential should be scoped to a valid region.")
    }

    /// The request was signed too long ago (EC2 API reference, common client error codes; text assumed
    /// (`ec2-error-texts`)).
    pub fn request_expired() -> Self {
        Self::client("RequestExpired", "Request has expired.")
    }

    /// The caller's role does not allow the action (EC2 API reference, common client error codes; status and
    /// text seen).
    pub fn unauthorized_operation() -> Self {
        let message = "You are not authorized to perform this operation.";
        Self::with_status(403, "UnauthorizedOperation", message)
    }

    /// The action would have succeeded (EC2 API reference, `DryRun`; status seen).
    pub fn dry_run_operation() -> Self {
        Self::with_status(412, "DryRunOperation", "Request would have succeeded, but DryRun flag is set.")
    }

    /// A token bucket is empty (EC2 developer guide, request throttling; status and text seen).
    pub fn request_limit_exceeded() -> Self {
        Self::with_status(503, "RequestLimitExceeded", "Request limit exceeded.")
    }

    /// EC2 failed (EC2 API reference, server error codes; text assumed (`ec2-error-texts`)).
    pub fn internal_error() -> Self {
        Self::with_status(500, "InternalError", "An internal error has occurred")
    }

    /// No such action (EC2 API reference; text seen).
    pub fn invalid_action(action: &str) -> Self {
        Self::client("InvalidAction", format!("The action {action} is not valid for this web service."))
    }

    /// The request names no action (EC2 API reference; text assumed (`ec2-error-texts`)).
    pub fn missing_action() -> Self {
        Self::client("MissingAction", "The request must contain the parameter Action")
    }

    /// The request names an API version that does not exist (code and text seen).
    pub fn no_such_version(version: &str) -> Self {
        let message = format!("The requested version ({version}) of service AmazonEC2 does not exist");
        Self::client("NoSuchVersion", message)
    }

    /// A required parameter is absent (EC2 API reference; text seen).
    pub fn missing_parameter(name: &str) -> Self {
        Self::missing_parameter_text(format!("The request must contain the parameter {name}"))
    }

    /// The action has no such parameter (EC2 API reference; text seen).
    pub fn unknown_parameter(name: &str) -> Self {
        Self::client("UnknownParameter", format!("The parameter {name} is not recognized"))
    }

    /// A parameter is neither `true` nor `false`, or is not a number (text assumed (`ec2-error-texts`)).
    pub fn invalid_value(name: &str, value: &str) -> Self {
        Self::invalid_parameter_value(format!("Value ({value}) for parameter {name} is invalid."))
    }

    /// A query string that cannot be parsed (EC2 API reference; text assumed (`ec2-error-texts`)).
    pub fn malformed_query_string() -> Self {
        Self::client("MalformedQueryString", "The query string contains a syntax error.")
    }

    /// No filter with that name (text assumed (`ec2-error-texts`)).
    pub fn unknown_filter(name: &str) -> Self {
        Self::invalid_parameter_value(format!("The filter '{name}' is invalid"))
    }

    /// Too many filters or values (EC2 API reference; text assumed (`ec2-error-texts`)).
    pub fn filter_limit_exceeded() -> Self {
        Self::client("FilterLimitExceeded", "The request uses too many filters or too many filter values.")
    }

    /// More ids than one request may name (code and text seen with instances).
    pub fn too_many_ids(given: usize, most: usize) -> Self {
        let message = format!(
            "{given} exceeds the maximum number of IDs that can be specified ({most}). \
             Please specify fewer than {most} IDs."
        );
        Self::client("InvalidRequest", message)
    }

    /// `MaxResults` is too small (text seen).
    pub fn max_results_too_small(given: i64, least: i64) -> Self {
        let message = format!(
            "Value ( {given} ) for parameter maxResults is invalid. Expecting a value greater than {least}."
        );
        Self::invalid_parameter_value(message)
    }

    /// `MaxResults` is too large (text assumed (`ec2-error-texts`) from the one for a value that is too
    /// small).
    pub fn max_results_too_large(given: i64, most: i64) -> Self {
        let message = format!(
            "Value ( {given} ) for parameter maxResults is invalid. Expecting a value less than or equal to \
             {most}."
        );
        Self::invalid_parameter_value(message)
    }

    /// `MaxResults` together with ids (text seen for instances and VPCs).
    pub fn max_results_with_ids(ids: &str, max_results: &str) -> Self {
        let message = format!("The parameter {ids} cannot be used with the parameter {max_results}");
        Self::invalid_parameter_combination(message)
    }

    /// `NextToken` was not issued by this action (EC2 API reference; text assumed (`ec2-error-texts`)).
    pub fn invalid_pagination_token() -> Self {
        Self::client("InvalidPaginationToken", "The specified pagination token is not valid.")
    }
}
