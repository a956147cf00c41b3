"""LIFs, as created and found by NetApp's client."""

from netapp_ontap.resources import IpInterface


def lif(name):
    """Returns a LIF with all its fields."""
    return IpInterface.find(name=name, fields="*")


def new(name, address, node, policy="default-data-files", svm="svm_2"):
    """Returns a LIF that has not been created yet."""
    home = {"node": {"name": node}, "name": "e0a"}
    body = {"name": name, "svm": {"name": svm}, "ip": {"address": address, "netmask": "24"}}
    return IpInterface.from_dict(body | {"location": {"home_port": home}, "service_policy": {"name": policy}})


def places(**query):
    """Returns the current node of each LIF, by address."""
    return {lif.ip.address: lif.location.node.name for lif in IpInterface.get_collection(fields="*", **query)}
