# What the state of NetApp's provider is about, as somebody writes it who comes from there.

resource "cvo_storage_vm" "bare" {
  name       = "bare"
  aggregates = ["aggr1", "aggr2"]
}

resource "cvo_storage_vm" "s0" {
  name       = "peer_0"
  aggregates = ["aggr1"]
  comment    = "x"
}

resource "cvo_storage_vm" "s1" {
  name       = "peer_1"
  aggregates = ["aggr1"]
  comment    = "x"
}

resource "cvo_route" "bare" {
  svm_name = cvo_storage_vm.bare.name
  gateway  = "10.20.1.1"
}

resource "cvo_route" "r0" {
  svm_name = cvo_storage_vm.s0.name
  gateway  = "10.20.1.1"
}

resource "cvo_route" "r1" {
  svm_name = cvo_storage_vm.s1.name
  gateway  = "10.20.1.1"
}

resource "cvo_lif" "l0_0" {
  name      = "lif_0_0"
  svm_name  = cvo_storage_vm.s0.name
  address   = "10.20.1.100"
  home_node = "cvo-node"
}

resource "cvo_lif" "l0_1" {
  name      = "lif_0_1"
  svm_name  = cvo_storage_vm.s0.name
  address   = "10.20.1.101"
  home_node = "cvo-node"
}

resource "cvo_lif" "l1_0" {
  name      = "lif_1_0"
  svm_name  = cvo_storage_vm.s1.name
  address   = "10.20.1.110"
  home_node = "cvo-node"
}

resource "cvo_lif" "l1_1" {
  name      = "lif_1_1"
  svm_name  = cvo_storage_vm.s1.name
  address   = "10.20.1.111"
  home_node = "cvo-node"
}
