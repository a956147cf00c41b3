import {
  to = cvo_storage_vm.svm_2
  identity = {
    cluster_uuid = "2d5c7a10-7f0b-11ee-9d20-0a1b2c3d4e5f"
    uuid         = "6f3a0c52-81d4-11ee-9d20-0a1b2c3d4e5f"
  }
}
