variable "svm_name" {
  description = "Name of the storage VM. A new name renames it in place."
  type        = string
  default     = "svm_2"
}

variable "root_volume_name" {
  description = "Name of the root volume."
  type        = string
  default     = "root_svm_2"
}

variable "root_volume_aggregate" {
  description = "Aggregate of the root volume."
  type        = string
  default     = "aggr1"
}

variable "aggregates" {
  description = "Aggregates that the volumes of the storage VM may use."
  type        = set(string)
  default     = ["aggr1", "aggr2"]
}

variable "home_node" {
  description = "Node that the NAS and the management LIF are at home on. Left out, the first by name."
  type        = string
  default     = null
}

variable "nas_lif_name" {
  description = "Name of the NAS LIF."
  type        = string
  default     = "ip_nas_floating_2"
}

variable "nas_address" {
  description = "Floating address of the NAS LIF: outside every VPC of the region, and nobody else's."
  type        = string
  default     = "192.168.209.27"
}

variable "management_lif" {
  description = "Whether the storage VM gets a management LIF, which tools such as SnapCenter connect to."
  type        = bool
  default     = true
}

variable "management_lif_name" {
  description = "Name of the management LIF."
  type        = string
  default     = "ip_svm_mgmt_2"
}

variable "management_address" {
  description = "Floating address of the management LIF: outside every VPC of the region, and nobody else's."
  type        = string
  default     = "192.168.209.28"
}

variable "additional_cidrs" {
  description = "IPv4 ranges of VPCs that the AWS credentials do not see: a floating address must be outside them too. Left out, there are none besides those of the provider block."
  type        = set(string)
  default     = []
}

variable "route_table_ids" {
  description = "Route tables that must get the routes of the floating addresses. Left out, those that have such routes of the pair already."
  type        = set(string)
  default     = null
}

variable "iscsi_lif_names" {
  description = "Names of the iSCSI LIFs: of the first node, of the second."
  type        = list(string)
  default     = ["ip_node1_iscsi_2", "ip_node2_iscsi_2"]
}

variable "iscsi_addresses" {
  description = "Addresses of the iSCSI LIFs: of the first node, of the second. Left out, free addresses of the subnets."
  type        = list(string)
  default     = [null, null]
}

variable "iscsi_service_policy" {
  description = "Service policy of the iSCSI LIFs. NetApp's older instructions have default-data-blocks, which ONTAP has called outdated since 9.10.1."
  type        = string
  default     = "default-data-iscsi"
}

variable "deletion_protection" {
  description = "While true, destroying the storage VM is refused. Apply false first, then destroy."
  type        = bool
  default     = true
}
