# What can be imported for the storage VMs that are there.
list "cvo_secondary_ip" "used" {
  provider = cvo

  config {
    svm_name = "*"
  }
}

# What takes room on the network interfaces and has no LIF.
list "cvo_secondary_ip" "unused" {
  provider = cvo

  config {
    unused = true
  }
}
