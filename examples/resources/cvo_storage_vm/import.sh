# By name, or by the UUID that ONTAP gave the storage VM.
terraform import cvo_storage_vm.svm_2 svm_2
