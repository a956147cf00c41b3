use tfplugin_derive::Model;

enum Attr<T> {
    Known(T),
}

#[derive(Model)]
enum Choice {
    One,
}

#[derive(Model)]
struct Pair(Attr<String>, Attr<String>);

#[derive(Model)]
struct Generic<T> {
    #[attr(required)]
    value: Attr<T>,
}

#[derive(Model)]
struct Bare {
    #[attr(required)]
    name: String,
}

fn main() {}
