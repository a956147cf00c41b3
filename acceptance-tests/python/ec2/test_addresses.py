"""Assigning and unassigning addresses, according to EC2's reference and field reports."""

import pytest
from inventory import E0A, FOREIGN, addresses

INVALID = "InvalidParameterValue"
AT_START = [f"10.20.1.{host}" for host in range(11, 17)]


def test_an_explicit_address_is_assigned_and_only_it_is_reported(ec2):
    answer = ec2.assign_private_ip_addresses(NetworkInterfaceId=E0A, PrivateIpAddresses=["10.20.1.50"])
    assert answer["NetworkInterfaceId"] == E0A
    assert [new["PrivateIpAddress"] for new in answer["AssignedPrivateIpAddresses"]] == ["10.20.1.50"]
    assert addresses(ec2) == AT_START + ["10.20.1.50"]


def test_an_address_that_is_already_assigned_is_not_duplicated(ec2):
    for _ in range(2):
        ec2.assign_private_ip_addresses(NetworkInterfaceId=E0A, PrivateIpAddresses=["10.20.1.50"])
    assert addresses(ec2) == AT_START + ["10.20.1.50"]


def test_a_count_is_filled_with_free_addresses_of_the_subnet(ec2):
    answer = ec2.assign_private_ip_addresses(NetworkInterfaceId=E0A, SecondaryPrivateIpAddressCount=3)
    new = [held["PrivateIpAddress"] for held in answer["AssignedPrivateIpAddresses"]]
    assert len(set(new)) == 3 and not set(new) & set(AT_START)
    assert all(3 < int(address.rpartition(".")[2]) < 255 for address in new)
    assert set(addresses(ec2)) == set(AT_START) | set(new)


def test_an_address_of_another_interface_needs_permission_to_move(ec2, refused):
    taken = ["10.20.1.201", "10.20.1.202"]
    ask = {"NetworkInterfaceId": E0A, "PrivateIpAddresses": taken}
    assert refused(ec2.assign_private_ip_addresses, **ask) == (
        400,
        INVALID,
        "[10.20.1.201, 10.20.1.202] assigned, but move is not allowed.",
    )
    ec2.assign_private_ip_addresses(**ask, AllowReassignment=True)
    assert set(taken) <= set(addresses(ec2))
    assert not set(taken) & set(addresses(ec2, FOREIGN))


@pytest.mark.parametrize(
    ("address", "code", "text"),
    [
        ("10.20.2.50", INVALID, "Address does not fall within the subnet's address range"),
        ("10.20.1.3", INVALID, "Address 10.20.1.3 is in subnet's reserved address range"),
        ("10.20.1.255", INVALID, "Address 10.20.1.255 is in subnet's reserved address range"),
        ("10.20.1.200", INVALID, "secondary-addresses"),
        ("hello", INVALID, "invalid value for parameter address: hello"),
        ("10.20.1.999", INVALID, "invalid value for parameter address: 10.20.1.999"),
    ],
)
def test_an_unavailable_address_is_refused_and_nothing_changes(ec2, refused, address, code, text):
    ask = {"NetworkInterfaceId": E0A, "PrivateIpAddresses": ["10.20.1.60", address]}
    assert refused(ec2.assign_private_ip_addresses, **ask, AllowReassignment=True) == (400, code, text)
    assert addresses(ec2) == AT_START


def test_an_m5_2xlarge_takes_fifteen_addresses_per_interface(ec2, refused):
    ec2.assign_private_ip_addresses(NetworkInterfaceId=E0A, SecondaryPrivateIpAddressCount=9)
    ask = {"NetworkInterfaceId": E0A, "PrivateIpAddresses": ["10.20.1.250"]}
    assert refused(ec2.assign_private_ip_addresses, **ask) == (
        400,
        "PrivateIpAddressLimitExceeded",
        "Number of private addresses will exceed limit.",
    )
    assert len(addresses(ec2)) == 15


def test_a_prefix_takes_one_slot_and_sixteen_addresses(ec2, refused):
    ec2.assign_private_ip_addresses(NetworkInterfaceId=E0A, Ipv4Prefixes=["10.20.1.64/28"])
    [e0a] = ec2.describe_network_interfaces(NetworkInterfaceIds=[E0A])["NetworkInterfaces"]
    assert [prefix["Ipv4Prefix"] for prefix in e0a["Ipv4Prefixes"]] == ["10.20.1.64/28"]
    inside = {"NetworkInterfaceId": FOREIGN, "PrivateIpAddresses": ["10.20.1.70"]}
    assert refused(ec2.assign_private_ip_addresses, **inside)[:2] == (400, INVALID)
    ec2.assign_private_ip_addresses(NetworkInterfaceId=E0A, SecondaryPrivateIpAddressCount=8)
    more = {"NetworkInterfaceId": E0A, "PrivateIpAddresses": ["10.20.1.250"]}
    assert refused(ec2.assign_private_ip_addresses, **more)[1] == "PrivateIpAddressLimitExceeded"


def test_either_addresses_or_a_count(ec2, refused):
    status, code, _ = refused(ec2.assign_private_ip_addresses, NetworkInterfaceId=E0A)
    assert (status, code.startswith("InvalidParameter")) == (400, True)
    both = {"PrivateIpAddresses": ["10.20.1.50"], "SecondaryPrivateIpAddressCount": 1}
    status, code, _ = refused(ec2.assign_private_ip_addresses, NetworkInterfaceId=E0A, **both)
    assert (status, code.startswith("InvalidParameter")) == (400, True)
    assert addresses(ec2) == AT_START


def test_only_secondary_addresses_can_be_unassigned(ec2, refused):
    ec2.unassign_private_ip_addresses(NetworkInterfaceId=E0A, PrivateIpAddresses=["10.20.1.16"])
    assert addresses(ec2) == AT_START[:-1]
    primary = {"NetworkInterfaceId": E0A, "PrivateIpAddresses": ["10.20.1.11"]}
    assert refused(ec2.unassign_private_ip_addresses, **primary)[:2] == (400, INVALID)
    gone = {"NetworkInterfaceId": E0A, "PrivateIpAddresses": ["10.20.1.15", "10.20.1.16"]}
    status, code, text = refused(ec2.unassign_private_ip_addresses, **gone)
    assert (status, code) == (400, INVALID)
    assert text.startswith("Some of the specified addresses are not assigned to interface")
    assert addresses(ec2) == AT_START[:-1], "one bad address fails the whole call"


def test_absent_and_malformed_interfaces_have_distinct_codes(ec2, refused):
    for function in (ec2.assign_private_ip_addresses, ec2.unassign_private_ip_addresses):
        ask = {"PrivateIpAddresses": ["10.20.1.50"]}
        absent = refused(function, NetworkInterfaceId="eni-00000000000000000", **ask)
        assert absent[:2] == (400, "InvalidNetworkInterfaceID.NotFound")
        malformed = refused(function, NetworkInterfaceId="eni-hello", **ask)
        assert malformed[:2] == (400, "InvalidNetworkInterfaceId.Malformed")
