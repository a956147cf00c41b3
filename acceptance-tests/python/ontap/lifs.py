"""LIFs as NetApp's client makes and finds them."""

from netapp_ontap.resources import IpInterface


def lif(name):
    """A LIF with everything that it shows."""
    return IpInterface.find(name=name, fields="*")


def new(name, address, node, policy="default-data-files", svm="svm_2"):
    """A LIF that is still to be made."""
    home = {"node": {"name": node}, "name": "e0a"}
    body = {"name": name, "svm": {"name": svm}, "ip": {"address": address, "netmask": "24"}}
    return IpInterface.from_dict(body | {"location": {"home_port": home}, "service_policy": {"name": policy}})


def places(**query):
    """The node that each LIF is on, by address."""
    return {lif.ip.address: lif.location.node.name for lif in IpInterface.get_collection(fields="*", **query)}
