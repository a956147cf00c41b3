"""Releases of ONTAP, and which of them a client was made for."""

import netapp_ontap


def number(release):
    """Generation and major number, which order releases."""
    return tuple(int(part) for part in release.split(".")[:2])


def known(*releases):
    """Those that are not newer than the client: its schemas cannot judge what came later."""
    return [release for release in releases if number(release) <= number(netapp_ontap.__version__)]


OLDEST = "9.10.1"
NEWEST = known(OLDEST, "9.11.1", "9.12.1", "9.13.1", "9.14.1", "9.15.1", "9.16.1")[-1]
