use tfplugin_derive::Model;

enum Attr<T> {
    Known(T),
}

#[derive(Model)]
struct Variables {
    #[attr(optional, env = "CLOUD_KEY")]
    key: Attr<String>,
    #[attr(optional, env = "CLOUD_KEY")]
    same_variable: Attr<String>,
    #[attr(optional, env = "cloud key")]
    no_variable: Attr<String>,
}

#[derive(Model)]
struct Presences {
    #[attr(required, env = "A")]
    always_set: Attr<String>,
    #[attr(computed, env = "B")]
    computed: Attr<String>,
    #[attr(optional, default = "x", env = "C")]
    with_default: Attr<String>,
    #[attr(optional, env)]
    without_name: Attr<String>,
}

fn main() {}
