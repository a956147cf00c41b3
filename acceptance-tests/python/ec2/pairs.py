"""The initial interfaces and route tables of the presets for pairs, in the order of the nodes."""

NODES = ["cvo-node1", "cvo-node2"]
SINGLE_AZ = ["eni-0c0a51de00021e0a0", "eni-0c0a51de00022e0a0"]
MULTI_AZ = ["eni-0c0a51de00031e0a0", "eni-0c0a51de00032e0a0"]
ROUTE_TABLES = ["rtb-0c0a51de000000031", "rtb-0c0a51de000000032"]


def targets(ec2):
    """Returns the target interface of each /32 route, by address and route table."""
    found = {}
    for table in ec2.describe_route_tables(RouteTableIds=ROUTE_TABLES)["RouteTables"]:
        for route in table["Routes"]:
            address, _, length = route["DestinationCidrBlock"].partition("/")
            if length == "32":
                assert route["State"] == "active", route
                found.setdefault(address, {})[table["RouteTableId"]] = route["NetworkInterfaceId"]
    return found


def everywhere(interface):
    """Returns a route to this interface for every table."""
    return dict.fromkeys(ROUTE_TABLES, interface)
