use tfplugin_derive::Model;

enum Attr<T> {
    Known(T),
}

#[derive(Model)]
#[model(record = Disk, body = DiskBody)]
struct Places {
    #[attr(required)]
    nowhere: Attr<String>,
    #[attr(required, api(name), local)]
    here_and_there: Attr<String>,
    #[attr(required, api(name), derived)]
    read_and_derived: Attr<String>,
    #[attr(required, local, body(name))]
    sent_though_local: Attr<String>,
    #[attr(required, api(size), body(space.size))]
    size: Attr<String>,
    #[attr(required, api(size), body(space.size))]
    size_again: Attr<String>,
    #[attr(required, api(size), body(space))]
    size_and_more: Attr<String>,
}

#[derive(Model)]
struct WithoutRecord {
    #[attr(required, api(name))]
    read: Attr<String>,
    #[attr(required, body(name))]
    written: Attr<String>,
    #[attr(required, local)]
    local: Attr<String>,
    #[attr(computed, derived)]
    derived: Attr<String>,
}

#[derive(Model)]
#[model(record = Disk)]
struct WithoutBody {
    #[attr(required, api(name), body(name))]
    name: Attr<String>,
}

#[derive(Model)]
#[model(body = DiskBody)]
struct BodyAlone {
    #[attr(required)]
    name: Attr<String>,
}

#[derive(Model)]
#[model(record = Disk, body = DiskBody, together(space))]
struct Together {
    #[attr(required, api(size), body(space.size))]
    size: Attr<String>,
}

#[derive(Model)]
#[model(recrod = Disk)]
struct Misspelled {
    #[attr(required)]
    name: Attr<String>,
}

#[derive(Model)]
#[model(record = Disk, record = Disk)]
struct Twice {
    #[attr(required, local)]
    name: Attr<String>,
}

#[derive(Model)]
#[model(record = Disk)]
struct Words {
    #[attr(required, ap(name))]
    misspelled: Attr<String>,
    #[attr(required, api)]
    without_path: Attr<String>,
    #[attr(required, api())]
    empty_path: Attr<String>,
    #[attr(required, api("name"))]
    path_as_text: Attr<String>,
    #[attr(required, api(name, write = f))]
    read_by_write: Attr<String>,
    #[attr(required, api(name), body(name, read = f))]
    written_by_read: Attr<String>,
    #[attr(required, api(name), api(size))]
    read_twice: Attr<String>,
    #[attr(required, locl)]
    locl: Attr<String>,
}

fn main() {}
