//! Whether services may be left without carriers, according to what the storage VM is configured to use.

use ontap::SvmNameServices;
use provider_core::service_policy_move::{FPOLICY, Missing, NAME_SERVICES, OnMissing, Uses, messages, sort};
use tfplugin::Outcome;

use super::policy_change::PolicyChange;
use crate::diagnose::During;

impl PolicyChange<'_> {
    /// Refuses to leave services without carriers, or warns about it.
    pub async fn refuse_missing_carriers(&self, missing: &[Missing], svm: &str) -> Outcome<()> {
        if missing.is_empty() {
            return Ok(());
        }
        let uses = match self.on_missing {
            OnMissing::RefuseIfUsed => self.uses(missing, svm).await?,
            OnMissing::Refuse | OnMissing::Warn => Uses::default(),
        };
        let (refused, warned) = sort(missing, self.on_missing, &uses);
        if !refused.is_empty() {
            return Err(messages::no_carrier(svm, &refused, &self.desired, self.direction));
        }
        let (summary, detail) = messages::no_carrier_warning(svm, &warned, &self.desired);
        self.cx.warn(summary, detail);
        Ok(())
    }

    /// Reads what the storage VM uses: one request for all name services and CIFS, and one for FPolicy, each
    /// only if a missing service depends on it.
    async fn uses(&self, missing: &[Missing], svm: &str) -> Outcome<Uses> {
        let is_missing =
            |names: &[&str]| missing.iter().any(|lost| names.contains(&lost.service.underscored()));
        let (needs_names, needs_fpolicies) = (is_missing(&NAME_SERVICES), is_missing(&[FPOLICY]));
        let uuid = self.model.svm_id.value_or_default();
        let names = async {
            if needs_names { self.ontap.get::<SvmNameServices>(&uuid).await.map(Some) } else { Ok(None) }
        };
        let fpolicies =
            async { if needs_fpolicies { self.ontap.fpolicies(&uuid).await } else { Ok(Vec::new()) } };
        let (names, fpolicies) = futures::join!(names, fpolicies);
        Ok(Uses {
            names: names.during(format!("look which name services storage VM {svm} uses"))?,
            fpolicies: fpolicies.during(format!("look whether storage VM {svm} uses FPolicy"))?,
        })
    }
}
