//! Where Region and credentials come from, and the errors when there are none.

use std::time::{Duration, Instant};

use ec2::{Ec2, Error, ErrorKind};
use ec2_sdk::{SdkEc2, Settings};

use crate::bench::{Bench, E0A};
use crate::{alone, wire};

const KEYS: [(&str, &str); 2] =
    [("AWS_ACCESS_KEY_ID", "AKIAEXAMPLE"), ("AWS_SECRET_ACCESS_KEY", "s3cr3t-k3y")];

fn region(name: &str) -> Settings {
    Settings { region: Some(name.into()), ..Settings::default() }
}

async fn first_error(settings: Settings) -> Error {
    let start = Instant::now();
    let error = SdkEc2::new(settings).network_interface(E0A).await.unwrap_err();
    assert!(start.elapsed() < Duration::from_secs(7), "{:?}", start.elapsed());
    assert!(!error.to_string().contains("s3cr3t-k3y"), "{error}");
    error
}

#[tokio::test]
async fn a_missing_region_is_one_clear_error() {
    if !alone::is_child() {
        return alone::run("chain::a_missing_region_is_one_clear_error", &KEYS);
    }
    let error = first_error(Settings::default()).await;
    assert_eq!(error.kind, ErrorKind::NoRegion, "{error:?}");
    assert!(error.message.contains("Set aws.region or AWS_REGION."), "{error}");
}

#[tokio::test]
async fn missing_credentials_are_one_clear_error() {
    if !alone::is_child() {
        return alone::run("chain::missing_credentials_are_one_clear_error", &[]);
    }
    let error = first_error(region("eu-central-1")).await;
    assert_eq!(error.kind, ErrorKind::NoCredentials, "{error:?}");
    assert!(error.message.contains("AWS_ACCESS_KEY_ID"), "{error}");
}

#[tokio::test]
async fn the_error_names_an_unknown_profile() {
    if !alone::is_child() {
        return alone::run("chain::the_error_names_an_unknown_profile", &KEYS);
    }
    let settings = Settings { profile: Some("storage".into()), ..region("eu-central-1") };
    let error = first_error(settings).await;
    assert_eq!(error.kind, ErrorKind::NoCredentials, "{error:?}");
    assert!(error.message.contains("profile \"storage\" only"), "{error}");
}

#[tokio::test]
async fn a_silent_credential_source_times_out_after_five_seconds() {
    if !alone::is_child() {
        let peer = format!("http://{}", wire::silence().await);
        let sts = ("AWS_ENDPOINT_URL_STS", &peer[..]);
        return alone::run(
            "chain::a_silent_credential_source_times_out_after_five_seconds",
            &[KEYS[0], KEYS[1], sts],
        );
    }
    let role = Some("arn:aws:iam::123456789012:role/storage".to_owned());
    let error = first_error(Settings { assume_role_arn: role, ..region("eu-central-1") }).await;
    assert_eq!(error.kind, ErrorKind::NoCredentials, "{error:?}");
    assert!(error.message.contains("longer than 5 s"), "{error}");
}

// The peer must answer while this test waits for the other process.
#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn the_error_names_a_role_that_may_not_be_assumed_and_the_reason() {
    if !alone::is_child() {
        let peer = format!("http://{}", wire::serve("403 Forbidden", DENIED).await);
        let sts = ("AWS_ENDPOINT_URL_STS", &peer[..]);
        let name = "chain::the_error_names_a_role_that_may_not_be_assumed_and_the_reason";
        return tokio::task::block_in_place(|| alone::run(name, &[KEYS[0], KEYS[1], sts]));
    }
    let role = Some("arn:aws:iam::123456789012:role/storage".to_owned());
    let error = first_error(Settings { assume_role_arn: role, ..region("eu-central-1") }).await;
    assert_eq!(error.kind, ErrorKind::NoCredentials, "{error:?}");
    assert!(error.message.contains("role/storage"), "{error}");
    assert!(error.message.contains("to perform: sts:AssumeRole (code AccessDenied)"), "{error}");
    assert!(!error.message.contains('{'), "a text for programmers: {error}");
}

const DENIED: &str = r#"<ErrorResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><Error>
    <Type>Sender</Type><Code>AccessDenied</Code>
    <Message>User: arn:aws:iam::123456789012:user/ci is not authorized to perform: sts:AssumeRole</Message>
    </Error><RequestId>0c0a51de-0000-0000-0000-000000000001</RequestId></ErrorResponse>"#;

#[tokio::test]
async fn environment_variables_are_enough() {
    if !alone::is_child() {
        let bench = Bench::new();
        let ready = bench.simulator.ready();
        let variables = [
            ("AWS_REGION", &ready.region[..]),
            ("AWS_ACCESS_KEY_ID", &ready.access_key),
            ("AWS_SECRET_ACCESS_KEY", &ready.secret_key),
            ("AWS_ENDPOINT_URL_EC2", &ready.ec2),
        ];
        return alone::run("chain::environment_variables_are_enough", &variables);
    }
    SdkEc2::new(Settings::default()).network_interface(E0A).await.unwrap();
}

#[tokio::test]
async fn a_chosen_profile_wins_over_keys_in_the_environment() {
    if !alone::is_child() {
        let bench = Bench::new();
        let ready = bench.simulator.ready();
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("credentials");
        let keys = format!(
            "[storage]\naws_access_key_id = {}\naws_secret_access_key = {}\nregion = {}\n",
            ready.access_key, ready.secret_key, ready.region
        );
        std::fs::write(&file, keys).unwrap();
        let variables = [
            KEYS[0],
            KEYS[1],
            ("AWS_SHARED_CREDENTIALS_FILE", file.to_str().unwrap()),
            ("AWS_ENDPOINT_URL_EC2", &ready.ec2),
        ];
        return alone::run("chain::a_chosen_profile_wins_over_keys_in_the_environment", &variables);
    }
    let settings = Settings { profile: Some("storage".into()), ..Settings::default() };
    SdkEc2::new(settings).network_interface(E0A).await.unwrap();
}

#[tokio::test]
async fn credentials_that_are_not_found_are_looked_for_once() {
    if !alone::is_child() {
        let peer = format!("http://{}", wire::silence().await);
        let sts = ("AWS_ENDPOINT_URL_STS", &peer[..]);
        let name = "chain::credentials_that_are_not_found_are_looked_for_once";
        return alone::run(name, &[KEYS[0], KEYS[1], sts]);
    }
    let role = Some("arn:aws:iam::123456789012:role/storage".to_owned());
    let ec2 = SdkEc2::new(Settings { assume_role_arn: role, ..region("eu-central-1") });
    let look = || ec2.network_interface(E0A);
    let (first, second, third) = tokio::join!(look(), look(), look());
    let told = [first, second, third].map(Result::unwrap_err);
    let of_others = told.iter().filter(|error| error.message.starts_with("Nothing was sent")).count();
    assert_eq!(of_others, told.len() - 1, "{told:?}");
    assert!(told.iter().all(|error| error.kind == ErrorKind::NoCredentials && error.message.contains("5 s")));
}
