# Everything, however much there is.

list "cvo_storage_vm" "all" {
  provider = cvo
  limit    = 1000
}

list "cvo_secondary_ip" "used" {
  provider = cvo
  limit    = 1000

  config {
    svm_name = "*"
  }
}

list "cvo_lif" "all" {
  provider = cvo
  limit    = 1000
}

list "cvo_route" "all" {
  provider = cvo
  limit    = 1000
}

list "cvo_service_policy_move" "all" {
  provider = cvo
  limit    = 1000
}
