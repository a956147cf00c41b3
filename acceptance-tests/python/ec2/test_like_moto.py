"""The same calls on the simulator and on moto, an independent implementation of the same service model.

Only where moto agrees with EC2: it implements neither address limits nor the ownership of addresses.
"""

import pytest
from inventory import E0A, FOREIGN, INSTANCE, ROUTE_TABLE, SUBNET, VPC

FLOATING = "192.168.209.20/32"


class Place:
    """An EC2 with one instance in one subnet."""

    def __init__(self, ec2, vpc, subnet, instance, interface, other, table):
        self.ec2, self.vpc, self.subnet, self.instance = ec2, vpc, subnet, instance
        self.interface, self.other, self.table = interface, other, table

    def addresses(self):
        found = self.ec2.describe_network_interfaces(NetworkInterfaceIds=[self.interface])
        return {held["PrivateIpAddress"] for held in found["NetworkInterfaces"][0]["PrivateIpAddresses"]}

    def route(self):
        [table] = self.ec2.describe_route_tables(RouteTableIds=[self.table])["RouteTables"]
        targets = {one.get("DestinationCidrBlock"): one.get("NetworkInterfaceId") for one in table["Routes"]}
        return targets.get(FLOATING)


def _made_in(moto):
    vpc = moto.create_vpc(CidrBlock="10.20.0.0/16")["Vpc"]["VpcId"]
    subnet = moto.create_subnet(VpcId=vpc, CidrBlock="10.20.1.0/24")["Subnet"]["SubnetId"]
    [instance] = moto.run_instances(
        ImageId="ami-12c6146b", InstanceType="m5.2xlarge", SubnetId=subnet, MinCount=1, MaxCount=1
    )["Instances"]
    interface = instance["NetworkInterfaces"][0]["NetworkInterfaceId"]
    other = moto.create_network_interface(SubnetId=subnet)["NetworkInterface"]["NetworkInterfaceId"]
    table = moto.create_route_table(VpcId=vpc)["RouteTable"]["RouteTableId"]
    return Place(moto, vpc, subnet, instance["InstanceId"], interface, other, table)


@pytest.fixture(params=["simulator", "moto"])
def place(request):
    if request.param == "moto":
        return _made_in(request.getfixturevalue("moto"))
    return Place(request.getfixturevalue("ec2"), VPC, SUBNET, INSTANCE, E0A, FOREIGN, ROUTE_TABLE)


def test_a_secondary_address_is_assigned_and_unassigned(place):
    before, ask = place.addresses(), {"NetworkInterfaceId": place.interface}
    place.ec2.assign_private_ip_addresses(**ask, PrivateIpAddresses=["10.20.1.77"])
    assert place.addresses() == before | {"10.20.1.77"}
    place.ec2.unassign_private_ip_addresses(**ask, PrivateIpAddresses=["10.20.1.77"])
    assert place.addresses() == before


def test_an_interface_has_the_same_members(place):
    [found] = place.ec2.describe_network_interfaces(NetworkInterfaceIds=[place.interface])["NetworkInterfaces"]
    assert found["Attachment"]["InstanceId"] == place.instance
    assert (found["Attachment"]["DeviceIndex"], found["Attachment"]["Status"]) == (0, "attached")
    assert (found["SubnetId"], found["VpcId"], found["Status"]) == (place.subnet, place.vpc, "in-use")
    assert found["PrivateIpAddresses"][0]["Primary"] is True
    assert len(found["OwnerId"]) == 12 and found["MacAddress"].count(":") == 5


def test_interfaces_are_found_by_the_same_filters(place):
    for name, value in [
        ("attachment.instance-id", place.instance),
        ("network-interface-id", place.interface),
    ]:
        found = place.ec2.describe_network_interfaces(Filters=[{"Name": name, "Values": [value]}])
        assert [one["NetworkInterfaceId"] for one in found["NetworkInterfaces"]] == [place.interface], name


def test_an_instance_has_the_same_members(place):
    [reservation] = place.ec2.describe_instances(InstanceIds=[place.instance])["Reservations"]
    [instance] = reservation["Instances"]
    assert (instance["InstanceType"], instance["State"]["Name"]) == ("m5.2xlarge", "running")
    assert (instance["SubnetId"], instance["VpcId"]) == (place.subnet, place.vpc)
    assert instance["Placement"]["AvailabilityZone"].startswith("eu-central-1")


@pytest.mark.parametrize(
    "name", ["m5.xlarge", "m5.2xlarge", "m5.4xlarge", "r5.8xlarge", "c5.18xlarge", "m5dn.24xlarge", "m6id.32xlarge"]
)
def test_an_instance_type_has_the_same_limits(ec2, moto, name):
    def limits(of):
        [kind] = of.describe_instance_types(InstanceTypes=[name])["InstanceTypes"]
        network = kind["NetworkInfo"]
        return network["MaximumNetworkInterfaces"], network["Ipv4AddressesPerInterface"]

    assert limits(ec2) == limits(moto)


def test_a_vpc_and_its_subnet_have_the_same_ranges(place):
    [vpc] = place.ec2.describe_vpcs(VpcIds=[place.vpc])["Vpcs"]
    assert vpc["CidrBlock"] == vpc["CidrBlockAssociationSet"][0]["CidrBlock"] == "10.20.0.0/16"
    assert vpc["CidrBlockAssociationSet"][0]["CidrBlockState"]["State"] == "associated"
    [subnet] = place.ec2.describe_subnets(SubnetIds=[place.subnet])["Subnets"]
    assert (subnet["CidrBlock"], subnet["VpcId"], subnet["State"]) == ("10.20.1.0/24", place.vpc, "available")


def test_a_route_to_an_interface_is_created_replaced_and_deleted(place):
    here = {"RouteTableId": place.table, "DestinationCidrBlock": FLOATING}
    place.ec2.create_route(**here, NetworkInterfaceId=place.interface)
    assert place.route() == place.interface
    place.ec2.replace_route(**here, NetworkInterfaceId=place.other)
    assert place.route() == place.other
    place.ec2.delete_route(**here)
    assert place.route() is None


@pytest.mark.parametrize(
    ("function", "ask", "code"),
    [
        (
            "assign_private_ip_addresses",
            {"NetworkInterfaceId": "eni-00000000000000000", "PrivateIpAddresses": ["10.20.1.77"]},
            "InvalidNetworkInterfaceID.NotFound",
        ),
        (
            "describe_network_interfaces",
            {"NetworkInterfaceIds": ["eni-00000000000000000"]},
            "InvalidNetworkInterfaceID.NotFound",
        ),
        ("describe_instances", {"InstanceIds": ["i-00000000000000000"]}, "InvalidInstanceID.NotFound"),
        ("describe_instance_types", {"InstanceTypes": ["m5.huge"]}, "InvalidInstanceType"),
        ("describe_route_tables", {"RouteTableIds": ["rtb-00000000"]}, "InvalidRouteTableID.NotFound"),
        ("describe_vpcs", {"VpcIds": ["vpc-00000000"]}, "InvalidVpcID.NotFound"),
    ],
)
def test_an_absent_object_has_the_same_code(ec2, moto, refused, function, ask, code):
    for side in (ec2, moto):
        assert refused(getattr(side, function), **ask)[:2] == (400, code)


def test_an_absent_route_has_the_same_codes(place, refused):
    here = {"RouteTableId": place.table, "DestinationCidrBlock": "192.168.209.21/32"}
    replaced = refused(place.ec2.replace_route, **here, NetworkInterfaceId=place.interface)
    assert replaced[:2] == (400, "InvalidParameterValue")
    assert refused(place.ec2.delete_route, **here)[:2] == (400, "InvalidRoute.NotFound")
