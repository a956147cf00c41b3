variable "storage_vms" {
  description = <<-EOT
    The storage VMs, each with
      name                        its name; a new one renames it in place, if `key` stays
      key                         what its objects are called in Terraform and, with a suffix, its LIFs; left out, the name
      aggregates                  aggregates that its volumes may use
      root_volume_name            left out, the name and _root (with _ for - and .), chosen once
      root_volume_aggregate       left out, the first of `aggregates`, chosen once
      root_volume_security_style  left out, unix
      snapshot_policy             left out, default
      comment                     left out, not managed: one that is there stays
      home_node                   node that its NAS and management LIF are at home on; left out, the first by name
      deletion_protection         while true, destroying it is refused: apply false first; left out, the variable
                                  deletion_protection
      management_lif              whether it has a management LIF, which tools such as SnapCenter connect to; left out, yes
      outbound_lifs               whether, in an HA pair in one availability zone, it has one LIF per node that stays there
                                  and carries connections that it opens itself: DNS, Active Directory, LDAP, NIS, FPolicy;
                                  left out, no. In several zones it has such LIFs anyway.
      nas_address                 address of the NAS LIF; floating in an HA pair in several availability zones, and
                                  required there; left out, a free one of the subnet
      management_address          the same of the management LIF
      private_addresses           addresses of the LIFs that stay, by node name; left out, free ones of the subnets
      nas_lif_name                left out, KEY_nas, or KEY_nas_floating in several availability zones
      management_lif_name         left out, KEY_svm_mgmt
      private_lif_names           names of the LIFs that stay, by node name; left out, KEY_node1_iscsi and KEY_node2_iscsi
      nas_lif_policy              service policy of the NAS LIF; left out, default-data-files
      management_lif_policy       left out, default-management
      private_lif_policy          left out, the variable private_lif_policy
      further_lifs                more LIFs, by a name of your choice that stays what it is, each with
        name                      left out, KEY_ and that name
        address                   of one that does not stay, in several availability zones, floating and required; otherwise
                                  left out, a free one of the subnet
        home_node                 left out, that of the storage VM
        service_policy            left out, default-data-files
        stays                     whether it never leaves its node; left out, yes with the policies for blocks, otherwise no
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
    deletion_protection        = optional(bool)
    management_lif             = optional(bool, true)
    outbound_lifs              = optional(bool, false)
    nas_address                = optional(string)
    management_address         = optional(string)
    private_addresses          = optional(map(string), {})
    nas_lif_name               = optional(string)
    management_lif_name        = optional(string)
    private_lif_names          = optional(map(string), {})
    nas_lif_policy             = optional(string, "default-data-files")
    management_lif_policy      = optional(string, "default-management")
    private_lif_policy         = optional(string)
    further_lifs = optional(map(object({
      name           = optional(string)
      address        = optional(string)
      home_node      = optional(string)
      service_policy = optional(string, "default-data-files")
      stays          = optional(bool)
    })), {})
  }))

  validation {
    condition     = length(distinct(var.storage_vms[*].name)) == length(var.storage_vms)
    error_message = "Two storage VMs have the same name."
  }

  validation {
    condition     = length(distinct([for svm in var.storage_vms : coalesce(svm.key, svm.name)])) == length(var.storage_vms)
    error_message = "Two storage VMs have the same key."
  }

  validation {
    condition     = alltrue([for svm in var.storage_vms : length(setintersection(keys(svm.further_lifs), ["nas", "nas_floating", "svm_mgmt", "node1_iscsi", "node2_iscsi"])) == 0])
    error_message = "In further_lifs, nas, nas_floating, svm_mgmt, node1_iscsi and node2_iscsi are taken: by the LIFs that the module makes anyway."
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

variable "deletion_protection" {
  description = "Whether the storage VMs are protected that do not say so themselves. While one is, destroying it is refused: apply false first, then destroy."
  type        = bool
  default     = true
}

variable "contents_check" {
  description = "When a destroy looks at what is in the storage VMs. plan: the plan is refused while anything is in one of them. apply, for configurations that manage the volumes too: each is looked into when its turn comes. Counts once it is applied."
  type        = string
  default     = "plan"

  validation {
    condition     = contains(["plan", "apply"], var.contents_check)
    error_message = "There are plan and apply."
  }
}

variable "recovery_queue" {
  description = "What a destroy does with volumes that were deleted and can still be recovered. keep: it is refused while there are any. purge: each of them is deleted for good. Counts once it is applied."
  type        = string
  default     = "keep"

  validation {
    condition     = contains(["keep", "purge"], var.recovery_queue)
    error_message = "There are keep and purge."
  }
}

variable "additional_cidrs" {
  description = "IPv4 ranges of VPCs that the AWS credentials do not see, such as those of other accounts: a floating address must be outside them too. Left out, there are none besides those of the provider block."
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
