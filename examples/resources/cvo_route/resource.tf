data "cvo_storage_vm" "this" {
  name = "svm_cvo"
}

resource "cvo_route" "default" {
  svm_name    = data.cvo_storage_vm.this.name
  destination = "0.0.0.0/0"
  gateway     = "10.20.1.1"
}
