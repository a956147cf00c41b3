//! Parameters of the Query protocol: flat names such as `Filter.1.Value.2`, in the query or in a form.

use std::collections::BTreeMap;

use crate::world::ec2::{DescribeRequest, Ec2Error, Filter};

/// The parameters of a request. Reading a parameter removes it, so that the remaining ones are unknown.
#[derive(Debug)]
pub struct Parameters(BTreeMap<String, String>);

impl Parameters {
    /// Parses the query and a form. The form takes precedence.
    pub fn read(query: &str, form: &[u8]) -> Result<Self, Ec2Error> {
        let pairs = |encoded: &[u8]| {
            serde_urlencoded::from_bytes::<Vec<(String, String)>>(encoded)
                .map_err(|_| Ec2Error::malformed_query_string())
        };
        let mut parameters: BTreeMap<_, _> = pairs(query.as_bytes())?.into_iter().collect();
        parameters.extend(pairs(form)?);
        Ok(Self(parameters))
    }

    /// Whether a `Describe…` request asks for all objects.
    pub fn select_nothing(&self) -> bool {
        self.0.keys().all(|name| matches!(name.as_str(), "DryRun" | "IncludeManagedResources"))
    }

    pub fn is(&self, name: &str, value: &str) -> bool {
        self.0.get(name).is_some_and(|given| given == value)
    }

    pub fn take(&mut self, name: &str) -> Option<String> {
        self.0.remove(name)
    }

    pub fn required(&mut self, name: &str) -> Result<String, Ec2Error> {
        self.take(name)
            .filter(|value| !value.is_empty())
            .ok_or_else(|| Ec2Error::missing_parameter(&lower_camel(name)))
    }

    pub fn flag(&mut self, name: &str) -> Result<bool, Ec2Error> {
        Ok(self.optional_flag(name)?.unwrap_or_default())
    }

    pub fn optional_flag(&mut self, name: &str) -> Result<Option<bool>, Ec2Error> {
        match self.take(name).as_deref() {
            None => Ok(None),
            Some("true") => Ok(Some(true)),
            Some("false") => Ok(Some(false)),
            Some(other) => Err(Ec2Error::invalid_value(&lower_camel(name), other)),
        }
    }

    pub fn number(&mut self, name: &str) -> Result<Option<i64>, Ec2Error> {
        let parse =
            |text: String| text.parse().map_err(|_| Ec2Error::invalid_value(&lower_camel(name), &text));
        self.take(name).map(parse).transpose()
    }

    /// Takes `name.1`, `name.2` and so on, in numerical order.
    pub fn list(&mut self, name: &str) -> Vec<String> {
        self.indices(name).into_iter().filter_map(|index| self.take(&format!("{name}.{index}"))).collect()
    }

    /// Returns the numbers that follow `name.`, sorted and without duplicates.
    pub fn indices(&self, name: &str) -> Vec<u32> {
        let index = |parameter: &String| {
            let rest = parameter.strip_prefix(name)?.strip_prefix('.')?;
            rest.split('.').next()?.parse().ok()
        };
        let mut indices: Vec<_> = self.0.keys().filter_map(index).collect();
        indices.sort_unstable();
        indices.dedup();
        indices
    }

    /// Takes the ids, filters and page of a `Describe…` request.
    pub fn describe_request(&mut self, ids: Option<&str>) -> Result<DescribeRequest, Ec2Error> {
        Ok(DescribeRequest {
            ids: ids.map(|name| self.list(name)).unwrap_or_default(),
            filters: self.filters()?,
            max_results: self.number("MaxResults")?,
            next_token: self.take("NextToken"),
        })
    }

    fn filters(&mut self) -> Result<Vec<Filter>, Ec2Error> {
        let indices = self.indices("Filter");
        let filter = |index: u32| {
            let name = self.required(&format!("Filter.{index}.Name"))?;
            let values = self.list(&format!("Filter.{index}.Value"));
            if values.is_empty() {
                return Err(Ec2Error::missing_parameter(&format!("Filter.{index}.Value")));
            }
            Ok(Filter { name, values })
        };
        indices.into_iter().map(filter).collect()
    }

    /// Refuses parameters that the action has not read.
    fn nothing_left(&self) -> Result<(), Ec2Error> {
        match self.0.keys().next() {
            Some(name) => Err(Ec2Error::unknown_parameter(name)),
            None => Ok(()),
        }
    }

    /// Ends the reading of parameters and handles `DryRun`. Actions with a `DryRun` call it before they do
    /// anything.
    pub fn ready(mut self) -> Result<(), Ec2Error> {
        let dry_run = self.flag("DryRun")?;
        self.nothing_left()?;
        if dry_run { Err(Ec2Error::dry_run_operation()) } else { Ok(()) }
    }

    /// Like [`Self::ready`], for actions without a `DryRun`.
    pub fn ready_without_dry_run(self) -> Result<(), Ec2Error> {
        self.nothing_left()
    }
}

/// Errors spell parameters with a lower-case first letter (seen).
fn lower_camel(name: &str) -> String {
    let mut characters = name.chars();
    characters
        .next()
        .map(|first| first.to_ascii_lowercase().to_string() + characters.as_str())
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parameters(text: &str) -> Parameters {
        Parameters::read("", text.as_bytes()).unwrap()
    }

    #[test]
    fn lists_are_ordered_by_number() {
        let mut parameters = parameters("Id.10=c&Id.2=b&Id.1=a&Id.x=d&Idle.1=e");
        assert_eq!(parameters.list("Id"), ["a", "b", "c"]);
        assert_eq!(parameters.ready().unwrap_err().message, "The parameter Id.x is not recognized");
    }

    #[test]
    fn filters_have_names_and_values() {
        let form = "Filter.1.Name=tag%3AName&Filter.1.Value.1=a+b&Filter.1.Value.2=c&Filter.2.Name=x&Filter.2.Value.1=y";
        let request = parameters(form).describe_request(None).unwrap();
        let expected = DescribeRequest::default().filter("tag:Name", ["a b", "c"]).filter("x", ["y"]);
        assert_eq!(request, expected);
        assert_eq!(
            parameters("Filter.1.Name=x").describe_request(None).unwrap_err().code,
            "MissingParameter"
        );
        assert_eq!(
            parameters("Filter.1.Value.1=x").describe_request(None).unwrap_err().code,
            "MissingParameter"
        );
    }

    #[test]
    fn the_form_takes_precedence_over_the_query() {
        let mut parameters = Parameters::read("A=1&B=2", b"A=3").unwrap();
        assert_eq!(
            (parameters.take("A").as_deref(), parameters.take("B").as_deref()),
            (Some("3"), Some("2"))
        );
    }

    #[test]
    fn flags_and_numbers_are_checked() {
        assert_eq!(
            parameters("AllowReassignment=yes").flag("AllowReassignment").unwrap_err().code,
            "InvalidParameterValue"
        );
        assert_eq!(
            parameters("MaxResults=ten").number("MaxResults").unwrap_err().message,
            "Value (ten) for parameter maxResults is invalid."
        );
        assert_eq!(parameters("").number("MaxResults"), Ok(None));
    }

    #[test]
    fn a_dry_run_is_answered_after_all_other_checks() {
        assert_eq!(parameters("DryRun=true").ready().unwrap_err().status, 412);
        assert_eq!(parameters("DryRun=true&Color=red").ready().unwrap_err().code, "UnknownParameter");
        assert_eq!(parameters("DryRun=true").ready_without_dry_run().unwrap_err().code, "UnknownParameter");
        assert_eq!(parameters("DryRun=false").ready(), Ok(()));
    }
}
