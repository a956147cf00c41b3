data "cvo_system" "this" {}

locals {
  # A single-node system has one node, whatever its name.
  node = one(values(data.cvo_system.this.nodes))
}

# A free address of the subnet is chosen.
resource "cvo_secondary_ip" "nas" {
  network_interface_id = local.node.network_interface_id

  lifecycle {
    postcondition {
      condition     = self.complete != false
      error_message = "Whether ${self.private_ip} is assigned was not seen; the warning says why. Apply again: that looks, and assigns it if it is missing."
    }
  }
}

# A certain address; a change assigns the new one before the old one is released.
resource "cvo_secondary_ip" "management" {
  network_interface_id = local.node.network_interface_id
  private_ip           = cidrhost(local.node.subnet_cidr, 40)

  lifecycle {
    create_before_destroy = true

    postcondition {
      condition     = self.complete != false
      error_message = "Whether ${self.private_ip} is assigned was not seen; the warning says why. Apply again: that looks, and assigns it if it is missing."
    }
  }
}
