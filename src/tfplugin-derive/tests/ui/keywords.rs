use tfplugin_derive::Model;

enum Attr<T> {
    Known(T),
}

#[derive(Model)]
struct Machine {
    #[attr(requird)]
    misspelled: Attr<String>,
    #[attr(optional, computed_by_provider)]
    too_long: Attr<String>,
    #[attr(forever)]
    nothing_like_it: Attr<String>,
    #[attr(required, required)]
    twice: Attr<String>,
    #[attr(optional, default)]
    default_without_value: Attr<String>,
    #[attr(optional, deprecated = 3)]
    deprecated_without_reason: Attr<String>,
    #[attr(optional, name = "Kind")]
    kind: Attr<String>,
}

fn main() {}
