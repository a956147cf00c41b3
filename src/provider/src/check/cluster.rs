//! The ONTAP half: address, certificate, login, release, cluster, role.

use futures::stream::{self, StreamExt};
use ontap::{Account, Cluster, Error, Role, Scope, Timing, TransportFailure};
use provider_core::permissions::{NEEDED, Needed, missing};
use tfplugin::{Attr, sentences};

use super::report::{Report, Verdict};
use crate::by_hand::{AT_ONCE, ATTEMPTS};
use crate::clients::{Clients, LOWEST};
use crate::config::ProviderConfig;
use crate::diagnose::During;

/// What stands in the line of a finding that depends on one that failed.
pub const NOT_LOOKED_AT: &str = "Not looked at.";

/// Returns whether it is the right cluster.
pub async fn look(config: &ProviderConfig, clients: &Clients, report: &mut Report) -> bool {
    let client = match clients.ontap.unchecked() {
        Ok(client) => client.with_timing(Timing { attempts: ATTEMPTS, ..Timing::default() }),
        Err(refused) => {
            report.tell("address", Verdict::Error, &refused);
            return false;
        }
    };
    let answer = client.cluster().await;
    let endpoint = config.endpoint.known().map_or("", String::as_str);
    match &answer {
        Ok(_) => reached(config, endpoint, report),
        Err(error) => failed(config, endpoint, error, report),
    }
    let Ok(cluster) = answer else { return false };
    let is_right = identity(config, &cluster, report);
    role(config, &client, report).await;
    is_right
}

fn reached(config: &ProviderConfig, endpoint: &str, report: &mut Report) {
    report.ok("address", format!("{endpoint} answers."));
    certificate(config, report);
    report.ok("login", format!("The cluster accepts {}.", credentials(config)));
}

/// Says how far the first request got.
fn failed(config: &ProviderConfig, endpoint: &str, error: &Error, report: &mut Report) {
    let told: Result<(), _> = Err(error.clone());
    let Err(why) = told.during("read the cluster") else { return };
    let left: &[&str] = match error {
        Error::Transport { failure: TransportFailure::Tls | TransportFailure::Untrusted, .. } => {
            report.ok("address", format!("{endpoint} answers."));
            report.tell("certificate", Verdict::Error, &why);
            &["login", "release", "cluster", "role"]
        }
        error if error.is_unauthorized() || error.is_permission_denied() => {
            report.ok("address", format!("{endpoint} answers."));
            certificate(config, report);
            report.tell("login", Verdict::Error, &why);
            &["release", "cluster", "role"]
        }
        _ => {
            report.tell("address", Verdict::Error, &why);
            &["certificate", "login", "release", "cluster", "role"]
        }
    };
    report.skip(left, NOT_LOOKED_AT);
}

fn certificate(config: &ProviderConfig, report: &mut Report) {
    let by = if config.insecure == Attr::Known(true) {
        let text = "It is not verified (insecure): whoever is in between can read the password.";
        return report.add("certificate", Verdict::Warning, text);
    } else if config.certificate_sha256.known().is_some() {
        "its fingerprint (certificate_sha256)"
    } else if config.ca_pem.known().is_some() {
        "ca_pem"
    } else if config.ca_file.known().is_some() {
        "ca_file"
    } else {
        "the authorities of this system"
    };
    report.ok("certificate", format!("It is trusted by {by}."));
}

fn credentials(config: &ProviderConfig) -> String {
    if config.token.known().is_some() {
        "the token".to_owned()
    } else if config.client_certificate.known().is_some() {
        "the client certificate".to_owned()
    } else {
        format!("account {}", config.username.known().map_or("", String::as_str))
    }
}

/// Returns whether release and cluster are right.
fn identity(config: &ProviderConfig, cluster: &Cluster, report: &mut Report) -> bool {
    if cluster.version < LOWEST {
        let text = format!("ONTAP {} is older than {LOWEST}, the oldest supported release.", cluster.version);
        report.add("release", Verdict::Error, text);
    } else {
        report.ok("release", format!("ONTAP {}.", cluster.version));
    }
    let is = format!("Cluster {} with uuid {}", cluster.name, cluster.uuid);
    let expected = config.expected_cluster_uuid.known();
    let is_expected = expected.is_none_or(|expected| *expected == cluster.uuid);
    match expected {
        Some(expected) if !is_expected => {
            let text = format!("{is}, but expected_cluster_uuid is {expected}.");
            report.add("cluster", Verdict::Error, text);
        }
        Some(_) => report.ok("cluster", format!("{is}, as expected_cluster_uuid says.")),
        None => {
            report.ok("cluster", format!("{is}. expected_cluster_uuid in the provider block keeps it so."));
        }
    }
    is_expected && cluster.version >= LOWEST
}

/// Tries to read every path, and looks at the role where the account may read it.
async fn role(config: &ProviderConfig, client: &ontap::Client, report: &mut Report) {
    let unreadable = unreadable(client).await;
    for (needed, why) in &unreadable {
        let told: Result<(), _> = Err(why.clone());
        if let Err(told) =
            told.during(format!("read {}, where {} access is needed", needed.path, needed.access))
        {
            let verdict = if why.is_permission_denied() { Verdict::Error } else { Verdict::Warning };
            report.tell("role", verdict, &told);
        }
    }
    let Some(name) = config.username.known() else {
        return report.add(
            "role",
            Verdict::Warning,
            "Which account the credentials belong to is not known; only reads were tried.",
        );
    };
    match granted(client, name).await {
        Ok(Some(role)) => of_role(&role, &unreadable, report),
        Ok(None) => report.add(
            "role",
            Verdict::Warning,
            format!("The role of {name} was not found among the cluster's; only reads were tried."),
        ),
        Err(error) => report.add(
            "role",
            Verdict::Warning,
            sentences(&format!("what {name} may write cannot be looked at: {error}"), "Reads were tried."),
        ),
    }
}

async fn unreadable(client: &ontap::Client) -> Vec<(&'static Needed, Error)> {
    let tried = stream::iter(NEEDED).map(async |needed| (needed, client.probe(needed.readable()).await));
    let tried: Vec<_> = tried.buffered(AT_ONCE).collect().await;
    tried.into_iter().filter_map(|(needed, answer)| Some((needed, answer.err()?))).collect()
}

/// Returns the role of the account. That the role `admin` has paths of the API is assumed (`admin-role`).
async fn granted(client: &ontap::Client, name: &str) -> ontap::Result<Option<Role>> {
    let accounts = client.list::<Account>(&[("name", name)]).await?;
    let of_cluster = |account: &Account| account.scope != Some(Scope::Svm);
    let Some(role) = accounts.into_iter().find(of_cluster).and_then(|account| account.role.name) else {
        return Ok(None);
    };
    Ok(client.list::<Role>(&[("name", &role)]).await?.into_iter().next())
}

fn of_role(role: &Role, unreadable: &[(&Needed, Error)], report: &mut Report) {
    if !role.privileges.iter().any(|privilege| privilege.path.starts_with("/api")) {
        let text = format!("Role {} is one of the command line; only reads were tried.", role.name);
        return report.add("role", Verdict::Warning, text);
    }
    let is_told = |lacks: &Needed| unreadable.iter().any(|(needed, _)| needed.path == lacks.path);
    let only_reads = |lacks: &Needed| lacks.access == "readonly";
    let missing: Vec<_> =
        missing(role).into_iter().filter(|lacks| !is_told(lacks) && !only_reads(lacks)).collect();
    for lacks in &missing {
        let text = format!("Role {} lacks {} access to {}.", role.name, lacks.access, lacks.path);
        report.add("role", Verdict::Error, text);
    }
    if missing.is_empty() && unreadable.is_empty() {
        report.ok("role", format!("Role {} allows everything that the provider does.", role.name));
    }
}

#[cfg(test)]
mod tests {
    use ontap::{Privilege, Reference};

    use super::*;

    fn said(privileges: &[(&str, &str)]) -> String {
        let privilege = |(path, access): &(&str, &str)| Privilege {
            path: (*path).to_owned(),
            access: Some((*access).to_owned()),
        };
        let privileges = privileges.iter().map(privilege).collect();
        let mut report = Report::default();
        of_role(&Role { name: "r".to_owned(), owner: Reference::default(), privileges }, &[], &mut report);
        report.text()
    }

    #[test]
    fn a_role_is_said_to_lack_only_what_was_not_seen_to_work() {
        assert!(said(&[("/api", "all")]).contains("allows everything"));
        let reads = said(&[("/api", "readonly")]);
        assert!(
            reads.contains("lacks all access to /api/svm/svms") && !reads.contains("readonly"),
            "{reads}"
        );
        let nothing = said(&[("/api/cluster", "none")]);
        assert!(!nothing.contains("lacks readonly"), "its reads have worked: {nothing}");
        let of_cli = said(&[("DEFAULT", "all")]);
        assert!(of_cli.contains("warning") && of_cli.contains("command line"), "{of_cli}");
    }
}
