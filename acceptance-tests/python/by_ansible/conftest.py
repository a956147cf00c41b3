"""Simulators for Ansible."""

import contextlib

import pytest
from simulator import Simulator


def pytest_collection_modifyitems(items):
    for item in items:
        item.add_marker(pytest.mark.timeout(1000))


@pytest.fixture
def systems():
    """Starts simulators by name; the values are their arguments."""
    with contextlib.ExitStack() as stack:

        def start(**arguments):
            started = {}
            for name, options in arguments.items():
                started[name] = Simulator(*options)
                stack.callback(started[name].stop)
            return started

        yield start
