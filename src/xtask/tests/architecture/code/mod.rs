//! Our code as it is compiled without its tests: its modules, what they say, and what each name stands for.
//!
//! Files are found by the declarations of their modules and read by `syn`, so that a rule looks at names and not at how
//! they are written: through groups, renames, `self` and `super`, imports of imports, aliases and macros.

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

/// Crates, and what they say.
pub struct Code {
    pub modules: Vec<Module>,
    table: Table,
}

/// A module, and what it says.
pub struct Module {
    /// Such as `provider::resources::lif`.
    pub name: String,
    /// From the root of the workspace.
    pub file: String,
    path: Vec<String>,
    walked: Walked,
    /// What each thing that was seen means.
    said: Vec<Option<Says>>,
}

/// A crate to be read.
pub struct Crate {
    /// As Rust writes it.
    pub name: String,
    /// Its first file.
    pub entry: String,
    /// The crates that it can name: by the name that it has there, what it is called by everybody.
    pub externs: BTreeMap<String, String>,
}

/// What one place says, in names that are the same everywhere.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Says {
    /// It names this, be it a type, a function or a module, or imports it. A glob ends in `*`, a macro in `!`.
    Name(String),
    /// It calls a method of this name, with arguments or without.
    Method { name: String, arguments: bool },
    /// It has `async` or `.await`.
    Async,
    /// It hands the error that it has to this function, or to a method, which begins with a dot.
    Tells { to: String, error: String },
}

/// Where something is said.
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

/// A function, in names that are the same everywhere.
pub struct Function {
    pub name: String,
    pub place: Place,
    /// What its parameters are made of, aliases with what they stand for.
    pub takes: Vec<String>,
    /// What it says, from its signature to its end.
    pub says: Vec<Says>,
}

/// An implementation, in names that are the same everywhere.
pub struct Implements {
    pub place: Place,
    /// The trait, unless it is everybody's such as `From`.
    pub of: Option<String>,
    /// What stands in `impl … for …`, and what that is made of.
    pub header: Vec<String>,
    /// What stands in the signatures of its functions, and in its types.
    pub signatures: Vec<String>,
}

impl Code {
    /// Reads crates, with what gives the text of a file.
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

    /// What a module says, each with its place.
    pub fn says<'a>(&self, module: &'a Module) -> impl Iterator<Item = (Place, &'a Says)> {
        let seen = module.walked.seen.iter().zip(&module.said);
        seen.filter_map(|(seen, said)| Some((module.place(seen.line), said.as_ref()?)))
    }

    /// The functions of a module.
    pub fn functions(&self, module: &Module) -> Vec<Function> {
        let function = |function: &said::Function| Function {
            name: function.name.clone(),
            place: module.place(function.line),
            takes: self.meanings(module, [&function.takes]),
            says: module.said[function.all.clone()].iter().flatten().cloned().collect(),
        };
        module.walked.functions.iter().map(function).collect()
    }

    /// The implementations of a module.
    pub fn implementations(&self, module: &Module) -> Vec<Implements> {
        let implementation = |found: &Implementation| Implements {
            place: module.place(found.line),
            of: found.of.as_ref().and_then(|of| self.table.resolve(&module.path, of)).map(|of| of.join("::")),
            header: self.meanings(module, [&found.header]),
            signatures: self.meanings(module, &found.signatures),
        };
        module.walked.implementations.iter().map(implementation).collect()
    }

    /// Whether a module declares something of this name.
    pub fn declares(&self, module: &str, name: &str) -> bool {
        let path: Vec<_> = module.split("::").map(str::to_owned).collect();
        self.table.modules.get(&path).is_some_and(|names| names.items.contains(name))
    }

    /// Whatever a name stands for: itself, and what it is an alias of.
    pub fn stands_for(&self, name: &str) -> Vec<String> {
        self.meanings_of(name, false)
    }

    /// The same, with what a type is made of: whatever is wrapped in it.
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

    /// What a path stands for. Longer ones that begin with nothing of ours are taken as they are written.
    fn name(&self, module: &Module, path: &[String]) -> Option<String> {
        let as_written = || (path.len() > 1).then(|| path.to_vec());
        let found = self.table.resolve(&module.path, path).or_else(as_written)?;
        Some(found.join("::").trim_start_matches("::").to_owned())
    }

    /// The same for a macro, with `!` behind it. One that nobody declares or imports is the standard library's.
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

    /// Whether it is this module, or lies in it.
    pub fn is_in(&self, module: &str) -> bool {
        is_below(&self.name, module)
    }
}

/// Whether a name is this one, or begins with it.
pub fn is_below(name: &str, above: &str) -> bool {
    name.strip_prefix(above).is_some_and(|rest| rest.is_empty() || rest.starts_with("::"))
}

/// Code that lies in no file: crates, files and texts. The first file of a crate is its first one here.
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
