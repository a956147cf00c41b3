//! [`CvoProvider`]: from the provider block to clients.

use std::sync::Arc;

use async_trait::async_trait;
use ec2::Ec2;
use tfplugin::{Attr, Configured, Diagnostics, Outcome, Provider, Value};

use crate::clients::Clients;
use crate::config::{AwsConfig, ProviderConfig, without_blanks};
use crate::connection;
use crate::diagnose;
use crate::environment::Environment;
use crate::fall_backs;
use crate::linux::Access;

/// How to reach EC2, in the SDK's terms but without a dependency on the SDK.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AwsSettings {
    /// Region; if absent, from the SDK's usual sources.
    pub region: Option<String>,
    /// Profile of the shared configuration files.
    pub profile: Option<String>,
    /// Endpoint that replaces the region's.
    pub endpoint: Option<String>,
    /// Role to assume.
    pub assume_role_arn: Option<String>,
    /// External id for the role.
    pub assume_role_external_id: Option<String>,
}

/// Name under which ONTAP lists this client among its applications.
const APPLICATION: &str = concat!("terraform-provider-cvo/", env!("CARGO_PKG_VERSION"));

/// Creates the EC2 client; the binary passes the SDK's, tests pass the simulator's.
pub type ConnectEc2 = Arc<dyn Fn(AwsSettings) -> Arc<dyn Ec2> + Send + Sync>;

/// The `cvo` provider.
pub struct CvoProvider {
    environment: Environment,
    connect_ec2: ConnectEc2,
}

impl CvoProvider {
    /// Creates the provider with these environment variables and this way to create the EC2 client.
    #[must_use]
    pub fn new(environment: Environment, connect_ec2: ConnectEc2) -> Self {
        Self { environment, connect_ec2 }
    }
}

#[async_trait]
impl Provider for CvoProvider {
    const NAME: &'static str = "cvo";
    const ADDRESS: &'static str = "registry.terraform.io/cvo/cvo";

    const NOTES_WRITES: bool = true;

    type Config = ProviderConfig;
    type Clients = Clients;

    fn meant(block: Value) -> Value {
        without_blanks(block)
    }

    fn validate(&self, config: &ProviderConfig, diagnostics: &mut Diagnostics) {
        connection::validate(config, diagnostics);
    }

    async fn configure(&self, config: ProviderConfig) -> Outcome<Configured<Clients>> {
        let config = fall_backs::with_environment(&config, &self.environment)?;
        if let Some(unknown) = connection::unknown(&config) {
            return Ok(Configured::Unknown(not_known_yet(&unknown)));
        }
        connection::checked(&config, &self.environment)?;
        // An invalid endpoint is an error now; a missing one only for operations that need ONTAP.
        let ontap = match &config.endpoint {
            Attr::Null => Err(connection::no_endpoint()),
            _ => Ok(ontap_client(&config, &self.environment)?),
        };
        let access = Access::new(config.ssh.clone(), &self.environment);
        let aws = config.aws.value_or_default();
        let ec2 = (self.connect_ec2)(aws_settings(&aws));
        let mut warnings = connection::warnings(&config, &self.environment);
        warnings.extend(access.unknown().map(|unknown| hosts_not_known_yet(&unknown)).unwrap_or_default());
        Ok(Configured::Ready(Clients::new(ontap, ec2, access, &config), warnings))
    }
}

fn ontap_client(config: &ProviderConfig, environment: &Environment) -> Outcome<ontap::Client> {
    let client = ontap::Client::new(connection::ontap_config(config, environment)?);
    let client = client.and_then(|client| client.with_application(APPLICATION));
    client.map_err(|error| diagnose::of_configuration(&error))
}

fn not_known_yet(attribute: &str) -> Diagnostics {
    let mut warning = Diagnostics::new();
    warning.push_warning_at(
        attribute,
        "The Cloud Volumes ONTAP system is not known yet",
        format!(
            "The provider's {attribute} is known only after apply. Objects keep the state that is stored, \
             and the plan is made without looking at the system; every check runs at apply. To look at the \
             system in the plan, apply first what {attribute} depends on."
        ),
    );
    warning
}

/// Only a warning: the ONTAP half does not need what is unknown here.
fn hosts_not_known_yet(attribute: &str) -> Diagnostics {
    let mut warning = Diagnostics::new();
    warning.push_warning_at(
        "ssh",
        "How to log in to Linux hosts is not known yet",
        format!(
            "The provider's {attribute} is known only after apply. Objects on Linux hosts keep the state \
             that is stored, and the plan is made without looking at the hosts; every check runs at apply. \
             To look at them in the plan, apply first what {attribute} depends on."
        ),
    );
    warning
}

pub fn aws_settings(aws: &AwsConfig) -> AwsSettings {
    AwsSettings {
        region: aws.region.clone().into_known(),
        profile: aws.profile.clone().into_known(),
        endpoint: aws.endpoint.clone().into_known(),
        assume_role_arn: aws.assume_role_arn.clone().into_known(),
        assume_role_external_id: aws.assume_role_external_id.clone().into_known(),
    }
}
