data "cvo_system" "this" {}

data "cvo_storage_vm" "this" {
  name = "svm_cvo"
}

resource "cvo_secondary_ip" "nas" {
  network_interface_id = data.cvo_system.this.nodes["cvo-node"].network_interface_id
}

resource "cvo_lif" "nas" {
  name           = "ip_nas_2"
  svm_name       = data.cvo_storage_vm.this.name
  address        = cvo_secondary_ip.nas.private_ip
  home_node      = "cvo-node"
  service_policy = "default-data-files"
}
