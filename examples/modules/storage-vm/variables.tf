variable "storage_vms" {
  description = <<-EOT
    The storage VMs, each with
      name                        its name; a new one renames it in place, if `key` stays
      key                         what its objects are called in Terraform and, with a suffix, its LIFs; left out, the name
      aggregates                  aggregates that its volumes may use
      root_volume_name            left out, ONTAP's choice
      root_volume_aggregate       left out, one of `aggregates`
      root_volume_security_style  left out, unix
      snapshot_policy             left out, default
      comment                     left out, none
      home_node                   node that its NAS and management LIF are at home on; left out, the first by name
      management_lif              whether it has a management LIF, which tools such as SnapCenter connect to; left out, yes
      outbound_lifs               whether, in an HA pair in one availability zone, it has one LIF per node that stays there
                                  and carries connections that it opens itself: DNS, Active Directory, LDAP, NIS, FPolicy;
                                  left out, no. In several zones it has such LIFs anyway.
      nas_address                 address of the NAS LIF; floating in an HA pair in several availability zones, and
                                  required there; left out, a free one of the subnet
      management_address          the same of the management LIF
      private_addresses           addresses of the LIFs that stay, by node name; left out, free ones of the subnets
      deletion_protection         while true, destroying it is refused: apply false first; left out, true
  EOT

  type = list(object({
    name                       = string
    key                        = optional(string)
    aggregates                 = set(string)
    root_volume_name           = optional(string)
    root_volume_aggregate      = optional(string)
    root_volume_security_style = optional(string, "unix")
    snapshot_policy            = optional(string, "default")
    comment                    = optional(string)
    home_node                  = optional(string)
    management_lif             = optional(bool, true)
    outbound_lifs              = optional(bool, false)
    nas_address                = optional(string)
    management_address         = optional(string)
    private_addresses          = optional(map(string), {})
    deletion_protection        = optional(bool, true)
  }))

  validation {
    condition     = length(distinct(var.storage_vms[*].name)) == length(var.storage_vms)
    error_message = "Two storage VMs have the same name."
  }

  validation {
    condition     = length(distinct([for svm in var.storage_vms : coalesce(svm.key, svm.name)])) == length(var.storage_vms)
    error_message = "Two storage VMs have the same key."
  }
}

variable "topology" {
  description = "What the layout is meant for: single_node, ha_single_az or ha_multi_az. Another system is refused. Left out, whatever the system is."
  type        = string
  default     = null

  validation {
    condition     = var.topology == null || contains(["single_node", "ha_single_az", "ha_multi_az"], coalesce(var.topology, "-"))
    error_message = "There are single_node, ha_single_az and ha_multi_az."
  }
}

variable "private_lif_policy" {
  description = "Service policy of the LIFs that stay on their node. The older instructions have default-data-blocks."
  type        = string
  default     = "default-data-iscsi"
}

variable "foreign_cidrs" {
  description = "IPv4 ranges of VPCs that the AWS credentials do not see: a floating address must be outside them too."
  type        = set(string)
  default     = []
}

variable "route_table_ids" {
  description = "Route tables that must get the routes of floating addresses. Left out, those that have such routes of the pair already."
  type        = set(string)
  default     = null
}

variable "require_private_lifs" {
  description = "Whether a LIF with a floating address is refused while a node lacks a LIF that stays there. The module makes those first."
  type        = bool
  default     = true
}

variable "license" {
  description = "License of the system: capacity, freemium, node_byol, node_paygo or unknown. By it the number of storage VMs is judged. With node_byol each data storage VM beyond the first needs an add-on license, which nothing here can see."
  type        = string
  default     = "unknown"

  validation {
    condition     = contains(["capacity", "freemium", "node_byol", "node_paygo", "unknown"], var.license)
    error_message = "There are capacity, freemium, node_byol, node_paygo and unknown."
  }
}

variable "enforce_svm_limit" {
  description = "Whether more storage VMs than NetApp publishes for the configuration are refused. Otherwise they are warned of."
  type        = bool
  default     = false
}
