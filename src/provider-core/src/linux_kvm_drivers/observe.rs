//! From what was seen to the state: pure.

use kvm_drivers::plan::Style;
use tfplugin_core::Attr;

use super::import;
use super::model::LinuxKvmDriversModel;
use super::steps;
use crate::initrds::{ImageData, Inspection, OsData};

impl LinuxKvmDriversModel {
    /// The state after a look.
    pub fn observed(&self, seen: &Inspection) -> Self {
        let engine = seen.survey.engine;
        let config = engine.map(|engine| steps::config(seen, engine, self.style()));
        let backup = config.as_ref().map(kvm_drivers::script::backup_of);
        Self {
            id: import::id(self),
            compliant: seen.is_compliant().into(),
            reasons: Attr::Known(seen.reasons()),
            machine_id: seen.facts.machine_id.clone().into(),
            os: seen.survey.system.as_ref().map(OsData::of).into(),
            engine: engine.map(|engine| engine.as_str().to_owned()).into(),
            config_path: config.as_ref().map(|config| config.path.to_owned()).into(),
            config_fragment: config.map(|config| config.content).into(),
            config_backup: backup.filter(|path| seen.has(path)).into(),
            images: Attr::Known(ImageData::of(seen)),
            ..self.clone()
        }
    }

    /// How the configuration is written.
    pub fn style(&self) -> Style {
        self.config_style.value_or_default().0.0
    }
}
