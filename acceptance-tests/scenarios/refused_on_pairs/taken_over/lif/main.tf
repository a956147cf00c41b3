terraform {
  required_providers {
    cvo = {
      source = "cvo/cvo"
    }
  }
}

provider "cvo" {}

resource "cvo_secondary_ip" "nas" {
  network_interface_id = "eni-0c0a51de00021e0a0"

  allow_during_takeover = true
}

resource "cvo_lif" "nas" {
  name           = "ip_nas_9"
  svm_name       = "svm_cvo"
  address        = cvo_secondary_ip.nas.private_ip
  home_node      = "cvo-node1"
  service_policy = "default-data-files"
}
