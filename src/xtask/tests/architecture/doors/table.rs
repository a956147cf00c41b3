//! The table of what has an effect, and which modules may use it.

/// Something that has an effect, and the modules that may name it.
pub struct Door {
    pub invariant: &'static str,
    /// The modules, types and functions that provide it.
    pub through: &'static [&'static str],
    /// The parts of these that have no effect.
    pub harmless: &'static [&'static str],
    /// The modules that may name them, with everything inside of those.
    pub open_to: &'static [&'static str],
}

pub const DOORS: &[Door] = &[
    Door {
        invariant: "Only `ontap/transport.rs` opens sockets to ONTAP",
        through: &["reqwest"],
        harmless: &["reqwest::Error", "reqwest::Result"],
        open_to: &["ontap::transport"],
    },
    Door {
        invariant: "Only `ec2-sdk` opens sockets to AWS",
        through: &[
            "aws_config",
            "aws_credential_types",
            "aws_sdk_ec2",
            "aws_sdk_sts",
            "aws_smithy_http_client",
            "aws_smithy_runtime_api",
            "aws_smithy_types",
        ],
        harmless: &[],
        open_to: &["ec2_sdk"],
    },
    Door {
        invariant: "Only `ssh/` opens sockets to Linux hosts",
        through: &["russh"],
        harmless: &[],
        open_to: &["ssh"],
    },
    Door {
        invariant: "Only `ssh/` opens a socket by itself, and `tfplugin` the one that Terraform connects to",
        through: &["hyper_util", "std::net", "std::os::unix::net", "tokio::net", "tonic::transport"],
        harmless: &[
            "hyper_util::client::legacy::Error",
            "std::net::AddrParseError",
            "std::net::IpAddr",
            "std::net::Ipv4Addr",
            "std::net::Ipv6Addr",
            "std::net::SocketAddr",
        ],
        open_to: &["ssh::connect", "tfplugin::server", "tfplugin::testing"],
    },
    Door {
        invariant: "Only `tfplugin` serves Terraform",
        through: &["tonic", "tower", "tokio_rustls"],
        harmless: &[],
        open_to: &["tfplugin"],
    },
    Door {
        invariant: "Nothing calls the operating system directly, without the standard library or `nix`",
        through: &["libc", "rustix", "nix::sys::socket", "std::arch::asm!"],
        harmless: &["libc::O_NONBLOCK"],
        open_to: &[],
    },
    Door {
        invariant: "Only the binary reads the environment",
        through: &["std::env", "std::option_env!"],
        harmless: &["std::env::consts"],
        open_to: &["terraform_provider_cvo"],
    },
    Door {
        invariant: "Only `linux-machine` runs programs of this machine, and the binary itself once more",
        through: &["std::process", "tokio::process"],
        harmless: &["std::process::ExitCode", "std::process::id"],
        open_to: &[
            "linux_machine::image_root",
            "terraform_provider_cvo::blank_variables",
            "tfplugin::testing",
        ],
    },
    Door {
        invariant: "Only `provider/named_file.rs` opens files that a configuration names, and only \
             `root::Folder` those of an image",
        through: &["std::fs", "std::os::unix::fs", "tempfile", "tokio::fs"],
        harmless: &[],
        open_to: &[
            "provider::named_file",
            // Writes the new files that a person names for a recording or a discovery.
            "provider::new_files",
            // Compares folders of an image with those of this machine.
            "kvm_drivers::root::this_machine",
            // Looks whether the folder of an image is still there, before it is opened.
            "provider::resources::linux_kvm_drivers",
            // Reads which programs the kernel of this machine can run.
            "linux_machine::image_root::processor",
            // Makes the folder of the socket that Terraform connects to.
            "tfplugin::server::socket",
            // Reads the command line of the process that started this one.
            "tfplugin::server::parallelism",
        ],
    },
    Door {
        invariant: "An image root is a folder that was opened once (`root::Folder`)",
        through: &["cap_std"],
        harmless: &["cap_std::fs::Metadata", "cap_std::fs::MetadataExt"],
        open_to: &["kvm_drivers::root::folder"],
    },
    Door {
        invariant: "Only ONTAP's own crates make requests to it",
        through: &["ontap_core::protocol"],
        harmless: &[],
        open_to: &["ontap", "ontap_core"],
    },
    Door {
        invariant: "What is sent to an API is a body, and no JSON that is put together",
        through: &["serde_json::json!"],
        harmless: &[],
        open_to: &["tfplugin", "tfplugin_core"],
    },
];
