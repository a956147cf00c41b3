variable "image_root" {
  description = "Folder in which the root file system of the image is mounted, such as /mnt/image."
  type        = string
}

variable "allow_chroot" {
  description = "Whether the image is trusted: its own tool is run, as root, on the machine that runs Terraform."
  type        = bool
  default     = false
}

variable "preset" {
  description = "Where the image goes: virtio for KVM, aws_nitro for Amazon EC2."
  type        = string
  default     = "virtio"
}

variable "drivers" {
  description = "Further drivers that every kernel must have."
  type        = list(string)
  default     = []
}
