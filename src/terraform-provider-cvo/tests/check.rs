//! `terraform-provider-cvo check` on simulated systems.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod by_hand;

use std::process::Output;

use cvo_simulator::world::role::Role;
use cvo_simulator::{Options, Preset, Simulator};
use serde_json::Value;

struct System(Simulator);

impl System {
    fn of(preset: Preset) -> Self {
        Self(Simulator::start(Options { preset, ..Options::default() }).unwrap())
    }

    /// Starts the check with all variables that it needs, and these in their place; an empty one is removed.
    fn check(&self, arguments: &[&str], variables: &[(&str, &str)]) -> Output {
        by_hand::command(self.0.ready(), variables).args(arguments).output().unwrap()
    }

    /// Returns whether the check is good, and topic, verdict and text of each finding.
    fn findings(&self, variables: &[(&str, &str)]) -> (bool, Vec<(String, String, String)>) {
        let output = self.check(&["check", "--json"], variables);
        let report: Value = serde_json::from_slice(&output.stdout).unwrap();
        let text = |finding: &Value, name: &str| finding[name].as_str().unwrap().to_owned();
        let findings = report["findings"].as_array().unwrap().iter();
        let findings = findings.map(|one| (text(one, "topic"), text(one, "verdict"), text(one, "text")));
        assert_eq!(report["ok"], output.status.success());
        (output.status.success(), findings.collect())
    }

    /// Returns the only finding with the verdict error.
    fn error(&self, variables: &[(&str, &str)]) -> (String, String) {
        let (is_good, findings) = self.findings(variables);
        let errors: Vec<_> = findings.iter().filter(|(_, verdict, _)| verdict == "error").collect();
        assert!(!is_good && errors.len() == 1, "{findings:#?}");
        (errors[0].0.clone(), errors[0].2.clone())
    }
}

#[test]
fn on_every_kind_of_system_everything_is_said_to_be_in_order() {
    for preset in Preset::ALL {
        let system = System::of(*preset);
        let (is_good, findings) = system.findings(&[]);
        assert!(is_good && findings.iter().all(|(_, verdict, _)| verdict == "ok"), "{findings:#?}");
        let topics: Vec<_> = findings.iter().map(|(topic, ..)| topic.as_str()).collect();
        let half = ["address", "certificate", "login", "release", "cluster", "role", "identity", "region"];
        assert_eq!(topics[..8], half);
        let text = |topic: &str| findings.iter().find(|(one, ..)| one == topic).unwrap().2.clone();
        assert!(text("release").contains("9.15.1") && text("region").contains("eu-central-1"));
        assert!(text("identity").contains("arn:aws:iam::"), "{}", text("identity"));
        assert!(text("interfaces").contains(" of the 15 addresses of m5.2xlarge"), "{}", text("interfaces"));
    }
}

#[test]
fn a_person_reads_one_line_for_each_finding_and_no_secret() {
    let system = System::of(Preset::SingleNode);
    let output = system.check(&["check"], &[]);
    let text = String::from_utf8(output.stdout).unwrap();
    assert!(text.lines().all(|line| line.contains(" ok ")), "{text}");
    let ready = system.0.ready();
    assert!(!text.contains(&ready.password) && !text.contains(&ready.secret_key), "{text}");
}

#[test]
fn what_fails_is_named_and_what_depends_on_it_is_not_looked_at() {
    let system = System::of(Preset::SingleNode);
    let cases = [
        (("CVO_ENDPOINT", "https://127.0.0.1:1"), "address", "security group", 7),
        (("CVO_CERTIFICATE_SHA256", &*"ab".repeat(32)), "certificate", "AB:AB", 6),
        (("CVO_PASSWORD", "wrong"), "login", "CVO_PASSWORD", 5),
        (
            ("CVO_EXPECTED_CLUSTER_UUID", "00000000-0000-4000-8000-000000000000"),
            "cluster",
            "expected_cluster_uuid",
            2,
        ),
        (("AWS_ACCESS_KEY_ID", "AKIAOTHER"), "identity", "InvalidClientTokenId", 3),
        (("CVO_REQUEST_TIMEOUT", "soon"), "variables", "request_timeout", 0),
    ];
    for (variable, topic, says, skipped) in cases {
        let mut variables = vec![variable];
        if variable.0 == "CVO_CERTIFICATE_SHA256" {
            variables.push(("CVO_CA_FILE", ""));
        }
        let (topic_of_error, text) = system.error(&variables);
        assert!(topic_of_error == topic && text.contains(says), "{topic_of_error}: {text}");
        let (_, findings) = system.findings(&variables);
        let count = findings.iter().filter(|(_, verdict, _)| verdict == "skipped").count();
        assert_eq!(count, skipped, "{findings:#?}");
    }
}

#[test]
fn what_the_role_lacks_is_named_with_its_path() {
    let system = System::of(Preset::SingleNode);
    let level = |path: &str, access: &str| (path.to_owned(), access.to_owned());
    let privileges =
        [level("/api", "all"), level("/api/svm/svms", "readonly"), level("/api/network/ip/routes", "none")];
    system.0.world().lock().cluster.role = Role { name: "less".to_owned(), privileges: privileges.into() };
    let (is_good, findings) = system.findings(&[]);
    let lacks: Vec<_> =
        findings.iter().filter(|(topic, verdict, _)| topic == "role" && verdict == "error").collect();
    assert!(!is_good && lacks.len() == 2, "{findings:#?}");
    assert!(
        lacks.iter().any(|(.., text)| text.contains("less lacks all access to /api/svm/svms")),
        "{lacks:?}"
    );
    assert!(lacks.iter().any(|(.., text)| text.contains("/api/network/ip/routes")), "{lacks:?}");
}

#[test]
fn an_account_that_may_not_look_at_its_role_is_told_so() {
    let system = System::of(Preset::SingleNode);
    let level = |path: &str, access: &str| (path.to_owned(), access.to_owned());
    let privileges = [level("/api", "all"), level("/api/security", "none")];
    system.0.world().lock().cluster.role = Role { name: "shy".to_owned(), privileges: privileges.into() };
    let (is_good, findings) = system.findings(&[]);
    let (_, verdict, text) = findings.iter().find(|(topic, ..)| topic == "role").unwrap();
    assert!(is_good && verdict == "warning" && text.contains("Reads were tried"), "{text}");
}

#[test]
fn a_check_changes_nothing() {
    let system = System::of(Preset::HaMultiAz);
    let before = system.0.world().lock().snapshot();
    system.findings(&[]);
    assert_eq!(system.0.world().lock().snapshot(), before);
}

#[test]
fn other_words_are_explained() {
    let system = System::of(Preset::SingleNode);
    let output = system.check(&["chekc"], &[]);
    assert!(!output.status.success() && output.stdout.is_empty());
    assert!(String::from_utf8(output.stderr).unwrap().contains("check"));
    let help = system.check(&["--help"], &[]);
    assert!(String::from_utf8(help.stdout).unwrap().contains("check"));
}
