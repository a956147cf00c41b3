//! Our code without its tests: its modules, what they name and do, and what each name refers to.
//!
//! Files are found by their module declarations and parsed with `syn`. Rules are about resolved names,
//! whichever way code reaches them: grouped and renamed imports, `self` and `super`, re-exports, type
//! aliases, macros and attributes.

mod declared;
mod errors;
mod imports;
mod modules;
mod resolve;
mod said;
mod scope;
mod tests;
mod tests_only;
mod tokens;
mod walk;

use std::collections::BTreeMap;
use std::fmt;
use std::ops::Range;

use self::declared::declare;
use self::modules::{Source, modules};
use self::resolve::Table;
use self::said::{Implementation, Seen, What};
use self::walk::Walked;

pub use self::resolve::REMEMBERS;

/// The code of several crates.
pub struct Code {
    pub modules: Vec<Module>,
    table: Table,
}

/// A module.
pub struct Module {
    /// The full path, such as `provider::resources::lif`.
    pub name: String,
    /// The file, relative to the root of the workspace.
    pub file: String,
    path: Vec<String>,
    walked: Walked,
    /// The findings of the walk, with resolved names; `None` for what refers to nothing outside of a
    /// function.
    said: Vec<Option<Says>>,
}

/// A crate to read.
pub struct Crate {
    /// The name in Rust code.
    pub name: String,
    /// The file of its root module.
    pub entry: String,
    /// Its dependencies: their name in this crate, and their own name.
    pub externs: BTreeMap<String, String>,
}

/// What is said in one place, with resolved names.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Says {
    /// Uses or imports this item. A glob import ends in `*`, a macro in `!`.
    Name(String),
    /// Calls a method of this name, with or without arguments.
    Method { name: String, arguments: bool },
    /// Is `async` or awaits.
    Async,
    /// Passes an error to this function, or to a method, whose name then begins with a dot.
    Tells { to: String, error: String },
}

/// A place in the code.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    pub file: String,
    pub line: usize,
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.file, self.line)
    }
}

/// A function, with resolved names.
pub struct Function {
    pub name: String,
    pub place: Place,
    /// The types of its parameters, and what these consist of.
    pub takes: Vec<String>,
    /// What is said in its signature and body.
    pub says: Vec<Says>,
}

/// An `impl` block, with resolved names.
pub struct Implements {
    pub place: Place,
    /// The trait; `None` for those of the prelude, such as `From`.
    pub of: Option<String>,
    /// The types and traits in `impl … for …`, and what these consist of.
    pub header: Vec<String>,
    /// The types in the signatures of its functions and in its associated types.
    pub signatures: Vec<String>,
}

impl Code {
    /// Reads crates. `read` returns the text of a file.
    pub fn read(crates: &[Crate], read: &dyn Fn(&str) -> Option<String>) -> Self {
        let mut code = Self { modules: Vec::new(), table: Table::default() };
        for one in crates {
            code.table.externs.insert(one.name.clone(), one.externs.clone());
            for source in modules(&one.name, &one.entry, read) {
                code.add(source);
            }
        }
        code.table.link();
        let said = |module: &Module| module.walked.seen.iter().map(|seen| code.meant(module, seen)).collect();
        let all: Vec<Vec<_>> = code.modules.iter().map(said).collect();
        code.modules.iter_mut().zip(all).for_each(|(module, said)| module.said = said);
        code
    }

    fn add(&mut self, source: Source) {
        let Source { path, file, items } = source;
        if let Some((name, above)) = path.split_last().filter(|(_, above)| !above.is_empty()) {
            self.table.modules.entry(above.to_vec()).or_default().modules.insert(name.clone());
        }
        let names = self.table.modules.entry(path.clone()).or_default();
        items.iter().for_each(|item| declare(item, names));
        let walked = Walked::of(&items);
        self.modules.push(Module { name: path.join("::"), file, path, walked, said: Vec::new() });
    }

    /// Returns what is said in a module, with the places.
    pub fn says<'a>(&self, module: &'a Module) -> impl Iterator<Item = (Place, &'a Says)> {
        let seen = module.walked.seen.iter().zip(&module.said);
        seen.filter_map(|(seen, said)| Some((module.place(seen.line), said.as_ref()?)))
    }

    /// Returns the functions of a module.
    pub fn functions(&self, module: &Module) -> Vec<Function> {
        let function = |function: &said::Function| Function {
            name: function.name.clone(),
            place: module.place(function.line),
            takes: self.meanings(module, [&function.takes]),
            says: module.said[function.all.clone()].iter().flatten().cloned().collect(),
        };
        module.walked.functions.iter().map(function).collect()
    }

    /// Returns the `impl` blocks of a module.
    pub fn implementations(&self, module: &Module) -> Vec<Implements> {
        let implementation = |found: &Implementation| Implements {
            place: module.place(found.line),
            of: found.of.as_ref().and_then(|of| self.table.resolve(&module.path, of)).map(|of| of.join("::")),
            header: self.meanings(module, [&found.header]),
            signatures: self.meanings(module, &found.signatures),
        };
        module.walked.implementations.iter().map(implementation).collect()
    }

    /// Returns whether a module declares an item of this name.
    pub fn declares(&self, module: &str, name: &str) -> bool {
        let path: Vec<_> = module.split("::").map(str::to_owned).collect();
        self.table.modules.get(&path).is_some_and(|names| names.items.contains(name))
    }

    /// Returns the name and everything that it is an alias of.
    pub fn stands_for(&self, name: &str) -> Vec<String> {
        self.meanings_of(name, false)
    }

    /// Returns the name, everything that it is an alias of, and the types in the fields of those.
    pub fn is_made_of(&self, name: &str) -> Vec<String> {
        self.meanings_of(name, true)
    }

    fn meanings_of(&self, name: &str, with_fields: bool) -> Vec<String> {
        let path: Vec<_> = name.split("::").map(str::to_owned).collect();
        self.table.meanings(&path, with_fields).iter().map(|path| path.join("::")).collect()
    }

    fn meanings<'a>(
        &self,
        module: &Module,
        ranges: impl IntoIterator<Item = &'a Range<usize>>,
    ) -> Vec<String> {
        let said = ranges.into_iter().flat_map(|range| module.said[range.clone()].iter().flatten());
        let names = said.filter_map(|says| match says {
            Says::Name(name) => Some(name),
            _ => None,
        });
        names.flat_map(|name| self.is_made_of(name)).collect()
    }

    /// Resolves a path. A path with several segments that cannot be resolved is returned as it is written.
    fn name(&self, module: &Module, path: &[String]) -> Option<String> {
        let as_written = || (path.len() > 1).then(|| path.to_vec());
        let found = self.table.resolve(&module.path, path).or_else(as_written)?;
        Some(found.join("::").trim_start_matches("::").to_owned())
    }

    /// Resolves the path of a macro and appends `!`. A macro that is not declared or imported is in the
    /// standard library.
    fn name_of_macro(&self, module: &Module, path: &[String]) -> Option<String> {
        let found = self.name(module, path).or_else(|| {
            let is_ours = self.table.modules.values().any(|names| names.macros.contains(&path[0]));
            (!is_ours).then(|| format!("std::{}", path[0]))
        })?;
        Some(format!("{found}!"))
    }

    fn meant(&self, module: &Module, seen: &Seen) -> Option<Says> {
        let name = |path: &[String]| self.name(module, path);
        Some(match &seen.what {
            What::Path(path) => Says::Name(name(path)?),
            What::Macro(path) => Says::Name(self.name_of_macro(module, path)?),
            What::Method(name, arguments) => Says::Method { name: name.clone(), arguments: *arguments },
            What::Async => Says::Async,
            What::ToldOf(to, error) => {
                let method = to.first().filter(|first| first.starts_with('.')).cloned();
                Says::Tells { to: method.or_else(|| name(to))?, error: error.clone() }
            }
        })
    }
}

impl Module {
    fn place(&self, line: usize) -> Place {
        Place { file: self.file.clone(), line }
    }

    /// Returns whether it is the named module or inside of it.
    pub fn is_in(&self, module: &str) -> bool {
        is_below(&self.name, module)
    }
}

/// Returns whether `name` is `above` or something inside of it.
pub fn is_below(name: &str, above: &str) -> bool {
    name.strip_prefix(above).is_some_and(|rest| rest.is_empty() || rest.starts_with("::"))
}

/// Returns code for tests, from the names of crates with their files and texts. The first file of each crate
/// is its root.
pub fn sample(files: &[(&str, &str, &str)]) -> Code {
    let mut crates: Vec<Crate> = Vec::new();
    let names = files.iter().map(|(name, _, _)| ((*name).to_owned(), (*name).to_owned()));
    let externs: BTreeMap<_, _> = names.collect();
    for (name, entry, _) in files {
        if crates.iter().all(|one| one.name != *name) {
            let (name, entry) = ((*name).to_owned(), (*entry).to_owned());
            crates.push(Crate { name, entry, externs: externs.clone() });
        }
    }
    let read =
        |file: &str| files.iter().find(|(_, name, _)| *name == file).map(|(_, _, text)| (*text).to_owned());
    Code::read(&crates, &read)
}
