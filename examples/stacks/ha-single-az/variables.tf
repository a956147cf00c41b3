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
  description = "Node that the LIFs are at home on. Left out, the first by name."
  type        = string
  default     = null
}

variable "nas_lif_name" {
  description = "Name of the NAS LIF."
  type        = string
  default     = "ip_nas_2"
}

variable "nas_address" {
  description = "Address of the NAS LIF. Left out, a free address of the subnet."
  type        = string
  default     = null
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
  description = "Address of the management LIF. Left out, a free address of the subnet."
  type        = string
  default     = null
}

variable "deletion_protection" {
  description = "While true, destroying the storage VM is refused. Apply false first, then destroy."
  type        = bool
  default     = true
}
