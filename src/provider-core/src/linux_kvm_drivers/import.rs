//! Where the system is: from the attributes, and from an import id.

use tfplugin_core::{Attr, Diagnostics, Outcome, Text};
use url::Url;

use super::model::LinuxKvmDriversModel;
use crate::values::ImageRoot;
use crate::values::ssh::{HostName, Port};

/// The id; unknown as long as the place is.
pub fn id(model: &LinuxKvmDriversModel) -> Attr<String> {
    if model.host.is_unknown() || model.image_root.is_unknown() || model.port.is_unknown() {
        return Attr::Unknown;
    }
    match (&model.host, &model.image_root) {
        (Attr::Known(host), _) => {
            let host = host.text();
            let port = model.port.known().unwrap_or(&Port::SSH).number();
            let host = if host.contains(':') { format!("[{host}]") } else { host };
            format!("ssh://{host}:{port}").into()
        }
        (_, Attr::Known(root)) => format!("file://{}", root.text()).into(),
        _ => Attr::Null,
    }
}

/// What an import id names.
pub fn parse_id(id: &str) -> Outcome<LinuxKvmDriversModel> {
    parsed(id).ok_or_else(|| {
        Diagnostics::error(
            format!("{id:?} is not an import id of KVM drivers"),
            "Write \"ssh://host\", with user and port if need be, such as \"ssh://admin@10.0.1.20:2222\", or \"file://\" and \
             the folder in which an image is mounted, such as \"file:///mnt/image\".",
        )
    })
}

fn parsed(id: &str) -> Option<LinuxKvmDriversModel> {
    let empty = LinuxKvmDriversModel::imported();
    if let Some(path) = id.strip_prefix("file://") {
        return Some(LinuxKvmDriversModel { image_root: ImageRoot::parse(path).ok()?.into(), ..empty });
    }
    let url = Url::parse(id).ok().filter(|url| url.scheme() == "ssh")?;
    let has_more = url.password().is_some()
        || !matches!(url.path(), "" | "/")
        || url.query().is_some()
        || url.fragment().is_some();
    let port = match url.port() {
        Some(number) => Some(Port::new(number)?),
        None => None,
    };
    let host = url.host_str().filter(|_| !has_more)?.trim_matches(['[', ']']);
    Some(LinuxKvmDriversModel {
        host: HostName::parse(host).ok()?.into(),
        port: port.into(),
        user: Some(url.username()).filter(|user| !user.is_empty()).map(str::to_owned).into(),
        ..empty
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_import_id_says_where_and_as_whom() {
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
            let model = parse_id(text).unwrap();
            assert_eq!(model.host.known().map(Text::text).as_deref(), Some(host), "{text}");
            assert_eq!(model.port.known().map(|port| port.number()), port, "{text}");
            assert_eq!(model.user.known().map(String::as_str), user, "{text}");
            assert_eq!(id(&model), canonical.into());
        }
        let image = parse_id("file:///mnt/image").unwrap();
        assert_eq!(id(&image), "file:///mnt/image".into());
        assert!(image.image_root.known().is_some() && image.host.is_null());
    }

    #[test]
    fn whatever_else_is_refused_with_examples() {
        for wrong in [
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
            let refusal = parse_id(wrong).unwrap_err();
            assert!(refusal.iter().all(|only| only.detail.contains("file:///mnt/image")), "{wrong}");
        }
    }
}
