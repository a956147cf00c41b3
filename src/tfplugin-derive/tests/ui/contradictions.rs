use tfplugin_derive::Model;

enum Attr<T> {
    Known(T),
}

#[derive(Model)]
struct Machine {
    #[attr(sensitive)]
    nobody_sets_it: Attr<String>,
    nothing_said: Attr<String>,
    #[attr(required, optional)]
    required_and_optional: Attr<String>,
    #[attr(required, computed)]
    required_and_computed: Attr<String>,
    #[attr(required, default = "x")]
    required_with_default: Attr<String>,
    #[attr(computed, default = "x")]
    computed_with_default: Attr<String>,
    #[attr(optional, stable)]
    stable_configuration: Attr<String>,
    #[attr(optional, computed, stable, default = "x")]
    stable_default: Attr<String>,
    #[attr(computed, write_only)]
    computed_and_write_only: Attr<String>,
    #[attr(optional, default = "x", write_only)]
    default_and_write_only: Attr<String>,
    #[attr(required, write_only, replace)]
    replaced_by_write_only: Attr<String>,
    #[attr(computed, replace)]
    replaced_by_the_provider: Attr<String>,
}

fn main() {}
