"""Reading objects by id, by filter and in pages."""

import pytest
from inventory import E0A, FOREIGN, INSTANCE, ROUTE_TABLE, SUBNET, VPC


def interfaces(ec2, *filters):
    found = ec2.describe_network_interfaces(
        Filters=[{"Name": name, "Values": values} for name, values in filters]
    )
    return sorted(item["NetworkInterfaceId"] for item in found["NetworkInterfaces"])


@pytest.mark.parametrize(
    ("name", "values", "expected"),
    [
        ("addresses.private-ip-address", ["10.20.1.14"], [E0A]),
        ("addresses.private-ip-address", ["10.20.1.14", "10.20.1.201"], [E0A, FOREIGN]),
        ("private-ip-address", ["10.20.1.11"], [E0A]),
        ("attachment.instance-id", [INSTANCE], [E0A]),
        ("attachment.device-index", ["0"], [E0A, FOREIGN]),
        ("description", ["*e0a"], [E0A]),
        ("subnet-id", [SUBNET], [E0A, FOREIGN]),
        ("vpc-id", [VPC], [E0A, FOREIGN]),
        ("status", ["available"], []),
        ("tag:Name", ["app"], [FOREIGN]),
        ("network-interface-id", [FOREIGN], [FOREIGN]),
    ],
)
def test_interfaces_are_filtered(ec2, name, values, expected):
    assert interfaces(ec2, (name, values)) == expected


def test_filters_narrow_each_other(ec2):
    assert interfaces(ec2, ("subnet-id", [SUBNET]), ("description", ["*e0a"])) == [E0A]


def test_an_unknown_filter_is_refused(ec2, refused):
    ask = {"Filters": [{"Name": "shoe-size", "Values": ["44"]}]}
    assert refused(ec2.describe_network_interfaces, **ask)[:2] == (400, "InvalidParameterValue")


def test_an_interface_has_the_members_needed_to_match_it_with_ontap(ec2):
    [e0a] = ec2.describe_network_interfaces(NetworkInterfaceIds=[E0A])["NetworkInterfaces"]
    assert e0a["Attachment"]["InstanceId"] == INSTANCE
    assert e0a["Attachment"]["DeviceIndex"] == 0
    assert (e0a["SubnetId"], e0a["VpcId"], e0a["Status"]) == (SUBNET, VPC, "in-use")
    assert [held["Primary"] for held in e0a["PrivateIpAddresses"]] == [True] + 5 * [False]
    assert e0a["PrivateIpAddress"] == e0a["PrivateIpAddresses"][0]["PrivateIpAddress"] == "10.20.1.11"
    assert len(e0a["OwnerId"]) == 12


def test_instances_types_subnets_and_vpcs(ec2):
    [reservation] = ec2.describe_instances(InstanceIds=[INSTANCE])["Reservations"]
    [instance] = reservation["Instances"]
    assert (instance["InstanceType"], instance["State"]["Name"]) == ("m5.2xlarge", "running")
    assert [card["NetworkInterfaceId"] for card in instance["NetworkInterfaces"]] == [E0A]
    [kind] = ec2.describe_instance_types(InstanceTypes=["m5.2xlarge"])["InstanceTypes"]
    network = kind["NetworkInfo"]
    assert (network["MaximumNetworkInterfaces"], network["Ipv4AddressesPerInterface"]) == (4, 15)
    [subnet] = ec2.describe_subnets(SubnetIds=[SUBNET])["Subnets"]
    assert (subnet["CidrBlock"], subnet["VpcId"]) == ("10.20.1.0/24", VPC)
    assert ec2.get_subnet_cidr_reservations(SubnetId=SUBNET)["SubnetIpv4CidrReservations"] == []
    [vpc] = ec2.describe_vpcs(VpcIds=[VPC])["Vpcs"]
    assert vpc["CidrBlockAssociationSet"][0]["CidrBlock"] == "10.20.0.0/16"
    zones = ec2.describe_availability_zones()["AvailabilityZones"]
    assert subnet["AvailabilityZone"] in [zone["ZoneName"] for zone in zones]


def test_free_addresses_of_a_subnet_follow_the_interfaces(ec2):
    def free():
        return ec2.describe_subnets(SubnetIds=[SUBNET])["Subnets"][0]["AvailableIpAddressCount"]

    before = free()
    ec2.assign_private_ip_addresses(NetworkInterfaceId=E0A, PrivateIpAddresses=["10.20.1.50"])
    assert free() == before - 1


def test_long_lists_are_paged(ec2):
    pages = list(
        ec2.get_paginator("describe_instance_types").paginate(PaginationConfig={"PageSize": 5})
    )
    assert len(pages) > 2
    assert all(len(page["InstanceTypes"]) <= 5 for page in pages)
    names = [kind["InstanceType"] for page in pages for kind in page["InstanceTypes"]]
    assert len(names) == len(set(names)) and "m5.2xlarge" in names


def test_a_page_size_excludes_ids_and_unknown_tokens_are_refused(ec2, refused):
    assert refused(ec2.describe_network_interfaces, MaxResults=5, NetworkInterfaceIds=[E0A])[0] == 400
    assert refused(ec2.describe_network_interfaces, MaxResults=5, NextToken="nonsense")[0] == 400


@pytest.mark.parametrize(
    ("function", "ask", "code"),
    [
        ("describe_instances", {"InstanceIds": ["i-00000000000000000"]}, "InvalidInstanceID.NotFound"),
        ("describe_instances", {"InstanceIds": ["hello"]}, "InvalidInstanceID.Malformed"),
        ("describe_instance_types", {"InstanceTypes": ["m5.huge"]}, "InvalidInstanceType"),
        ("describe_subnets", {"SubnetIds": ["subnet-00000000"]}, "InvalidSubnetID.NotFound"),
        ("describe_vpcs", {"VpcIds": ["vpc-00000000"]}, "InvalidVpcID.NotFound"),
        ("describe_route_tables", {"RouteTableIds": ["rtb-00000000"]}, "InvalidRouteTableID.NotFound"),
        ("get_subnet_cidr_reservations", {"SubnetId": "subnet-00000000"}, "InvalidSubnetID.NotFound"),
    ],
)
def test_each_kind_of_absent_object_has_its_own_code(ec2, refused, function, ask, code):
    assert refused(getattr(ec2, function), **ask)[:2] == (400, code)


def test_route_tables_show_routes_and_associations(ec2):
    [table] = ec2.describe_route_tables(RouteTableIds=[ROUTE_TABLE])["RouteTables"]
    assert {route["DestinationCidrBlock"] for route in table["Routes"]} == {"10.20.0.0/16", "0.0.0.0/0"}
    assert SUBNET in [tie.get("SubnetId") for tie in table["Associations"]]


def test_tags_are_created_and_deleted(ec2):
    def tags():
        found = ec2.describe_tags(Filters=[{"Name": "resource-id", "Values": [E0A]}])["Tags"]
        return {tag["Key"]: tag["Value"] for tag in found}

    before = tags()
    ec2.create_tags(Resources=[E0A], Tags=[{"Key": "team", "Value": "storage"}])
    assert tags() == before | {"team": "storage"}
    ec2.delete_tags(Resources=[E0A], Tags=[{"Key": "team"}])
    assert tags() == before


def test_a_description_can_be_changed(ec2):
    ec2.modify_network_interface_attribute(NetworkInterfaceId=E0A, Description={"Value": "e0a of node 1"})
    [e0a] = ec2.describe_network_interfaces(NetworkInterfaceIds=[E0A])["NetworkInterfaces"]
    assert e0a["Description"] == "e0a of node 1"
