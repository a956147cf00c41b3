//! The variables of the AWS SDK that name an endpoint or a Region: pure. The SDK reads them itself, and does not
//! check them.

use std::collections::BTreeMap;

use tfplugin::Diagnostics;

use super::given::{is_open, why_not_aws_endpoint, why_not_region};
use crate::config::{AwsConfig, ProviderConfig};
use crate::environment::Environment;

/// Where the URL of a service comes from; the first that is set counts.
const OF_EC2: [&str; 2] = ["AWS_ENDPOINT_URL_EC2", "AWS_ENDPOINT_URL"];
const OF_STS: [&str; 2] = ["AWS_ENDPOINT_URL_STS", "AWS_ENDPOINT_URL"];

/// Where the Region comes from; the first that is set counts.
const OF_REGION: [&str; 2] = ["AWS_REGION", "AWS_DEFAULT_REGION"];

/// Returns an error for every variable that counts and cannot be right.
pub fn refusals(config: &ProviderConfig, environment: &Environment) -> Diagnostics {
    let aws = config.aws.value_or_default();
    let mut refusals = Diagnostics::new();
    let mut refuse = |attribute: &str, variable: &str, why: Option<&str>| {
        if let Some(why) = why {
            let summary = format!("The environment variable {variable} cannot be used");
            let detail = format!("{why} Nothing was sent. What it holds is not repeated here.");
            refusals.push_error_at(attribute, summary, detail);
        }
    };
    if let Some((variable, region)) = first(&OF_REGION, environment).filter(|_| aws.region.is_null()) {
        refuse("aws.region", variable, why_not_region(region));
    }
    for (variable, url) in urls(&aws, environment) {
        refuse("aws.endpoint", variable, why_not_aws_endpoint(url));
    }
    refusals
}

/// Returns the setting that the EC2 endpoint comes from, if others can read the requests to it.
pub fn open_endpoint(config: &ProviderConfig, environment: &Environment) -> Option<&'static str> {
    let aws = config.aws.value_or_default();
    if let Some(url) = aws.endpoint.known() {
        return is_open(url).then_some("aws.endpoint");
    }
    if ignores_urls(environment) {
        return None;
    }
    let (variable, url) = first(&OF_EC2, environment)?;
    is_open(url).then_some(variable)
}

fn ignores_urls(environment: &Environment) -> bool {
    environment.flag("AWS_IGNORE_CONFIGURED_ENDPOINT_URLS") == Some(true)
}

/// Returns the variables with the URLs of the services that are used.
fn urls<'a>(aws: &AwsConfig, environment: &'a Environment) -> BTreeMap<&'static str, &'a str> {
    let of_ec2 = first(&OF_EC2, environment).filter(|_| aws.endpoint.is_null());
    let of_sts = first(&OF_STS, environment).filter(|_| aws.assume_role_arn.known().is_some());
    let all = of_ec2.into_iter().chain(of_sts);
    all.filter(|_| !ignores_urls(environment)).collect()
}

fn first<'a>(variables: &[&'static str], environment: &'a Environment) -> Option<(&'static str, &'a str)> {
    variables.iter().find_map(|name| Some((*name, environment.get(name)?)))
}

#[cfg(test)]
mod tests {
    use tfplugin::Attr;

    use super::*;

    fn refused(aws: AwsConfig, variables: &[(&str, &str)]) -> Vec<String> {
        let config = ProviderConfig { aws: Attr::Known(aws), ..ProviderConfig::default() };
        let environment =
            variables.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        let refusals = refusals(&config, &environment);
        refusals.iter().map(|one| format!("{} {}", one.path.as_ref().unwrap(), one.summary)).collect()
    }

    #[test]
    fn a_variable_that_is_no_url_or_region_is_named() {
        for (variables, path, variable) in [
            (&[("AWS_ENDPOINT_URL_EC2", "localhost:4566")][..], "aws.endpoint", "AWS_ENDPOINT_URL_EC2"),
            (&[("AWS_ENDPOINT_URL", "ec2")], "aws.endpoint", "AWS_ENDPOINT_URL"),
            (&[("AWS_REGION", "Frankfurt am Main")], "aws.region", "AWS_REGION"),
            (&[("AWS_REGION", " "), ("AWS_DEFAULT_REGION", "EU")], "aws.region", "AWS_DEFAULT_REGION"),
        ] {
            let found = refused(AwsConfig::default(), variables);
            let [only] = &found[..] else { panic!("{variables:?}: {found:?}") };
            assert!(only.starts_with(path) && only.contains(&format!("{variable} ")), "{only}");
        }
    }

    #[test]
    fn a_variable_that_does_not_count_is_not_looked_at() {
        let set = |region: &str, endpoint: &str| AwsConfig {
            region: region.into(),
            endpoint: endpoint.into(),
            ..AwsConfig::default()
        };
        let wrong = [("AWS_ENDPOINT_URL_EC2", "ec2"), ("AWS_REGION", "EU")];
        assert!(refused(set("eu-central-1", "https://10.0.0.5"), &wrong).is_empty());
        let ignored = [("AWS_ENDPOINT_URL", "ec2"), ("AWS_IGNORE_CONFIGURED_ENDPOINT_URLS", "true")];
        assert!(refused(AwsConfig::default(), &ignored).is_empty());
        for blank in ["", " "] {
            let blanks = ["AWS_ENDPOINT_URL_EC2", "AWS_ENDPOINT_URL", "AWS_REGION"].map(|name| (name, blank));
            assert!(refused(AwsConfig::default(), &blanks).is_empty());
        }
    }

    #[test]
    fn the_endpoint_of_sts_counts_with_a_role() {
        let role =
            AwsConfig { assume_role_arn: "arn:aws:iam::123456789012:role/x".into(), ..AwsConfig::default() };
        let wrong = [("AWS_ENDPOINT_URL_STS", "sts")];
        assert!(refused(AwsConfig::default(), &wrong).is_empty());
        assert_eq!(refused(role.clone(), &wrong).len(), 1);
        assert_eq!(refused(role, &[("AWS_ENDPOINT_URL", "aws")]).len(), 1, "once for both services");
    }
}
