//! `data.cvo_linux_kvm_drivers`: whether the kernels of a Linux system have their drivers.

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
        config.location.validate(diagnostics);
        config.request.validate(diagnostics);
    }

    async fn read(cx: &Cx<Clients>, config: LinuxKvmDriversData) -> Outcome<LinuxKvmDriversData> {
        let request = DriverRequest::of(&config.request)?;
        let reached =
            Place::of(&config.location, Duration::ZERO)?.reach(cx).await.map_err(Diagnostics::from)?;
        let seen = reached.look(cx, &request).await?;
        match &seen.absent {
            Some(absent) => Err(absent.clone()),
            None => Ok(config.answered(&seen)),
        }
    }
}
