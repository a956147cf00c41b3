//! What a configuration begins with.

use ontap_core::Cluster;

use super::hcl::{Block, Expression};

/// Import blocks need Terraform 1.5 and the provider 1.6.
const TERRAFORM: &str = r#"terraform {
  required_version = ">= 1.6"

  required_providers {
    cvo = {
      source = "cvo/cvo"
    }
  }
}
"#;

/// What the provider block lacks.
const COMMENT: &str = "# Everything else comes from the environment: CVO_ENDPOINT, CVO_USERNAME, CVO_PASSWORD, \
                       CVO_CA_FILE and the variables of AWS.\n";

/// Returns the blocks `terraform` and `provider`. The import ids are names, which another cluster may have as
/// well: the configuration is for this cluster alone.
pub fn preamble(cluster: &Cluster) -> String {
    let uuid = Expression::Literal(cluster.uuid.as_str().into());
    let attributes = vec![("expected_cluster_uuid", uuid)];
    let provider = Block { keyword: "provider", labels: vec!["cvo"], attributes, depends_on: &[] };
    format!("{TERRAFORM}\n{COMMENT}{}", provider.text())
}

#[cfg(test)]
mod tests {
    use hcl_edit::structure::Body;
    use serde_json::json;

    use super::*;

    #[test]
    fn a_configuration_is_for_the_cluster_that_it_was_made_from() {
        let version = json!({"generation": 9, "major": 15, "minor": 1, "full": "x"});
        let cluster = json!({"name": "cvo", "uuid": "966a\"5187", "version": version});
        let text = preamble(&serde_json::from_value(cluster).unwrap());
        let body: Body = text.parse().unwrap();
        let provider = body.get_blocks("provider").next().unwrap();
        let uuid = &provider.body.get_attribute("expected_cluster_uuid").unwrap().value;
        assert_eq!(uuid.as_str(), Some("966a\"5187"), "{text}");
        assert!(
            body.get_blocks("terraform")
                .next()
                .unwrap()
                .body
                .get_blocks("required_providers")
                .next()
                .is_some()
        );
    }
}
