list "cvo_storage_vm" "all" {
  provider = cvo
}

list "cvo_secondary_ip" "used" {
  provider = cvo

  config {
    svm_name = "*"
  }
}

list "cvo_lif" "all" {
  provider = cvo

  config {
    svm_name = "svm_?"
  }
}

list "cvo_route" "all" {
  provider = cvo
}

list "cvo_service_policy_move" "all" {
  provider = cvo
}
