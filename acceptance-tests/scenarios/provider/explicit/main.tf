terraform {
  required_providers {
    cvo = {
      source = "cvo/cvo"
    }
  }
}

variable "endpoint" {
  type = string
}

variable "username" {
  type = string
}

variable "password" {
  type      = string
  sensitive = true
}

variable "ca_file" {
  type = string
}

variable "region" {
  type = string
}

variable "ec2_endpoint" {
  type = string
}

provider "cvo" {
  endpoint           = "https://127.0.0.1:9"
  fallback_endpoints = [var.endpoint]
  username           = var.username
  password           = var.password
  ca_pem             = file(var.ca_file)
  request_timeout    = "20s"

  aws = {
    region   = var.region
    endpoint = var.ec2_endpoint
    network_interface_ids = {
      "cvo-node" = "eni-0c0a51de00000e0a1"
    }
  }
}

data "cvo_system" "this" {}

output "network_interface_id" {
  value = data.cvo_system.this.nodes["cvo-node"].network_interface_id
}
