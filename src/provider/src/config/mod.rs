//! The provider block: attributes with environment fall-backs.

mod blank;

use std::collections::{BTreeMap, BTreeSet};

use provider_core::values::InterfaceId;
use tfplugin::{Attr, Model};

use crate::linux::config::SshConfig;

pub use blank::{empty_guards, is_blank, variable, without_blanks};

/// The `cvo` provider manages the storage VMs of a Cloud Volumes ONTAP system in AWS: the ONTAP half
/// over ONTAP's REST API, the AWS half over the EC2 API.
///
/// An attribute of the provider block that names a variable can be left out where the environment has it. An
/// empty text, here or in a variable (also in one of the AWS SDK), is the same as leaving the attribute out;
/// in `expected_cluster_uuid`, `certificate_sha256`, `tls_server_name`, `ca_file`, `ca_pem`,
/// `aws.allowed_account_ids`, `additional_cidrs` and `host_keys` it is an error, so that a variable that is
/// missing switches nothing off. `CVO_INSECURE` must be `true` or `false`. Where two attributes contradict
/// each other, such as a token and a password, the plan is refused. What the accounts must be allowed to do
/// is in the guide [Permissions](guides/permissions.md), and how to see that they are and that everything
/// else is in place [before the first plan](guides/check.md); how to bring what exists already under
/// Terraform in [ten minutes](guides/discover.md); how to help with a system that
/// behaves unexpectedly in [Recording a system](guides/record.md); what differs on HA pairs in [HA
/// pairs](guides/ha-pairs.md); what comes after a storage VM in [Serving data](guides/serving-data.md); how
/// addresses and names change in [Renumbering, moving and sharing](guides/renumbering-moving-sharing.md);
/// what to do [when an apply ends in the middle](guides/unfinished.md); how `terraform test` is used in
/// [Tests of configurations](guides/terraform-test.md). With `TF_LOG_PROVIDER=INFO` the log says what a run
/// waits for, with `WARN` what is tried again and why, with `DEBUG` each request, and with `TRACE` also what
/// is sent and received, without secrets. Whether a Linux image is ready for KVM, and how it gets there, is
/// in [KVM drivers](guides/kvm-drivers.md).
#[derive(Debug, Clone, PartialEq, Default, Model)]
pub struct ProviderConfig {
    /// Address of the cluster management LIF, such as `https://10.0.1.10` or a host name. It may be left out
    /// where nothing but `cvo_linux_kvm_drivers` and functions is used.
    #[attr(optional, env = "CVO_ENDPOINT")]
    pub endpoint: Attr<String>,
    /// Further addresses of the same cluster, tried in order when `endpoint` does not answer, such as the
    /// node management LIFs. Each is asked for its cluster before anything else is sent there, and refused
    /// if it is another cluster than that of `endpoint`.
    #[attr(optional)]
    pub fallback_endpoints: Attr<Vec<String>>,
    /// ONTAP account.
    #[attr(optional, env = "CVO_USERNAME")]
    pub username: Attr<String>,
    /// Password of the account, best kept out of every file.
    #[attr(optional, sensitive, env = "CVO_PASSWORD")]
    pub password: Attr<String>,
    /// OAuth 2.0 bearer token instead of an account (ONTAP 9.14.1 and later). An account, a token and a
    /// client certificate exclude each other; what is set here leaves the others in the environment unused.
    #[attr(optional, sensitive, env = "CVO_TOKEN")]
    pub token: Attr<String>,
    /// Client certificate in PEM instead of a password; its common name is the ONTAP account.
    #[attr(optional, env = "CVO_CLIENT_CERTIFICATE")]
    pub client_certificate: Attr<String>,
    /// Private key of the client certificate in PEM.
    #[attr(optional, sensitive, env = "CVO_CLIENT_KEY")]
    pub client_key: Attr<String>,
    /// File with the certificate authority (PEM) that signed the cluster's certificate, or with that
    /// certificate itself, such as the self-signed one of the factory; `~/` is the home directory. A file
    /// that cannot be read is an error.
    #[attr(optional, env = "CVO_CA_FILE")]
    pub ca_file: Attr<String>,
    /// The content of such a file instead, PEM.
    #[attr(optional, env = "CVO_CA_PEM")]
    pub ca_pem: Attr<String>,
    /// SHA-256 fingerprint of the cluster's certificate, hexadecimal, colons allowed: this certificate is
    /// trusted, whatever it is named, whoever issued it and however old it is.
    #[attr(optional, env = "CVO_CERTIFICATE_SHA256")]
    pub certificate_sha256: Attr<String>,
    /// Name that the cluster's certificate is made out to (in its subjectAltName), when `endpoint` is an
    /// address. A certificate with only a common name is trusted by `certificate_sha256`.
    #[attr(optional, env = "CVO_TLS_SERVER_NAME")]
    pub tls_server_name: Attr<String>,
    /// `true` accepts any certificate: whoever is between Terraform and the cluster can read the password. A
    /// warning says so in every run.
    #[attr(optional, env = "CVO_INSECURE")]
    pub insecure: Attr<bool>,
    /// How long one request may take, such as `30s`. Default `60s`.
    #[attr(optional, env = "CVO_REQUEST_TIMEOUT")]
    pub request_timeout: Attr<String>,
    /// HTTP proxy on the way to ONTAP, such as `http://proxy.example.com:3128`, or
    /// `http://user:password@proxy.example.com:3128` if it asks for a login. The connection to ONTAP is
    /// encrypted through it, and the certificate is checked as without it. Left out, ONTAP is reached
    /// directly, whatever `HTTPS_PROXY` says: it usually lies in a private network. EC2 is reached as
    /// by the AWS SDK, see `aws`.
    #[attr(optional, sensitive, env = "CVO_PROXY")]
    pub proxy_url: Attr<String>,
    /// `environment` takes the proxy on the way to ONTAP from the variables that other programs use:
    /// `HTTPS_PROXY`, else `ALL_PROXY`, with the exceptions in `NO_PROXY` (names, addresses and ranges such as
    /// `10.0.0.0/8`); small letters count, too. `CVO_PROXY` is then left unused, and `proxy_url` is refused
    /// beside it.
    #[attr(optional)]
    pub proxy: Attr<String>,
    /// UUID of the cluster that this configuration is about. Another one is refused before anything is read
    /// or changed; meant for pipelines.
    #[attr(optional, env = "CVO_EXPECTED_CLUSTER_UUID")]
    pub expected_cluster_uuid: Attr<String>,
    /// Ranges of VPCs that the credentials do not see, such as those of other accounts, for every `cvo_lif`
    /// with a floating address; its own `additional_cidrs` come on top. `[]` says that there are none. Left
    /// out, each such LIF warns of what could not be compared.
    #[attr(optional)]
    pub additional_cidrs: Attr<BTreeSet<String>>,
    /// The AWS half. Left out, the AWS SDK's usual sources apply: environment, profile, instance role. In
    /// any case EC2 is reached through the proxy that the variables `HTTPS_PROXY` (`HTTP_PROXY` for an
    /// `endpoint` of
    /// `http://`) or `ALL_PROXY` name, but for the hosts in `NO_PROXY`. With `HTTP_PROXY` or `ALL_PROXY`,
    /// `NO_PROXY` must have `169.254.169.254` where the credentials come from the instance's role.
    #[attr(optional)]
    pub aws: Attr<AwsConfig>,
    /// How to log in to Linux hosts, for what works on them over SSH. It may depend on other objects of the
    /// same run: until it is known, only what needs it does without.
    #[attr(optional)]
    pub ssh: Attr<SshConfig>,
}

/// How to reach EC2.
#[derive(Debug, Clone, PartialEq, Default, Model)]
pub struct AwsConfig {
    /// Region of the Cloud Volumes ONTAP system. Else from the environment or the profile.
    #[attr(optional)]
    pub region: Attr<String>,
    /// Profile of the shared AWS configuration files.
    #[attr(optional)]
    pub profile: Attr<String>,
    /// EC2 endpoint instead of the region's, such as a VPC endpoint.
    #[attr(optional)]
    pub endpoint: Attr<String>,
    /// Role to assume with the credentials found.
    #[attr(optional)]
    pub assume_role_arn: Attr<String>,
    /// External id that the role of `assume_role_arn` demands.
    #[attr(optional)]
    pub assume_role_external_id: Attr<String>,
    /// Account ids (twelve digits) that the network interfaces may belong to. Another owner is refused;
    /// meant for pipelines. At least one, unless it is left out.
    #[attr(optional)]
    pub allowed_account_ids: Attr<BTreeSet<String>>,
    /// Network interface behind port e0a by node name, where it cannot be found by the node management
    /// address.
    #[attr(optional)]
    pub network_interface_ids: Attr<BTreeMap<String, InterfaceId>>,
}
