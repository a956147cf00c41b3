data "cvo_system" "this" {}

# The storage VM that the system was deployed with.
data "cvo_storage_vm" "default" {
  name = data.cvo_system.this.default_svm_name
}
