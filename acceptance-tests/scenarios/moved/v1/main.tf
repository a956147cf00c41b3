# Moves from version 1 of NetApp's provider.

terraform {
  required_providers {
    cvo = {
      source = "cvo/cvo"
    }
    netapp-ontap = {
      source = "netapp/netapp-ontap"
    }
  }
}

provider "cvo" {}

moved {
  from = netapp-ontap_svm_resource.bare
  to   = cvo_storage_vm.bare
}

moved {
  from = netapp-ontap_svm_resource.s0
  to   = cvo_storage_vm.s0
}

moved {
  from = netapp-ontap_svm_resource.s1
  to   = cvo_storage_vm.s1
}

moved {
  from = netapp-ontap_networking_ip_route_resource.bare
  to   = cvo_route.bare
}

moved {
  from = netapp-ontap_networking_ip_route_resource.r0
  to   = cvo_route.r0
}

moved {
  from = netapp-ontap_networking_ip_route_resource.r1
  to   = cvo_route.r1
}

moved {
  from = netapp-ontap_networking_ip_interface_resource.l0_0
  to   = cvo_lif.l0_0
}

moved {
  from = netapp-ontap_networking_ip_interface_resource.l0_1
  to   = cvo_lif.l0_1
}

moved {
  from = netapp-ontap_networking_ip_interface_resource.l1_0
  to   = cvo_lif.l1_0
}

moved {
  from = netapp-ontap_networking_ip_interface_resource.l1_1
  to   = cvo_lif.l1_1
}
