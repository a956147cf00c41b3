# Layouts without a system: Terraform takes the provider's part, from what is written here. Needs Terraform 1.7 or later,
# no system and no credentials:
#
#   terraform init
#   terraform test
#
# Copy it and write down your own layout. Values that are left out are made up; whether an address is free, and what ONTAP
# itself refuses, only a system knows: see tests/on_a_system.

mock_provider "cvo" {
  mock_data "cvo_system" {
    defaults = {
      cluster_name  = "cvocluster"
      ontap_version = "9.15.1"
      topology      = "ha_multi_az"
      nodes = {
        cvo-node1 = { network_interface_id = "eni-0a1b2c3d4e5f60711", subnet_gateway = "10.0.1.1" }
        cvo-node2 = { network_interface_id = "eni-0a1b2c3d4e5f60722", subnet_gateway = "10.0.2.1" }
      }
      interfaces = {
        cvo-node1 = { address_limit = 15, left = 2 }
        cvo-node2 = { address_limit = 15, left = 2 }
      }
    }
  }

  # Made-up truth values are false, and what is not complete is refused; made-up texts are no addresses.
  mock_resource "cvo_secondary_ip" {
    defaults = { complete = true, private_ip = "10.0.1.20" }
  }
  mock_resource "cvo_storage_vm" {
    defaults = { complete = true }
  }
  mock_resource "cvo_route" {
    defaults = { complete = true }
  }
  mock_resource "cvo_lif" {
    defaults = { complete = true }
  }
  mock_resource "cvo_service_policy_move" {
    defaults = { complete = true }
  }
}

variables {
  storage_vms = [
    {
      name               = "svm_files"
      aggregates         = ["aggr1"]
      nas_address        = "192.168.209.27"
      management_address = "192.168.209.28"
    },
    {
      name           = "svm_media"
      aggregates     = ["aggr1"]
      home_node      = "cvo-node2"
      nas_address    = "192.168.209.29"
      management_lif = false
      further_lifs   = { tools = { address = "192.168.209.30", service_policy = "default-management" } }
    },
  ]
}

run "names_and_addresses" {
  assert {
    condition     = output.storage_vms["svm_files"].nas_address == "192.168.209.27"
    error_message = "The NAS LIF of svm_files has another address."
  }

  assert {
    condition     = join(" ", keys(output.storage_vms["svm_media"].lifs)) == "svm_media_nas_floating svm_media_node1_iscsi svm_media_node2_iscsi svm_media_tools"
    error_message = "svm_media has other LIFs: ${join(", ", keys(output.storage_vms["svm_media"].lifs))}."
  }

  assert {
    condition     = output.private_addresses_wanted == { cvo-node1 = 2, cvo-node2 = 2 }
    error_message = "Each node needs an address for a LIF that stays, of either storage VM."
  }
}

run "default_routes" {
  command = plan

  assert {
    condition     = [for route in [cvo_route.default["svm_media"], cvo_route.second["svm_media"]] : "${route.gateway} ${route.metric}"] == ["10.0.1.1 30", "10.0.2.1 20"]
    error_message = "svm_media is at home on the second node, whose route must come first."
  }
}

run "an_interface_without_room" {
  command = plan

  variables {
    storage_vms = [
      for number in range(3) : { name = "svm_${number}", aggregates = ["aggr1"], nas_address = "192.168.209.${number}", management_lif = false }
    ]
  }

  expect_failures = [output.private_addresses_wanted]
}

run "another_kind_of_system" {
  command = plan

  variables {
    topology = "single_node"
  }

  expect_failures = [output.topology]
}

run "a_node_that_there_is_not" {
  command = plan

  variables {
    storage_vms = [{ name = "svm_files", aggregates = ["aggr1"], home_node = "cvo-node3", nas_address = "192.168.209.27" }]
  }

  expect_failures = [output.topology]
}
