//! The switches that the simulator's control server has: its calls with their members, and the kinds of fault
//! rules.

use std::collections::{BTreeMap, BTreeSet};

use syn::visit::{self, Visit};
use syn::{Expr, Fields, Item, Lit, Pat, Type};

use crate::{files, read, root};

const SIMULATOR: &str = "src/cvo-simulator/src";
const CONTROL: &str = "src/cvo-simulator/src/http/control";
/// The type of a fault rule's effect.
const EFFECT: &str = "Effect";

type Names = BTreeSet<String>;

/// What can be switched.
#[derive(Debug, Default)]
pub struct Control {
    /// The members of the body of a POST, by its path.
    pub calls: BTreeMap<String, Names>,
    /// The kinds of fault rules.
    pub faults: Names,
}

impl Control {
    /// Reads the code of the simulator.
    pub fn of_simulator() -> Self {
        let parse = |folder: &str| -> Vec<syn::File> {
            let files = files(&root().join(folder), "rs").into_iter();
            files.map(|file| syn::parse_file(&read(&file)).unwrap()).collect()
        };
        let control = Self::of(&parse(CONTROL), &parse(SIMULATOR));
        assert!(control.calls.len() >= 10 && control.faults.len() >= 5, "{control:?}");
        control
    }

    fn of(control: &[syn::File], simulator: &[syn::File]) -> Self {
        let (mut handlers, mut declared) = (Handlers::default(), Declared::default());
        control.iter().for_each(|file| handlers.visit_file(file));
        simulator.iter().for_each(|file| declared.visit_file(file));
        let members = |names: &Names| {
            let bodies = names.iter().flat_map(|name| handlers.bodies.get(name)).flatten();
            bodies.filter_map(|body| declared.fields.get(body)).flatten().cloned().collect()
        };
        let calls = handlers.routes.iter().map(|(path, names)| (path.clone(), members(names))).collect();
        Self { calls, faults: declared.kinds }
    }
}

/// The functions behind each path, and the types that each function reads its body as.
#[derive(Default)]
struct Handlers {
    routes: BTreeMap<String, Names>,
    bodies: BTreeMap<String, Names>,
    function: String,
}

impl<'a> Visit<'a> for Handlers {
    fn visit_item_fn(&mut self, function: &'a syn::ItemFn) {
        self.function = function.sig.ident.to_string();
        visit::visit_item_fn(self, function);
    }

    fn visit_expr_method_call(&mut self, call: &'a syn::ExprMethodCall) {
        let path = call.args.first().and_then(text).filter(|_| call.method == "route");
        if let (Some(path), Some(served)) = (path, call.args.get(1)) {
            let mut paths = Paths::default();
            paths.visit_expr(served);
            self.routes.insert(path, paths.0);
        }
        visit::visit_expr_method_call(self, call);
    }

    fn visit_local(&mut self, local: &'a syn::Local) {
        let typed = match &local.pat {
            Pat::Type(typed) => last_name(&typed.ty),
            _ => None,
        };
        let mut paths = Paths::default();
        local.init.iter().for_each(|init| paths.visit_expr(&init.expr));
        if let Some(name) = typed.filter(|_| paths.0.contains("read")) {
            self.bodies.entry(self.function.clone()).or_default().insert(name);
        }
        visit::visit_local(self, local);
    }
}

/// The last names of the paths in an expression.
#[derive(Default)]
struct Paths(Names);

impl<'a> Visit<'a> for Paths {
    fn visit_expr_path(&mut self, path: &'a syn::ExprPath) {
        self.0.extend(path.path.segments.last().map(|segment| segment.ident.to_string()));
    }
}

/// The fields of every struct, and the kinds of fault rules.
#[derive(Default)]
struct Declared {
    fields: BTreeMap<String, Names>,
    kinds: Names,
}

impl<'a> Visit<'a> for Declared {
    fn visit_item(&mut self, item: &'a Item) {
        match item {
            Item::Struct(item) => {
                let names = match &item.fields {
                    Fields::Named(fields) => fields.named.iter().filter_map(|field| field.ident.as_ref()),
                    _ => return,
                };
                let fields = self.fields.entry(item.ident.to_string()).or_default();
                fields.extend(names.map(ToString::to_string));
            }
            Item::Enum(item) if item.ident == EFFECT => {
                self.kinds.extend(item.variants.iter().map(|variant| snake(&variant.ident.to_string())));
            }
            _ => visit::visit_item(self, item),
        }
    }
}

fn text(expression: &Expr) -> Option<String> {
    match expression {
        Expr::Lit(literal) => match &literal.lit {
            Lit::Str(text) => Some(text.value()),
            _ => None,
        },
        _ => None,
    }
}

fn last_name(of: &Type) -> Option<String> {
    match of {
        Type::Path(path) => path.path.segments.last().map(|segment| segment.ident.to_string()),
        _ => None,
    }
}

fn snake(name: &str) -> String {
    let mut text = String::new();
    for next in name.chars() {
        if next.is_uppercase() && !text.is_empty() {
            text.push('_');
        }
        text.push(next.to_ascii_lowercase());
    }
    text
}

#[test]
fn calls_have_the_members_of_the_type_that_they_read() {
    let control = syn::parse_file(
        "fn router() { Router::new().route(\"/a\", post(system::a)).route(\"/b\", get(x).post(b)) } \
         struct Order { one: bool, two: u8 } \
         fn a(body: String) { let order: Order = match read(&body, \"order\") { Ok(o) => o }; } \
         fn b() { let order: Order = other(); }",
    )
    .unwrap();
    let simulator = syn::parse_file("enum Effect { Cut, FailJob { code: u64 } } enum Other { X }").unwrap();
    let found = Control::of(std::slice::from_ref(&control), &[control.clone(), simulator]);
    let names = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect::<Names>();
    let expected = [("/a".to_owned(), names(&["one", "two"])), ("/b".to_owned(), names(&[]))];
    assert_eq!(found.calls, expected.into());
    assert_eq!(found.faults, names(&["cut", "fail_job"]));
}
