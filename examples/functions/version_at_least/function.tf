data "cvo_system" "this" {}

# Routes have a metric since ONTAP 9.11.1.
output "routes_have_a_metric" {
  value = provider::cvo::version_at_least(data.cvo_system.this.ontap_version, "9.11.1")
}
