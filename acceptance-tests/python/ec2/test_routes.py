"""Routes to an interface, as the mediator of a pair writes them for floating addresses."""

from inventory import E0A, FOREIGN, ROUTE_TABLE

FLOATING = "192.168.209.10/32"


def route(ec2, destination=FLOATING):
    [table] = ec2.describe_route_tables(RouteTableIds=[ROUTE_TABLE])["RouteTables"]
    return next((one for one in table["Routes"] if one.get("DestinationCidrBlock") == destination), None)


def test_a_route_is_created_replaced_and_deleted(ec2):
    here = {"RouteTableId": ROUTE_TABLE, "DestinationCidrBlock": FLOATING}
    ec2.create_route(**here, NetworkInterfaceId=E0A)
    made = route(ec2)
    assert (made["NetworkInterfaceId"], made["State"], made["Origin"]) == (E0A, "active", "CreateRoute")
    ec2.replace_route(**here, NetworkInterfaceId=FOREIGN)
    assert route(ec2)["NetworkInterfaceId"] == FOREIGN
    ec2.delete_route(**here)
    assert route(ec2) is None


def test_the_existence_of_the_route_decides(ec2, refused):
    here = {"RouteTableId": ROUTE_TABLE, "DestinationCidrBlock": FLOATING}
    assert refused(ec2.replace_route, **here, NetworkInterfaceId=E0A)[:2] == (400, "InvalidParameterValue")
    assert refused(ec2.delete_route, **here)[:2] == (400, "InvalidRoute.NotFound")
    ec2.create_route(**here, NetworkInterfaceId=E0A)
    assert refused(ec2.create_route, **here, NetworkInterfaceId=E0A)[:2] == (400, "RouteAlreadyExists")


def test_a_dry_run_changes_nothing(ec2, refused):
    here = {"RouteTableId": ROUTE_TABLE, "DestinationCidrBlock": FLOATING, "NetworkInterfaceId": E0A}
    assert refused(ec2.create_route, **here, DryRun=True)[:2] == (412, "DryRunOperation")
    assert route(ec2) is None
