terraform {
  required_providers {
    cvo = {
      source = "cvo/cvo"
    }
  }
}

# The password comes from CVO_PASSWORD, AWS credentials from the AWS SDK's usual places.
provider "cvo" {
  endpoint = "https://cvo.example.net"
  username = "admin"
  ca_file  = "${path.module}/cvo-ca.pem"

  aws = {
    region = "eu-central-1"
  }
}
