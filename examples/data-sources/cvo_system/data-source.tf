data "cvo_system" "this" {}

output "addresses_left_by_node" {
  value = { for node, interface in data.cvo_system.this.interfaces : node => interface.left }
}

output "assigned_but_unused" {
  value = { for node, interface in data.cvo_system.this.interfaces : node => interface.unused }
}
