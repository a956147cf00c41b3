//! Import ids.

use tfplugin_core::{Diagnostics, Model, Outcome, Text};
use url::Url;

use super::model::LinuxKvmDriversModel;
use crate::initrds::LocationData;
use crate::values::ImageRoot;
use crate::values::ssh::{HostName, Port};

/// Returns the model for an import id: the system that the id names, with default attributes.
///
/// # Errors
/// Returns a refusal if the id has another form.
pub fn parse_id(id: &str) -> Outcome<LinuxKvmDriversModel> {
    let defaults = LinuxKvmDriversModel::defaults();
    let location = located(id, defaults.location.clone());
    location.map(|location| LinuxKvmDriversModel { location, ..defaults }).ok_or_else(|| {
        Diagnostics::error(
            format!("{id:?} is not an import id of KVM drivers"),
            "Write \"ssh://host\", with user and port if need be, such as \"ssh://admin@10.0.1.20:2222\", or \
             \"file://\" and the folder in which an image is mounted, such as \"file:///mnt/image\".",
        )
    })
}

fn located(id: &str, defaults: LocationData) -> Option<LocationData> {
    if let Some(path) = id.strip_prefix("file://") {
        return Some(LocationData { image_root: ImageRoot::parse(path).ok()?.into(), ..defaults });
    }
    let url = Url::parse(id).ok().filter(|url| url.scheme() == "ssh")?;
    let has_other_parts = url.password().is_some()
        || !matches!(url.path(), "" | "/")
        || url.query().is_some()
        || url.fragment().is_some();
    let port = match url.port() {
        Some(number) => Some(Port::new(number)?),
        None => None,
    };
    let host = url.host_str().filter(|_| !has_other_parts)?.trim_matches(['[', ']']);
    Some(LocationData {
        host: HostName::parse(host).ok()?.into(),
        port: port.into(),
        user: Some(url.username()).filter(|user| !user.is_empty()).map(str::to_owned).into(),
        ..defaults
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_import_id_names_the_system_and_the_user() {
        let cases = [
            ("ssh://10.0.1.20", ("10.0.1.20", None, None), "ssh://10.0.1.20:22"),
            (
                "ssh://admin@build.example:2222/",
                ("build.example", Some(2222), Some("admin")),
                "ssh://build.example:2222",
            ),
            ("ssh://[fd00::20]:22", ("fd00::20", Some(22), None), "ssh://[fd00::20]:22"),
        ];
        for (text, (host, port, user), canonical) in cases {
            let location = parse_id(text).unwrap().location;
            assert_eq!(location.host.known().map(Text::text).as_deref(), Some(host), "{text}");
            assert_eq!(location.port.known().map(|port| port.number()), port, "{text}");
            assert_eq!(location.user.known().map(String::as_str), user, "{text}");
            assert_eq!(location.url(), canonical.into());
        }
        let image = parse_id("file:///mnt/image").unwrap().location;
        assert_eq!(image.url(), "file:///mnt/image".into());
        assert!(image.image_root.known().is_some() && image.host.is_null());
    }

    #[test]
    fn any_other_id_is_refused_with_examples() {
        for id in [
            "",
            "10.0.1.20",
            "http://a",
            "ssh://",
            "ssh://a/b",
            "ssh://a:0",
            "ssh://u:p@a",
            "ssh://a?x",
            "file://image",
            "file:///",
            "file:///mnt/../etc",
        ] {
            let refusal = parse_id(id).unwrap_err();
            assert!(refusal.iter().all(|only| only.detail.contains("file:///mnt/image")), "{id}");
        }
    }
}
