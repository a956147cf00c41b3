data "cvo_service_policies" "this" {
  svm_name = "svm_cvo"
}

# The policies whose LIFs can reach a name server.
output "policies_with_dns" {
  value = [
    for policy in data.cvo_service_policies.this.service_policies : policy.name
    if contains(policy.services, "management_dns_client")
  ]
}
