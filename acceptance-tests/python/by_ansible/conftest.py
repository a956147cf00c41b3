"""Simulators for Ansible."""

import contextlib

import pytest
from simulator import Simulator


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
