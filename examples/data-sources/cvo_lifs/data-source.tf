data "cvo_lifs" "all" {}

# Only the LIFs of one storage VM.
data "cvo_lifs" "of_one" {
  svm_name = "svm_cvo"
}

# After a takeover: what is away from home, and which network interface has its address meanwhile.
output "away" {
  value = {
    for lif in data.cvo_lifs.all.lifs : lif.address => {
      name                 = lif.name
      home_node            = lif.home_node
      current_node         = lif.current_node
      network_interface_id = lif.network_interface_id
    } if !lif.is_home
  }
}

output "nas_addresses" {
  value = [for lif in data.cvo_lifs.of_one.lifs : lif.address if contains(lif.services, "data_nfs")]
}

# Several availability zones: where each route table leads the floating addresses now. All of them should be active and
# lead to a node of the pair.
output "routes" {
  value = {
    for lif in data.cvo_lifs.all.lifs : lif.address => {
      for table, route in lif.routes : table => "${coalesce(route.node, "elsewhere")}: ${route.state}"
    } if lif.routes != null
  }
}
