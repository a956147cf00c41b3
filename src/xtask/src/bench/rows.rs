//! What is measured: configurations, numbers of objects and commands.

use super::step::Step;

const ALL: &[Step] = &[Step::Plan, Step::Apply, Step::EmptyPlan, Step::Destroy];
const WITHOUT_PLAN: &[Step] = &[Step::Apply, Step::EmptyPlan, Step::Destroy];

/// A configuration with a number of objects on a simulated system.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Row {
    /// Folder of the configuration, below `src/xtask/benchmarks` or in the folder of another provider.
    pub folder: &'static str,
    /// Noun for tables.
    pub noun: &'static str,
    /// Value of the variable `objects`.
    pub objects: usize,
    /// Arguments of the simulator.
    pub system: &'static [&'static str],
    /// Commands, in this order.
    pub steps: &'static [Step],
}

const SINGLE_NODE: &[&str] = &["--preset", "single-node"];
const SEVERAL_ZONES: &[&str] = &["--preset", "ha-multi-az"];
/// With room for the routes of more floating addresses than an account of AWS is granted.
const ROOMY: &[&str] = &["--preset", "ha-multi-az", "--routes-per-table", "6000"];

const fn storage_vms(objects: usize) -> Row {
    Row { folder: "storage-vms", noun: "storage VMs, single node", objects, system: SINGLE_NODE, steps: ALL }
}

const fn module(objects: usize) -> Row {
    let noun = "storage VMs by the module, several zones";
    Row { folder: "module", noun, objects, system: SEVERAL_ZONES, steps: WITHOUT_PLAN }
}

const fn routes(objects: usize) -> Row {
    Row { folder: "routes", noun: "routes", objects, system: SINGLE_NODE, steps: WITHOUT_PLAN }
}

const fn lifs(objects: usize) -> Row {
    Row { folder: "lifs", noun: "LIFs", objects, system: ROOMY, steps: WITHOUT_PLAN }
}

/// The rows of the benchmark.
pub const ROWS: &[Row] = &[storage_vms(1), storage_vms(4), routes(100), module(1), module(5)];

/// Returns the rows that show growth, up to 1,000 objects or with `large` up to 5,000.
pub fn growth(large: bool) -> Vec<Row> {
    let sizes: &[usize] = if large { &[10, 100, 1000, 5000] } else { &[10, 100, 1000] };
    [routes as fn(usize) -> Row, lifs].iter().flat_map(|row| sizes.iter().map(|size| row(*size))).collect()
}

impl Row {
    /// Returns the name in tables, such as `4 storage VMs, single node`.
    pub fn title(&self) -> String {
        let noun = if self.objects == 1 { self.noun.replacen("VMs", "VM", 1) } else { self.noun.to_owned() };
        format!("{} {noun}", grouped(self.objects))
    }
}

/// Formats a number with a comma between thousands.
pub fn grouped(number: usize) -> String {
    let digits = number.to_string();
    let groups: Vec<_> = digits.as_bytes().rchunks(3).rev().map(String::from_utf8_lossy).collect();
    groups.join(",")
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;

    #[test]
    fn every_row_has_a_configuration() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("benchmarks");
        for row in ROWS.iter().copied().chain(growth(true)) {
            let file = folder.join(row.folder).join("main.tf");
            assert!(file.is_file(), "{}", file.display());
        }
    }

    #[test]
    fn every_row_ends_without_the_objects_that_it_made() {
        for row in ROWS.iter().copied().chain(growth(true)) {
            assert!(row.steps.is_sorted() && row.steps.ends_with(&[Step::Destroy]), "{row:?}");
        }
    }

    #[test]
    fn titles_count_the_objects() {
        assert_eq!(storage_vms(1).title(), "1 storage VM, single node");
        assert_eq!(storage_vms(4).title(), "4 storage VMs, single node");
        assert_eq!(routes(100).title(), "100 routes");
    }

    #[test]
    fn thousands_are_set_apart() {
        for (number, expected) in [(7, "7"), (999, "999"), (1000, "1,000"), (1_234_567, "1,234,567")] {
            assert_eq!(grouped(number), expected);
        }
    }

    #[test]
    fn only_a_large_growth_has_5_000_objects() {
        let most = |large| growth(large).iter().map(|row| row.objects).max();
        assert_eq!((most(false), most(true)), (Some(1000), Some(5000)));
        assert_eq!(growth(false).len(), 6);
    }
}
