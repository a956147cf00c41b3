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

#[derive(Model)]
#[model(record = Record, body = Record, together(place))]
struct Together {
    #[attr(required, api(place.zone), body(place.zone))]
    zone: Attr<String>,
    #[attr(flatten)]
    position: Position,
}

fn main() {}
