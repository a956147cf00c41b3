//! `cvo_linux_kvm_drivers`: native KVM drivers in the initrds of a Linux system.

mod messages;
mod restart;
mod steps;

use std::time::Duration;

use async_trait::async_trait;
use provider_core::initrds::DriverRequest;
use provider_core::linux_kvm_drivers::{LinuxKvmDriversModel, OnDestroy, import, rules, validate};
use tfplugin::{Cx, DefaultTimeouts, Diagnostics, Outcome, Plan, Resource};

use crate::clients::Clients;
use crate::initrds::Place;
use steps::{Act, Work};

/// The resource.
#[derive(Debug)]
pub struct LinuxKvmDrivers;

#[async_trait]
impl Resource for LinuxKvmDrivers {
    const NAME: &'static str = "linux_kvm_drivers";

    type Model = LinuxKvmDriversModel;
    type Clients = Clients;
    type Identity = tfplugin::NoIdentity;
    type Facts = ();

    fn default_timeouts() -> DefaultTimeouts {
        let minutes = |minutes: u64| Duration::from_secs(60 * minutes);
        DefaultTimeouts { create: minutes(30), read: minutes(2), update: minutes(30), delete: minutes(15) }
    }

    fn validate(config: &LinuxKvmDriversModel, diagnostics: &mut Diagnostics) {
        validate(config, diagnostics);
    }

    async fn facts(_: &Cx<Clients>, _: &Plan<LinuxKvmDriversModel>) -> Outcome<()> {
        Ok(())
    }

    fn plan(plan: &mut Plan<LinuxKvmDriversModel>, _: Option<&()>) {
        rules(plan);
    }

    async fn plan_destroy(cx: &Cx<Clients>, prior: &LinuxKvmDriversModel) -> Outcome<()> {
        if on_destroy(prior) == OnDestroy::Keep {
            messages::drivers_stay(cx, prior);
        }
        Ok(())
    }

    async fn create(cx: &Cx<Clients>, planned: LinuxKvmDriversModel) -> Outcome<LinuxKvmDriversModel> {
        let work = Work::begin(cx, &planned, Act::Create).await?;
        work.add_drivers().await
    }

    async fn read(cx: &Cx<Clients>, prior: LinuxKvmDriversModel) -> Outcome<Option<LinuxKvmDriversModel>> {
        let place = Place::of(&prior.location, Duration::ZERO)?;
        if is_gone(&place) {
            return Ok(None);
        }
        let request = DriverRequest::of(&prior.request)?;
        let look = async { place.reach(cx).await?.look(cx, &request).await };
        match look.await {
            Ok(seen) => Ok(Some(prior.observed(&seen))),
            Err(why) => {
                why.on_refresh(cx, prior.on_unreachable.value_or_default().0)?;
                Ok(Some(prior))
            }
        }
    }

    async fn update(
        cx: &Cx<Clients>,
        prior: LinuxKvmDriversModel,
        planned: LinuxKvmDriversModel,
    ) -> Outcome<LinuxKvmDriversModel> {
        if planned.is_done(&prior) {
            return Ok(planned);
        }
        let work = Work::begin(cx, &planned, Act::Update).await?;
        work.add_drivers().await
    }

    async fn delete(cx: &Cx<Clients>, prior: LinuxKvmDriversModel) -> Outcome<()> {
        let makes_images = match on_destroy(&prior) {
            OnDestroy::Keep => return Ok(()),
            OnDestroy::RemoveConfig => false,
            OnDestroy::Restore => true,
        };
        if is_gone(&Place::of(&prior.location, Duration::ZERO)?) {
            return Ok(());
        }
        let removed = async {
            let work = Work::begin(cx, &prior, Act::Delete).await?;
            work.remove_config(makes_images).await
        };
        removed.await.map_err(messages::with_way_out)
    }

    async fn import(cx: &Cx<Clients>, id: &str) -> Outcome<LinuxKvmDriversModel> {
        let found = import::parse_id(id)?;
        let reached =
            Place::of(&found.location, Duration::ZERO)?.reach(cx).await.map_err(Diagnostics::from)?;
        let seen = reached.look(cx, &DriverRequest::of(&found.request)?).await?;
        Ok(found.observed(&seen))
    }
}

fn on_destroy(model: &LinuxKvmDriversModel) -> OnDestroy {
    model.on_destroy.value_or_default().0
}

/// Returns whether the image is gone: its folder is missing or empty. A machine that does not answer is not
/// gone.
fn is_gone(place: &Place) -> bool {
    let Place::Image(root) = place else { return false };
    match std::fs::read_dir(root.path()) {
        Ok(mut entries) => entries.next().is_none(),
        Err(error) => error.kind() == std::io::ErrorKind::NotFound,
    }
}
