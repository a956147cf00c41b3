data "cvo_system" "this" {}

# A free address of the subnet, chosen when it is assigned.
resource "cvo_secondary_ip" "nas" {
  network_interface_id = data.cvo_system.this.nodes["cvo-node"].network_interface_id
}

# A given address, which may be on the interface already if nothing uses it.
resource "cvo_secondary_ip" "management" {
  network_interface_id = data.cvo_system.this.nodes["cvo-node"].network_interface_id
  private_ip           = "10.20.1.41"
  reuse_unused         = true

  # Another address: the new one is assigned before the old one is released.
  lifecycle {
    create_before_destroy = true
  }
}
