terraform {
  required_providers {
    cvo = {
      source = "cvo/cvo"
    }
  }
}

variable "port" {
  type = number
}

variable "host_key" {
  type = string
}

variable "user" {
  type    = string
  default = "root"
}

variable "private_key" {
  type      = string
  sensitive = true
}

variable "sudo_password" {
  type      = string
  sensitive = true
  default   = null
}

variable "config_style" {
  type    = string
  default = "drop_in"
}

variable "on_destroy" {
  type    = string
  default = "keep"
}

provider "cvo" {
  ssh = {
    user          = var.user
    private_key   = var.private_key
    sudo_password = var.sudo_password
  }
}

resource "cvo_linux_kvm_drivers" "builder" {
  host         = "127.0.0.1"
  port         = var.port
  host_keys    = [var.host_key]
  config_style = var.config_style
  on_destroy   = var.on_destroy
}
