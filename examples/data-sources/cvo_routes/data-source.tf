data "cvo_routes" "all" {}

# Only the routes of one storage VM.
data "cvo_routes" "of_one" {
  svm_name = "svm_cvo"
}

output "default_gateways" {
  value = [for route in data.cvo_routes.of_one.routes : route.gateway if route.destination == "0.0.0.0/0"]
}

# Several routes to one network should differ in their metrics.
output "equal_metrics" {
  value = {
    for way, routes in {
      for route in data.cvo_routes.all.routes :
      "${coalesce(route.svm_name, "the cluster")}, ${route.destination}" => coalesce(route.metric, 20)...
    } : way => routes if length(distinct(routes)) < length(routes)
  }
}
