variable "subnet_cidr" {
  type    = string
  default = "10.0.1.0/24"
}

# "255.255.255.0", for the netmask of a cvo_lif.
output "netmask" {
  value = provider::cvo::netmask(var.subnet_cidr)
}
