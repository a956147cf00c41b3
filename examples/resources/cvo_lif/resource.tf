data "cvo_system" "this" {}

data "cvo_storage_vm" "this" {
  name = "svm_cvo"
}

resource "cvo_secondary_ip" "nas" {
  network_interface_id = data.cvo_system.this.nodes["cvo-node"].network_interface_id

  lifecycle {
    postcondition {
      condition     = self.complete != false
      error_message = "The address of ${self.network_interface_id} is not complete. It is kept: look at what the warning says of it, then apply again."
    }
  }
}

resource "cvo_lif" "nas" {
  name           = "ip_nas_2"
  svm_name       = data.cvo_storage_vm.this.name
  address        = cvo_secondary_ip.nas.private_ip
  home_node      = "cvo-node"
  service_policy = "default-data-files"

  lifecycle {
    postcondition {
      condition     = self.complete != false
      error_message = "LIF ${self.name} of ${self.svm_name} is not complete. It is kept: look at what the warning says of it, then apply again."
    }
  }
}
