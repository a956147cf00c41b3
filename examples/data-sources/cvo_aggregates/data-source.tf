data "cvo_aggregates" "this" {}

output "free_gib" {
  value = {
    for name, aggregate in data.cvo_aggregates.this.aggregates : name => floor(aggregate.available / pow(1024, 3))
  }
}
