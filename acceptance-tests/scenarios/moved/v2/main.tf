# Moves from version 2 of NetApp's provider.

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
  from = netapp-ontap_svm.bare
  to   = cvo_storage_vm.bare
}

moved {
  from = netapp-ontap_svm.s0
  to   = cvo_storage_vm.s0
}

moved {
  from = netapp-ontap_svm.s1
  to   = cvo_storage_vm.s1
}

moved {
  from = netapp-ontap_network_ip_route.bare
  to   = cvo_route.bare
}

moved {
  from = netapp-ontap_network_ip_route.r0
  to   = cvo_route.r0
}

moved {
  from = netapp-ontap_network_ip_route.r1
  to   = cvo_route.r1
}

moved {
  from = netapp-ontap_network_ip_interface.l0_0
  to   = cvo_lif.l0_0
}

moved {
  from = netapp-ontap_network_ip_interface.l0_1
  to   = cvo_lif.l0_1
}

moved {
  from = netapp-ontap_network_ip_interface.l1_0
  to   = cvo_lif.l1_0
}

moved {
  from = netapp-ontap_network_ip_interface.l1_1
  to   = cvo_lif.l1_1
}
