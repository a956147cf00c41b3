data "cvo_system" "this" {}

# How many more addresses fit on e0a of each node.
output "addresses_left" {
  value = { for node, interface in data.cvo_system.this.interfaces : node => interface.left }
}
