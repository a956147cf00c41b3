use tfplugin_derive::Identity;

#[derive(Identity)]
enum Choice {
    One,
}

#[derive(Identity)]
struct Pair(String, String);

#[derive(Identity)]
struct Misspelled {
    /// Which one.
    #[identity(mutabel)]
    uuid: String,
    name: String,
    /// Where it is.
    Place: String,
}

/// Nothing that stays.
#[derive(Identity)]
struct Fleeting {
    /// Next hop.
    #[identity(mutable)]
    gateway: String,
    /// Which one.
    uuid: Option<String>,
}

fn main() {}
