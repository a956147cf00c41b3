# A machine, with user and port if need be. Its key must be in the known_hosts of the provider's ssh.
terraform import cvo_linux_kvm_drivers.builder ssh://admin@10.0.1.20:22

# An image.
terraform import cvo_linux_kvm_drivers.image file:///mnt/image
