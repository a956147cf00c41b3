variable "vpc_cidrs" {
  type    = list(string)
  default = ["10.0.0.0/16", "10.1.0.0/16"]
}

variable "nas_address" {
  type    = string
  default = "192.168.209.27"
}

output "nas_address" {
  value = var.nas_address

  precondition {
    condition     = provider::cvo::is_floating(var.nas_address, var.vpc_cidrs)
    error_message = "The address lies in a VPC: it cannot float."
  }
}
