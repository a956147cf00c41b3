# The storage VM and the policy that the services are taken out of.
terraform import cvo_service_policy_move.outbound svm_cvo/default-data-files
