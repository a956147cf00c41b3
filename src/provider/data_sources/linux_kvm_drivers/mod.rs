//! `data.cvo_linux_kvm_drivers`: whether the kernels of a Linux image have their drivers.

mod answer;
mod choice;
mod look;
mod model;

use async_trait::async_trait;
use kvm_drivers::plan::Preset;
use kvm_drivers::verdict::Wanted;
use tfplugin::{Attr, Cx, DataSource, Diagnostics, Outcome};

use crate::clients::Clients;
use look::Look;
use model::LinuxKvmDriversData;

/// The data source.
#[derive(Debug)]
pub(crate) struct LinuxKvmDrivers;

#[async_trait]
impl DataSource for LinuxKvmDrivers {
    const NAME: &'static str = "linux_kvm_drivers";

    type Model = LinuxKvmDriversData;
    type Clients = Clients;

    fn validate(config: &LinuxKvmDriversData, diagnostics: &mut Diagnostics) {
        let is_known = !config.preset.is_unknown() && !config.drivers.is_unknown();
        if is_known && let Err(refusal) = wanted(config) {
            diagnostics.extend(refusal);
        }
    }

    async fn read(cx: &Cx<Clients>, config: LinuxKvmDriversData) -> Outcome<LinuxKvmDriversData> {
        let Attr::Known(root) = config.image_root.clone() else { return Err(nowhere()) };
        let look = Look {
            root,
            wanted: wanted(&config)?,
            chosen: config.kernels.known().map(|kernels| kernels.chosen().clone()).unwrap_or_default(),
            stop: cx.stop().clone(),
        };
        // Images are decompressed, which takes seconds of a processor.
        let looked = tokio::task::spawn_blocking(move || look.run()).await;
        let (survey, verdict) = looked.unwrap_or_else(|ended| Err(broken_off(&ended)))?;
        Ok(answer::answer(config, &survey, &verdict))
    }
}

/// The drivers that are asked for.
fn wanted(config: &LinuxKvmDriversData) -> Outcome<Wanted> {
    let named = config.drivers.value_or_default().into_iter().map(|name| name.0).collect();
    let wanted = Wanted { preset: config.preset.value_or_default().0, named, ..Wanted::default() };
    if !wanted.drivers().is_empty() {
        return Ok(wanted);
    }
    Err(Diagnostics::error_at(
        "drivers",
        "No driver is asked for",
        format!(
            "With preset = \"{}\" the drivers must be named, such as [\"virtio_blk\"].",
            Preset::None.as_str()
        ),
    ))
}

fn nowhere() -> Diagnostics {
    Diagnostics::error_at(
        "image_root",
        "No image to look at",
        "Set image_root to where the image is mounted.",
    )
}

fn broken_off(ended: &tokio::task::JoinError) -> Diagnostics {
    Diagnostics::error(
        "The image was not read to its end",
        format!("{ended}. Nothing was changed. This is a bug in the provider; please report it."),
    )
}
