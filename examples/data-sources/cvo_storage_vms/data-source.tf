data "cvo_storage_vms" "all" {}

output "stopped" {
  value = [for name, svm in data.cvo_storage_vms.all.storage_vms : name if svm.state == "stopped"]
}
