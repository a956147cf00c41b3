# The network interface and the address.
terraform import cvo_secondary_ip.nas eni-0c0a51de00000e0a1/10.20.1.40
