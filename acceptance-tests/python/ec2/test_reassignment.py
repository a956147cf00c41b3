"""AllowReassignment: taking an address from its interface, as the mediator of a pair in one zone does."""

import pytest
from inventory import addresses
from pairs import SINGLE_AZ
from simulator import Simulator

FIRST, SECOND = SINGLE_AZ


@pytest.fixture
def simulator():
    """A pair whose nodes share a subnet."""
    running = Simulator("--preset", "ha-single-az")
    yield running
    running.stop()


def test_an_address_of_the_partner_is_not_taken_without_permission(ec2, refused):
    ask = {"NetworkInterfaceId": SECOND, "PrivateIpAddresses": ["10.30.1.14", "10.30.1.15"]}
    for permission in ({}, {"AllowReassignment": False}):
        status, code, message = refused(ec2.assign_private_ip_addresses, **ask, **permission)
        assert (status, code) == (400, "InvalidParameterValue")
        assert message == "[10.30.1.14, 10.30.1.15] assigned, but move is not allowed."
    assert "10.30.1.14" in addresses(ec2, FIRST)


def test_with_permission_it_moves_and_nothing_is_left_behind(ec2):
    ask = {"NetworkInterfaceId": SECOND, "PrivateIpAddresses": ["10.30.1.14"], "AllowReassignment": True}
    answer = ec2.assign_private_ip_addresses(**ask)
    assert [one["PrivateIpAddress"] for one in answer["AssignedPrivateIpAddresses"]] == ["10.30.1.14"]
    assert "10.30.1.14" not in addresses(ec2, FIRST)
    assert "10.30.1.14" in addresses(ec2, SECOND)
    ec2.assign_private_ip_addresses(**ask)
    assert addresses(ec2, SECOND).count("10.30.1.14") == 1


def test_the_permission_is_for_one_call(ec2, refused):
    ask = {"PrivateIpAddresses": ["10.30.1.14"]}
    ec2.assign_private_ip_addresses(NetworkInterfaceId=SECOND, **ask, AllowReassignment=True)
    status, code, _ = refused(ec2.assign_private_ip_addresses, NetworkInterfaceId=FIRST, **ask)
    assert (status, code) == (400, "InvalidParameterValue")


@pytest.mark.parametrize(
    ("address", "code"),
    [("10.30.1.11", "InvalidParameterValue"), ("10.40.1.14", "InvalidParameterValue")],
    ids=["primary address of the partner", "address of another subnet"],
)
def test_permission_does_not_override_other_rules(ec2, refused, address, code):
    before = addresses(ec2, FIRST), addresses(ec2, SECOND)
    ask = {"NetworkInterfaceId": SECOND, "PrivateIpAddresses": ["10.30.1.14", address], "AllowReassignment": True}
    assert refused(ec2.assign_private_ip_addresses, **ask)[:2] == (400, code)
    assert (addresses(ec2, FIRST), addresses(ec2, SECOND)) == before, "not even the valid one moved"


def test_an_address_that_does_not_fit_stays_where_it_is(ec2, refused):
    full = [f"10.30.1.{host}" for host in range(100, 112)]
    ec2.assign_private_ip_addresses(NetworkInterfaceId=SECOND, PrivateIpAddresses=full)
    ask = {"NetworkInterfaceId": SECOND, "PrivateIpAddresses": ["10.30.1.14"], "AllowReassignment": True}
    assert refused(ec2.assign_private_ip_addresses, **ask)[1] == "PrivateIpAddressLimitExceeded"
    assert "10.30.1.14" in addresses(ec2, FIRST)
