//! Resolves paths to the place where they are defined.

use std::collections::{BTreeMap, BTreeSet};

/// A type that remembers an error in a private field and hands it out only as the error of a call: who has such
/// a value has no error.
pub const REMEMBERS: &str = "ontap_core::protocol::standing::Standing";

/// The names in a module.
#[derive(Default)]
pub struct Names {
    /// The modules that it declares.
    pub modules: BTreeSet<String>,
    /// The other items that it declares.
    pub items: BTreeSet<String>,
    /// What it imports, by the name that it has here.
    pub imported: BTreeMap<String, Vec<String>>,
    /// The targets of its glob imports, without the `*`.
    pub globs: Vec<Vec<String>>,
    /// Macros of `macro_rules!`, which can be used without a path after their declaration.
    pub macros: BTreeSet<String>,
    /// Type aliases, with the paths on the right of `type … = …`.
    pub aliases: BTreeMap<String, Vec<Vec<String>>>,
    /// Structs and enums, with the paths in their fields.
    pub fields: BTreeMap<String, Vec<Vec<String>>>,
}

/// The modules of all crates that were read.
#[derive(Default)]
pub struct Table {
    /// The modules by their path, which begins with the name of the crate.
    pub modules: BTreeMap<Vec<String>, Names>,
    /// The dependencies of each crate: their name there, and their own name.
    pub externs: BTreeMap<String, BTreeMap<String, String>>,
    /// The modules that the glob imports of each module refer to, as far as they were read.
    linked: BTreeMap<Vec<String>, Vec<Vec<String>>>,
}

/// The maximum length of a chain of imports; a longer one is a cycle.
const DEEPEST: usize = 40;
/// How often glob imports are resolved, because the target of one can itself come from another.
const ROUNDS: usize = 3;

impl Table {
    /// Resolves the glob imports. Call it after all modules were added.
    pub fn link(&mut self) {
        for _ in 0..ROUNDS {
            let targets = |(module, names): (&Vec<String>, &Names)| {
                let target = |glob: &Vec<String>| {
                    let mut found = self.resolve(module, &[glob.as_slice(), &["*".to_owned()]].concat())?;
                    found.pop();
                    (self.modules.contains_key(&found) && found != *module).then_some(found)
                };
                (module.clone(), names.globs.iter().filter_map(target).collect())
            };
            self.linked = self.modules.iter().map(targets).collect();
        }
    }

    /// Returns the full path that a path in a module refers to, re-exports followed as far as the code was
    /// read. `None` for local variables, generic parameters and the prelude.
    pub fn resolve(&self, module: &[String], path: &[String]) -> Option<Vec<String>> {
        self.resolve_without(module, path, None, 0)
    }

    /// Like [`Table::resolve`], for the target of an import, which must not be resolved through the import
    /// itself.
    fn resolve_without(
        &self,
        module: &[String],
        path: &[String],
        import: Option<&str>,
        depth: usize,
    ) -> Option<Vec<String>> {
        let (first, rest) = path.split_first().filter(|_| depth <= DEEPEST)?;
        let start = match first.as_str() {
            "" => return self.settle(self.named_crate(module, rest)?, depth),
            "crate" => module[..1].to_vec(),
            "self" => module.to_vec(),
            "super" => return self.above(module, rest, depth),
            _ => return self.by_first(module, path, import, depth),
        };
        self.settle([start.as_slice(), rest].concat(), depth)
    }

    /// Resolves what follows the first `super`.
    fn above(&self, module: &[String], rest: &[String], depth: usize) -> Option<Vec<String>> {
        let (_, above) = module.split_last().filter(|(_, above)| !above.is_empty())?;
        match rest.first().map(String::as_str) {
            Some("super") => self.above(above, &rest[1..], depth),
            _ => self.settle([above, rest].concat(), depth),
        }
    }

    /// Resolves a path that begins with a name.
    fn by_first(
        &self,
        module: &[String],
        path: &[String],
        import: Option<&str>,
        depth: usize,
    ) -> Option<Vec<String>> {
        let names = self.modules.get(module)?;
        let is_module = names.modules.contains(&path[0]);
        if path.len() > 1 && is_module {
            return self.settle([module, path].concat(), depth);
        }
        if let Some(found) = self.through(module, path, import, depth) {
            return Some(found);
        }
        if is_module || names.items.contains(&path[0]) {
            return self.settle([module, path].concat(), depth);
        }
        self.settle(self.named_crate(module, path)?, depth)
    }

    /// Resolves a path whose first name the module imports.
    fn through(
        &self,
        module: &[String],
        path: &[String],
        import: Option<&str>,
        depth: usize,
    ) -> Option<Vec<String>> {
        let (name, rest) = path.split_first()?;
        let imported = |from: &[String]| {
            let target = self.modules.get(from)?.imported.get(name)?;
            self.resolve_without(from, &[target.as_slice(), rest].concat(), Some(name), depth + 1)
        };
        let names = self.modules.get(module)?;
        if names.imported.contains_key(name) && import != Some(name) {
            return imported(module);
        }
        let declares = |names: &Names| names.items.contains(name) || names.modules.contains(name);
        if declares(names) {
            return None;
        }
        let mut seen = BTreeSet::from([module.to_vec()]);
        let mut todo = self.linked.get(module).cloned().unwrap_or_default();
        while let Some(there) = todo.pop() {
            let Some(names) = self.modules.get(&there).filter(|_| seen.insert(there.clone())) else {
                continue;
            };
            if declares(names) {
                return self.settle([there.as_slice(), path].concat(), depth + 1);
            }
            if names.imported.contains_key(name) {
                return imported(&there);
            }
            todo.extend(self.linked.get(&there).into_iter().flatten().cloned());
        }
        None
    }

    /// Resolves a path that begins with the name of a crate.
    fn named_crate(&self, module: &[String], path: &[String]) -> Option<Vec<String>> {
        let (first, rest) = path.split_first()?;
        let called = match first.as_str() {
            "alloc" | "core" | "std" => "std",
            name => self.externs.get(module.first()?)?.get(name)?,
        };
        Some([&[called.to_owned()], rest].concat())
    }

    /// Follows the re-exports along a full path.
    fn settle(&self, path: Vec<String>, depth: usize) -> Option<Vec<String>> {
        if depth > DEEPEST {
            return None;
        }
        for at in 1..path.len() {
            let Some(names) = self.modules.get(&path[..at]) else { return Some(path) };
            let is_module = names.modules.contains(&path[at]);
            if is_module && at + 1 < path.len() {
                continue;
            }
            if let Some(found) = self.through(&path[..at], &path[at..], None, depth + 1) {
                return Some(found);
            }
            return Some(path);
        }
        Some(path)
    }

    /// Returns the full path and everything that it is an alias of; with `with_fields`, also what is in the
    /// fields of types.
    pub fn meanings(&self, path: &[String], with_fields: bool) -> BTreeSet<Vec<String>> {
        let mut found = BTreeSet::new();
        let mut todo = vec![path.to_vec()];
        while let Some(next) = todo.pop() {
            if !found.insert(next.clone()) {
                continue;
            }
            let Some((name, module)) = next.split_last() else { continue };
            let Some(names) = self.modules.get(module) else { continue };
            let fields = names.fields.get(name).filter(|_| with_fields && next.join("::") != REMEMBERS);
            let meant = names.aliases.get(name).into_iter().chain(fields).flatten();
            todo.extend(meant.filter_map(|path| self.resolve(module, path)));
        }
        found
    }
}
