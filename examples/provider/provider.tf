terraform {
  required_providers {
    cvo = {
      source = "cvo/cvo"
    }
  }
}

# The password comes from the environment: CVO_PASSWORD.
provider "cvo" {
  endpoint = "https://10.0.1.10"
  username = "admin"
  ca_file  = "cluster-ca.pem"

  aws = {
    region = "eu-central-1"
  }
}
