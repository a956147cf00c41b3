"""The initial objects of the preset `single-node`."""

E0A = "eni-0c0a51de00000e0a1"
FOREIGN = "eni-0f0e1a00000000021"
INSTANCE = "i-0c0a51de00000001a"
SUBNET = "subnet-0c0a51de00000001a"
VPC = "vpc-0c0a51de000000001"
ROUTE_TABLE = "rtb-0c0a51de000000001"


def addresses(ec2, interface=E0A):
    """Returns the addresses of an interface, the primary one first."""
    found = ec2.describe_network_interfaces(NetworkInterfaceIds=[interface])["NetworkInterfaces"]
    return [held["PrivateIpAddress"] for held in found[0]["PrivateIpAddresses"]]
