# The network interface and the address. A destroy then only forgets the address, unless release_on_destroy is set.
terraform import cvo_secondary_ip.nas eni-0a1b2c3d4e5f60718/10.0.1.20
