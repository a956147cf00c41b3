//! `data.cvo_linux_kvm_drivers`: whether the kernels of a Linux system have their drivers.

mod answer;
mod model;

use std::time::Duration;

use async_trait::async_trait;
use provider_core::initrds::DriverRequest;
use tfplugin::{Cx, DataSource, Diagnostics, Outcome};

use crate::clients::Clients;
use crate::initrds::Place;
use model::LinuxKvmDriversData;

/// The data source.
#[derive(Debug)]
pub struct LinuxKvmDrivers;

#[async_trait]
impl DataSource for LinuxKvmDrivers {
    const NAME: &'static str = "linux_kvm_drivers";

    type Model = LinuxKvmDriversData;
    type Clients = Clients;

    fn validate(config: &LinuxKvmDriversData, diagnostics: &mut Diagnostics) {
        config.place().validate(diagnostics);
        if !DriverRequest::is_unknown(&config.asked())
            && let Err(refusal) = DriverRequest::of(&config.asked())
        {
            diagnostics.extend(refusal);
        }
    }

    async fn read(cx: &Cx<Clients>, config: LinuxKvmDriversData) -> Outcome<LinuxKvmDriversData> {
        let question = DriverRequest::of(&config.asked())?;
        let reached =
            Place::of(&config.place(), Duration::ZERO)?.reach(cx).await.map_err(Diagnostics::from)?;
        let seen = reached.look(cx, &question).await?;
        match &seen.absent {
            Some(absent) => Err(absent.clone()),
            None => Ok(answer::answer(config, &seen)),
        }
    }
}
