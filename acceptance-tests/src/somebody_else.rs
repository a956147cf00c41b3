//! Changes by somebody else who works in the same AWS account.

use anyhow::{Context, Result};

use crate::world::World;

impl World {
    /// Adds a route to a route table, as the EC2 console does.
    ///
    /// # Errors
    /// If EC2 refuses it.
    pub fn create_route(&self, table: &str, destination: &str, network_interface: &str) -> Result<()> {
        let ready = self.ready();
        let scope = format!("{}/20260101/{}/ec2/aws4_request", ready.access_key, ready.region);
        // The simulator checks the access key but not the signature.
        let signature = "0".repeat(64);
        let authorization =
            format!("AWS4-HMAC-SHA256 Credential={scope}, SignedHeaders=host, Signature={signature}");
        let parameters = [
            ("Action", "CreateRoute"),
            ("Version", "2016-11-15"),
            ("RouteTableId", table),
            ("DestinationCidrBlock", destination),
            ("NetworkInterfaceId", network_interface),
        ];
        let agent: ureq::Agent = ureq::Agent::config_builder().proxy(None).build().into();
        let request = agent.post(&ready.ec2).header("Authorization", authorization);
        request.send_form(parameters).with_context(|| format!("CreateRoute {destination}"))?;
        Ok(())
    }
}
