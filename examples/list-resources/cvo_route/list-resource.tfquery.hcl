list "cvo_route" "all" {
  provider = cvo

  config {
    svm_name = "*"
  }
}
