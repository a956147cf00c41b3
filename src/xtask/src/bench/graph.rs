//! The dependency graph that `terraform graph` prints, and the heaviest way through it.

use std::collections::{BTreeMap, BTreeSet};

/// Resources and data sources of a configuration, without instances, and what each depends on.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Graph {
    dependencies: BTreeMap<String, BTreeSet<String>>,
}

impl Graph {
    /// Parses the output of `terraform graph`. Lines that are neither a node nor an edge are ignored.
    pub fn parse(dot: &str) -> Self {
        let mut graph = Self::default();
        for line in dot.lines() {
            let mut names = line.split('"').skip(1).step_by(2);
            let trimmed = line.trim_start();
            let Some(name) = names.next().filter(|_| trimmed.starts_with('"')) else { continue };
            let dependencies = graph.dependencies.entry(name.to_owned()).or_default();
            if trimmed.contains("\" -> \"") {
                dependencies.extend(names.next().map(ToOwned::to_owned));
            }
        }
        graph
    }

    /// Returns the weight of the heaviest way along dependencies, by the weight of each node. The direction
    /// makes no difference, so that it holds for a destroy too.
    pub fn heaviest(&self, weight: impl Fn(&str) -> usize) -> usize {
        let mut known = BTreeMap::new();
        self.dependencies.keys().map(|name| self.heaviest_to(name, &weight, &mut known)).max().unwrap_or(0)
    }

    /// Returns everything that a node depends on, directly or not.
    pub fn below<'a>(&'a self, name: &'a str) -> BTreeSet<&'a str> {
        let mut found = BTreeSet::new();
        let mut open = vec![name];
        while let Some(name) = open.pop() {
            let further = self.dependencies.get(name).into_iter().flatten().map(String::as_str);
            open.extend(further.filter(|further| found.insert(*further)));
        }
        found
    }

    fn heaviest_to<'a>(
        &'a self,
        name: &'a str,
        weight: &impl Fn(&str) -> usize,
        known: &mut BTreeMap<&'a str, usize>,
    ) -> usize {
        if let Some(total) = known.get(name) {
            return *total;
        }
        // Terraform refuses a circle; until the sum is known, a node counts nothing.
        known.insert(name, 0);
        let below = self.dependencies.get(name).into_iter().flatten();
        let before = below.map(|name| self.heaviest_to(name, weight, known)).max().unwrap_or(0);
        let total = before + weight(name);
        known.insert(name, total);
        total
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const DOT: &str = r#"digraph G {
  rankdir = "RL";
  node [shape = rect, fontname = "sans-serif"];
  "cvo_lif.nas" [label="cvo_lif.nas"];
  "cvo_route.default" [label="cvo_route.default"];
  subgraph "cluster_module.more" {
    label = "module.more"
    "module.more.cvo_storage_vm.this" [label="cvo_storage_vm.this"];
  }
  "cvo_lif.nas" -> "cvo_secondary_ip.nas";
  "cvo_lif.nas" -> "module.more.cvo_storage_vm.this";
  "cvo_route.default" -> "module.more.cvo_storage_vm.this";
}
"#;

    fn weight(name: &str) -> usize {
        match name.rsplit('.').nth(1) {
            Some("cvo_lif") => 2,
            Some("cvo_storage_vm") => 3,
            Some("cvo_secondary_ip") => 4,
            _ => 1,
        }
    }

    #[test]
    fn nodes_and_edges_are_read_and_nothing_else() {
        let names: Vec<_> = Graph::parse(DOT).dependencies.into_keys().collect();
        assert_eq!(names, ["cvo_lif.nas", "cvo_route.default", "module.more.cvo_storage_vm.this"]);
    }

    #[test]
    fn dependencies_are_followed_to_their_end() {
        let graph = Graph::parse("\"a\" -> \"b\";\n\"b\" -> \"c\";\n\"d\" -> \"b\";");
        assert_eq!(graph.below("a"), BTreeSet::from(["b", "c"]));
        assert_eq!(graph.below("c"), BTreeSet::new());
    }

    #[test]
    fn the_heaviest_way_is_a_chain_and_not_the_sum() {
        for (dot, expected) in [
            (DOT, 6),
            ("", 0),
            ("\"cvo_lif.a\" [label=\"a\"];", 2),
            ("\"cvo_lif.a\" -> \"cvo_lif.b\";\n\"cvo_lif.b\" -> \"cvo_lif.c\";", 6),
            ("\"cvo_lif.a\" -> \"cvo_lif.b\";\n\"cvo_lif.a\" -> \"cvo_storage_vm.c\";", 5),
            ("\"cvo_lif.a\" -> \"cvo_lif.b\";\n\"cvo_lif.b\" -> \"cvo_lif.a\";", 4),
        ] {
            assert_eq!(Graph::parse(dot).heaviest(weight), expected, "{dot}");
        }
    }
}
