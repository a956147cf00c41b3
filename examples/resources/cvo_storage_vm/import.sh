# By name, or by uuid.
terraform import cvo_storage_vm.svm_2 svm_2
