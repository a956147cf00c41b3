//! The protocol's messages and services, generated from `proto/` by `cargo xtask proto`.

/// Terraform's plugin protocol.
#[expect(unreachable_pub, reason = "generated")]
pub(crate) mod tfplugin6 {
    include!("tfplugin6.rs");
}

/// go-plugin's own services.
#[expect(unreachable_pub, reason = "generated")]
pub(crate) mod plugin {
    include!("plugin.rs");
}
