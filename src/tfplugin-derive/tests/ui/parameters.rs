use tfplugin_derive::Parameters;

#[derive(Parameters)]
enum Choice {
    One,
}

#[derive(Parameters)]
struct Pair(String, String);

#[derive(Parameters)]
struct Misspelled {
    #[param(varadic)]
    names: Vec<String>,
    #[param(variadic)]
    single: String,
    #[param(name = "Kind")]
    kind: String,
}

#[derive(Parameters)]
struct Order {
    #[param(variadic)]
    names: Vec<String>,
    last: String,
}

#[derive(Parameters)]
struct Twice {
    #[param(name = "last")]
    first: String,
    last: String,
    more: String,
}

fn main() {}
