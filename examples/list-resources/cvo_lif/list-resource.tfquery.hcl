# The LIFs for files of all storage VMs whose names begin with "svm_prod".
list "cvo_lif" "files" {
  provider = cvo

  config {
    svm_name       = "svm_prod*"
    service_policy = "default-data-files"
  }
}

# All LIFs at home on one node, also those of the deployment.
list "cvo_lif" "of_node" {
  provider = cvo

  config {
    node           = "cvo-node"
    include_system = true
  }
}
