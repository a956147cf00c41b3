//! The calls of each data source.

use cvo_simulator::Preset;

use super::{Calls, Counted, counted, data, plans, system_of, warm_run};
use crate::cases::DATA_SOURCES;
use crate::support::{Estate, System};

/// Counts the calls that a run makes only once, and those of each data source.
pub(super) async fn count(preset: Preset) -> Counted {
    let system = system_of(preset).await;
    let estate = Estate::of(&system, preset).await;
    let mut lines = vec![("asked once in a run".to_owned(), once(&system, &estate).await)];
    for (type_name, config) in DATA_SOURCES {
        warm_run(&system, &estate).await;
        let (_, calls) = counted(&system, data(&system, type_name, config())).await;
        lines.push((format!("data.{type_name}"), calls));
    }
    lines
}

/// Returns how many more calls the first plans of a run make than the same plans later.
async fn once(system: &System, estate: &Estate) -> Calls {
    system.run_again().await;
    let (_, first) = counted(system, plans(system, estate)).await;
    let (_, later) = counted(system, plans(system, estate)).await;
    first.less(later)
}
