//! The protocol's messages and services, generated from `proto/` by `cargo xtask proto`.

/// Terraform's plugin protocol.
#[expect(
    unreachable_pub,
    clippy::allow_attributes_without_reason,
    clippy::too_many_lines,
    reason = "generated"
)]
pub mod tfplugin6 {
    include!("tfplugin6.rs");
}

/// go-plugin's own services.
#[expect(
    unreachable_pub,
    clippy::allow_attributes_without_reason,
    clippy::too_many_lines,
    reason = "generated"
)]
pub mod plugin {
    include!("plugin.rs");
}
