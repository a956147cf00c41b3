data "cvo_storage_vm" "this" {
  name = "svm_cvo"
}

resource "cvo_route" "default" {
  svm_name    = data.cvo_storage_vm.this.name
  destination = "0.0.0.0/0"
  gateway     = "10.20.1.1"

  lifecycle {
    postcondition {
      condition     = self.complete != false
      error_message = "The route to ${self.destination} of ${self.svm_name} is not complete. It is kept: look at what the warning says of it, then apply again."
    }
  }
}
