//! Services of a policy: changed one at a time over the private CLI, or as a whole list over REST.

use crate::create::Look;
use crate::{
    AllowedAddresses, Client, PolicyAddresses, PolicyServiceBody, Result, ServiceName, ServicePolicy,
};

impl Client {
    /// Lists every service of every policy of an SVM with the addresses that may use it, in one request.
    ///
    /// # Errors
    /// Any error of the request, and an answer whose addresses cannot be parsed.
    pub async fn service_policy_allowed_addresses(&self, svm_name: &str) -> Result<Vec<AllowedAddresses>> {
        let policies: Vec<PolicyAddresses> = self.list(&[("vserver", svm_name)]).await?;
        PolicyAddresses::all_services(&policies)
    }

    /// Replaces all services of a policy, which the caller has just read. That everybody may use each of them
    /// afterwards is assumed (`policy-patch-opens-services`). What others added after that read is lost, so that
    /// it is sent only once: the list gets old.
    ///
    /// # Errors
    /// Any error of the request. One for which [`crate::Error::is_ambiguous`] holds may have taken effect.
    pub async fn replace_services(&self, read: &ServicePolicy, services: &[ServiceName]) -> Result<()> {
        self.run(&read.replacement(services)?).await.map(drop)
    }

    /// Adds one service to a policy of an SVM and does not affect the others. Without addresses, every
    /// address may use it.
    ///
    /// If the outcome is unknown, the client looks at the policy before it sends the command again.
    ///
    /// # Errors
    /// Any error of the command, such as a service that the policy already has.
    pub async fn add_service(
        &self,
        svm_name: &str,
        policy: &str,
        service: &ServiceName,
        allowed_addresses: &[String],
    ) -> Result<()> {
        let request = body(svm_name, policy, service, allowed_addresses).addition()?;
        self.write_once(&request, || self.look_for_service(svm_name, policy, service, true)).await.map(drop)
    }

    /// Removes one service from a policy of an SVM and does not affect the others.
    ///
    /// If the outcome is unknown, the client looks at the policy before it sends the command again.
    ///
    /// # Errors
    /// Any error of the command, such as a service that the policy does not have.
    pub async fn remove_service(&self, svm_name: &str, policy: &str, service: &ServiceName) -> Result<()> {
        let request = body(svm_name, policy, service, &[]).removal()?;
        self.write_once(&request, || self.look_for_service(svm_name, policy, service, false)).await.map(drop)
    }

    /// Finds something when the policy has, or lacks, the service, as requested.
    fn look_for_service<'a>(
        &'a self,
        svm_name: &'a str,
        policy: &'a str,
        service: &'a ServiceName,
        wanted: bool,
    ) -> Look<'a, ()> {
        Box::pin(async move {
            let all = self.service_policy_allowed_addresses(svm_name).await?;
            let has = all.iter().any(|entry| entry.policy == policy && entry.service == *service);
            Ok((has == wanted).then_some(()))
        })
    }
}

fn body(
    svm_name: &str,
    policy: &str,
    service: &ServiceName,
    allowed_addresses: &[String],
) -> PolicyServiceBody {
    PolicyServiceBody {
        vserver: svm_name.to_owned(),
        policy: policy.to_owned(),
        service: service.dashed(),
        allowed_addresses: allowed_addresses.to_vec(),
    }
}
