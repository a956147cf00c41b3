"""Releases of ONTAP, and those that the installed client supports."""

import netapp_ontap


def number(release):
    """Returns generation and major number, by which releases are ordered."""
    return tuple(int(part) for part in release.split(".")[:2])


def known(*releases):
    """Returns the releases that are not newer than the client, whose schemas cannot validate later additions."""
    return [release for release in releases if number(release) <= number(netapp_ontap.__version__)]


OLDEST = "9.10.1"
NEWEST = known(OLDEST, "9.11.1", "9.12.1", "9.13.1", "9.14.1", "9.15.1", "9.16.1")[-1]
