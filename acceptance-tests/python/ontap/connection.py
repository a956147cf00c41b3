"""The client's connection to a simulator."""

from urllib.parse import urlsplit

from netapp_ontap import HostConnection


def connect(simulator, **changes):
    """A connection of the client that looks for jobs often, since simulated ones are short."""
    options = {
        "username": simulator.username,
        "password": simulator.password,
        "verify": simulator.ca_file,
        "poll_interval": 0.05,
        "poll_timeout": 20,
    } | changes
    place = urlsplit(simulator.ontap)
    return HostConnection(place.hostname, port=place.port, **options)
