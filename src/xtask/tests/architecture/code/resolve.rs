//! What a name stands for, whatever it is called where it is used.

use std::collections::{BTreeMap, BTreeSet};

/// The names that a module declares and imports.
#[derive(Default)]
pub struct Names {
    /// Modules in it.
    pub modules: BTreeSet<String>,
    /// Other items of it.
    pub items: BTreeSet<String>,
    /// What a `use` brings, by the name that it has here.
    pub imported: BTreeMap<String, Vec<String>>,
    /// What a `use` brings as a whole, without the `*`.
    pub globs: Vec<Vec<String>>,
    /// Macros of `macro_rules!`, which are known below their declaration without a path.
    pub macros: BTreeSet<String>,
    /// What types stand for: the paths on the right of `type … = …`.
    pub aliases: BTreeMap<String, Vec<Vec<String>>>,
    /// What types are made of: the paths in their fields.
    pub fields: BTreeMap<String, Vec<Vec<String>>>,
}

/// All modules of all crates.
#[derive(Default)]
pub struct Table {
    /// By their path, with the crate's name first.
    pub modules: BTreeMap<Vec<String>, Names>,
    /// The crates that each crate can name: by the name that it has there, what it is called by everybody.
    pub externs: BTreeMap<String, BTreeMap<String, String>>,
    /// The modules that the globs of each module are about, as far as they are ours.
    linked: BTreeMap<Vec<String>, Vec<Vec<String>>>,
}

/// Further than this goes no chain of imports that ends.
const DEEPEST: usize = 40;
/// How often globs are looked up: each can be found through another.
const ROUNDS: usize = 3;

impl Table {
    /// Looks up what the globs are about. Every module must be there.
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

    /// What a path stands for that a module writes, from the crate on that defines it, or from the point on where our code
    /// ends. `None` for local variables, parameters of types, and what everybody can name without a path.
    pub fn resolve(&self, module: &[String], path: &[String]) -> Option<Vec<String>> {
        self.resolve_without(module, path, None, 0)
    }

    /// The same for the target of an import, which is not found through the import itself.
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

    /// A path that begins above the module.
    fn above(&self, module: &[String], rest: &[String], depth: usize) -> Option<Vec<String>> {
        let (_, above) = module.split_last().filter(|(_, above)| !above.is_empty())?;
        match rest.first().map(String::as_str) {
            Some("super") => self.above(above, &rest[1..], depth),
            _ => self.settle([above, rest].concat(), depth),
        }
    }

    /// A path that begins with a name.
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

    /// What a path stands for whose first name the module imports.
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

    /// A path that begins with the name of a crate.
    fn named_crate(&self, module: &[String], path: &[String]) -> Option<Vec<String>> {
        let (first, rest) = path.split_first()?;
        let called = match first.as_str() {
            "alloc" | "core" | "std" => "std",
            name => self.externs.get(module.first()?)?.get(name)?,
        };
        Some([&[called.to_owned()], rest].concat())
    }

    /// Follows what modules only pass on, from a path that begins with a crate.
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

    /// What the path stands for, and whatever that stands for; with what types are made of, if wrapping is to hide nothing.
    pub fn meanings(&self, path: &[String], with_fields: bool) -> BTreeSet<Vec<String>> {
        let mut found = BTreeSet::new();
        let mut todo = vec![path.to_vec()];
        while let Some(next) = todo.pop() {
            if !found.insert(next.clone()) {
                continue;
            }
            let Some((name, module)) = next.split_last() else { continue };
            let Some(names) = self.modules.get(module) else { continue };
            let fields = names.fields.get(name).filter(|_| with_fields);
            let meant = names.aliases.get(name).into_iter().chain(fields).flatten();
            todo.extend(meant.filter_map(|path| self.resolve(module, path)));
        }
        found
    }
}
