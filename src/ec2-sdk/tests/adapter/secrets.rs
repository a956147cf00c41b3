//! Credentials that a server sends back are not shown to anybody.

use aws_credential_types::Credentials;
use ec2::Ec2;
use ec2_sdk::{SdkEc2, Settings};

use crate::bench::{E0A, with_keys};
use crate::{alone, wire};

const KEY: &str = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";
const TOKEN: &str = "IQoJb3JpZ2luX2VjEJr//wEaCWV1LWNlbnRyYWwtMSJH+MEUCIQ==";

/// Parts of the secrets that identify them in any spelling.
const TELL_TALES: [&str; 4] = ["wJalrXUtnFEMI", "CYEXAMPLEKEY", "IQoJb3JpZ2lu", "JH%2BMEUCIQ"];

fn assert_hidden(text: &str) {
    for part in TELL_TALES {
        assert!(!text.contains(part), "{part} in {text}");
    }
    assert!(text.contains("(hidden)"), "{text}");
}

/// Echoes the request, plus the secrets, which the server knows although they were not sent.
fn everything(request: &str) -> String {
    let sent = request.replace(['<', '>', '&'], " ");
    let encoded = TOKEN.replace('/', "%2F").replace('+', "%2B").replace('=', "%3D");
    format!("{sent} {KEY} {encoded} {TOKEN}")
}

#[tokio::test]
async fn key_and_token_of_given_credentials_are_not_repeated() {
    let server = wire::echo(everything).await;
    let keys = Credentials::new("AKIAEXAMPLE", KEY, Some(TOKEN.to_owned()), None, "test");
    let ec2 = with_keys(&format!("http://{server}"), keys);
    let error = ec2.network_interface(E0A).await.unwrap_err();
    assert!(error.is_unauthorized(), "{error:?}");
    assert_hidden(&format!("{error} {error:?}"));
}

// The peer must answer while this test waits for the other process.
#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn credentials_of_the_environment_and_of_a_role_are_not_repeated() {
    const ROLE: &str = r#"<AssumeRoleResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><AssumeRoleResult>
        <Credentials><AccessKeyId>ASIAEXAMPLE</AccessKeyId><SecretAccessKey>wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY</SecretAccessKey>
        <SessionToken>IQoJb3JpZ2luX2VjEJr//wEaCWV1LWNlbnRyYWwtMSJH+MEUCIQ==</SessionToken>
        <Expiration>2199-01-01T00:00:00Z</Expiration></Credentials></AssumeRoleResult></AssumeRoleResponse>"#;
    if !alone::is_child() {
        let ec2 = format!("http://{}", wire::echo(everything).await);
        let sts = format!("http://{}", wire::serve("200 OK", ROLE).await);
        let refusing = format!("http://{}", wire::echo(everything).await);
        let name = "secrets::credentials_of_the_environment_and_of_a_role_are_not_repeated";
        let given = [("AWS_ACCESS_KEY_ID", "AKIAEXAMPLE"), ("AWS_SECRET_ACCESS_KEY", KEY)];
        let token = ("AWS_SESSION_TOKEN", TOKEN);
        let base = ("AWS_SECRET_ACCESS_KEY", "another-base-key");
        let runs = [
            vec![given[0], given[1], token, ("AWS_ENDPOINT_URL_EC2", &*ec2)],
            vec![
                given[0],
                base,
                ("AWS_ENDPOINT_URL_EC2", &*ec2),
                ("AWS_ENDPOINT_URL_STS", &*sts),
                ("ROLE", "yes"),
            ],
            vec![given[0], given[1], token, ("AWS_ENDPOINT_URL_STS", &*refusing), ("ROLE", "yes")],
        ];
        return tokio::task::block_in_place(|| runs.iter().for_each(|run| alone::run(name, run)));
    }
    let role = std::env::var("ROLE").ok().map(|_| "arn:aws:iam::123456789012:role/storage".to_owned());
    let settings =
        Settings { region: Some("eu-central-1".into()), assume_role_arn: role, ..Settings::default() };
    let error = SdkEc2::new(settings).network_interface(E0A).await.unwrap_err();
    assert_hidden(&format!("{error} {error:?}"));
}
