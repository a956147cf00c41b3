"""Access keys, request limits and faults."""

import time

import pytest
from botocore.exceptions import ConnectionClosedError, HTTPClientError
from clients import client
from inventory import E0A, addresses


def test_wrong_keys_and_another_region_are_refused(simulator, refused):
    known = simulator.access_key
    for keys in [
        {"access_key": "AKIAAAAAAAAAAAAAAAAA", "secret_key": simulator.secret_key},
        {"access_key": known, "secret_key": "wrong"},
        {"access_key": known, "secret_key": simulator.secret_key, "region": "us-east-1"},
    ]:
        stranger = client(simulator.ec2, **keys)
        status, code, _ = refused(stranger.describe_vpcs)
        assert (status, code) == (401, "AuthFailure"), keys


def test_an_empty_bucket_throttles_and_retries_succeed(simulator, ec2, refused):
    ask = {"NetworkInterfaceId": E0A, "PrivateIpAddresses": ["10.20.1.50"]}
    answers = []
    while "RequestLimitExceeded" not in answers and len(answers) < 200:
        try:
            ec2.assign_private_ip_addresses(**ask)
            answers.append("done")
        except ec2.exceptions.ClientError as error:
            answers.append(error.response["Error"]["Code"])
            assert error.response["ResponseMetadata"]["HTTPStatusCode"] == 503
    assert 100 <= len(answers) < 200, "a bucket of 100, refilled with 5 per second"
    patient = client(simulator.ec2, simulator.access_key, simulator.secret_key, attempts=10)
    patient.assign_private_ip_addresses(**ask)


def test_a_fault_rule_refuses_one_action(simulator, ec2, refused):
    denied = {"kind": "error", "status": 403, "code": "UnauthorizedOperation", "message": "No."}
    simulator.fault(denied, action="AssignPrivateIpAddresses", count=0)
    ask = {"NetworkInterfaceId": E0A, "PrivateIpAddresses": ["10.20.1.50"]}
    assert refused(ec2.assign_private_ip_addresses, **ask) == (403, "UnauthorizedOperation", "No.")
    assert "10.20.1.50" not in addresses(ec2)
    simulator.clear_faults()
    ec2.assign_private_ip_addresses(**ask)
    assert "10.20.1.50" in addresses(ec2)


@pytest.mark.parametrize("after", [False, True])
def test_a_connection_can_be_cut_before_and_after_the_effect(simulator, ec2, after):
    simulator.fault({"kind": "cut", "after": after}, action="AssignPrivateIpAddresses")
    with pytest.raises((ConnectionClosedError, HTTPClientError)):
        ec2.assign_private_ip_addresses(NetworkInterfaceId=E0A, PrivateIpAddresses=["10.20.1.50"])
    assert ("10.20.1.50" in addresses(ec2)) is after


def test_a_repeated_count_assigns_twice_but_an_explicit_address_does_not(simulator, ec2):
    retrying = client(simulator.ec2, simulator.access_key, simulator.secret_key, attempts=3)
    for ask, more in [({"SecondaryPrivateIpAddressCount": 1}, 2), ({"PrivateIpAddresses": ["10.20.1.50"]}, 1)]:
        before = len(addresses(ec2))
        simulator.fault({"kind": "cut", "after": True}, action="AssignPrivateIpAddresses")
        retrying.assign_private_ip_addresses(NetworkInterfaceId=E0A, **ask)
        assert len(addresses(ec2)) == before + more
        simulator.clear_faults()


def test_reads_can_show_writes_late(simulator, ec2):
    simulator.delay_reads(milliseconds=500)
    ec2.assign_private_ip_addresses(NetworkInterfaceId=E0A, PrivateIpAddresses=["10.20.1.50"])
    assert "10.20.1.50" not in addresses(ec2)
    end = time.monotonic() + 10
    while "10.20.1.50" not in addresses(ec2):
        assert time.monotonic() < end
        time.sleep(0.1)


def test_the_log_has_every_call(simulator, ec2):
    simulator.forget_requests()
    ec2.describe_vpcs()
    ec2.describe_network_interfaces(NetworkInterfaceIds=[E0A])
    log = simulator.requests()
    assert [entry["action"] for entry in log] == ["DescribeVpcs", "DescribeNetworkInterfaces"]
    assert all((entry["side"], entry["method"], entry["status"]) == ("ec2", "POST", 200) for entry in log)


def test_an_unknown_action_is_refused(simulator, ec2, refused):
    assert refused(ec2.describe_hosts)[:2] == (400, "InvalidAction")
