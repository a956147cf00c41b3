use tfplugin_derive::Model;

enum Attr<T> {
    Known(T),
}

#[derive(Model)]
struct Machine {
    #[attr(flatten, required)]
    required: Position,
    #[attr(flatten, default = "x")]
    with_default: Position,
    #[attr(flatten, api(place))]
    at_a_place: Position,
    #[attr(flatten)]
    an_attribute: Attr<Position>,
    #[attr(flaten)]
    misspelled: Position,
}

#[derive(Model)]
struct WithoutRecord {
    #[attr(flatten, derived)]
    derived: Position,
    #[attr(flatten, derived, local)]
    derived_and_local: Position,
    #[attr(flatten, local)]
    local: Position,
}

fn main() {}
