data "cvo_system" "this" {}

data "cvo_storage_vm" "this" {
  name = "svm_cvo"
}

# On each node a LIF that stays there, with one of the policies that get the services.
resource "cvo_secondary_ip" "iscsi" {
  for_each = data.cvo_system.this.nodes

  network_interface_id = each.value.network_interface_id
}

resource "cvo_lif" "iscsi" {
  for_each = data.cvo_system.this.nodes

  name           = "ip_iscsi_${each.key}"
  svm_name       = data.cvo_storage_vm.this.name
  address        = cvo_secondary_ip.iscsi[each.key].private_ip
  home_node      = each.key
  service_policy = "default-data-iscsi"
}

# The five services of NetApp's procedure, out of default-data-files into both policies for iSCSI.
resource "cvo_service_policy_move" "outbound" {
  svm_name = data.cvo_storage_vm.this.name

  # The LIFs that carry the services afterwards are made first, and destroyed last.
  depends_on = [cvo_lif.iscsi]

  # An apply that does not know whether all services are moved ends with an error. The next one looks and goes on.
  lifecycle {
    postcondition {
      condition     = self.complete != false
      error_message = "Not all services of storage VM ${self.svm_name} are known to be moved. Apply again."
    }
  }
}
