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
    #[attr(optional, stable, default = "x")]
    stable_default: Attr<String>,
    #[attr(optional, computed)]
    left_out_without_a_meaning: Attr<String>,
    #[attr(optional, computed, filled = "`x`")]
    computed_and_filled: Attr<String>,
    #[attr(optional, filled = "`x`", unmanaged)]
    left_out_with_two_meanings: Attr<String>,
    #[attr(computed, default_by_rules = "`x`")]
    computed_with_default_by_rules: Attr<String>,
    #[attr(required, unmanaged)]
    required_and_left_out: Attr<String>,
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
