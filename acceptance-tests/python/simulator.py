"""A simulator in a separate process, and its control endpoint."""

import json
import os
import subprocess
import urllib.request


class Simulator:
    """A running `cvo-simulator`. The members of its announcement become attributes."""

    def __init__(self, *arguments):
        environment = dict(os.environ, AWS_EC2_METADATA_DISABLED="true")
        self._process = subprocess.Popen(
            [os.environ["CVO_SIMULATOR"], "--end-with-parent", *arguments],
            stdout=subprocess.PIPE,
            env=environment,
            text=True,
        )
        line = self._process.stdout.readline()
        if not line:
            raise RuntimeError(f"the simulator ended with {self._process.wait(10)}")
        self.__dict__.update(json.loads(line))

    def stop(self):
        """Ends the process, and fails unless it ends with status 0."""
        self._process.terminate()
        try:
            code = self._process.wait(10)
        except subprocess.TimeoutExpired:
            self._process.kill()
            raise
        finally:
            self._process.stdout.close()
        assert code == 0, f"the simulator ended with {code}"

    def state(self):
        """Returns the simulator's state."""
        return self._call("GET", "/state")

    def requests(self, bodies=False):
        """Returns the request log."""
        return self._call("GET", "/requests?bodies=true" if bodies else "/requests")

    def forget_requests(self):
        """Clears the request log."""
        self._call("DELETE", "/requests")

    def fault(self, effect, **rule):
        """Adds a fault rule."""
        self._call("POST", "/faults", dict(rule, effect=effect))

    def clear_faults(self):
        """Removes all fault rules."""
        self._call("DELETE", "/faults")

    def delay_reads(self, milliseconds):
        """Makes EC2 show writes only after this delay."""
        self._call("POST", "/consistency", {"ec2_read_delay_ms": milliseconds})

    def takeover(self, node):
        """Fails a node of a pair. When this returns, its partner has taken over."""
        return self._call("POST", "/takeover", {"node": node})

    def giveback(self, node):
        """Gives a failed node its work back."""
        return self._call("POST", "/giveback", {"node": node})

    def upgrade(self, version):
        """Upgrades to another release of ONTAP."""
        return self._call("POST", "/upgrade", {"version": version})

    def mediator(self, **order):
        """Sets the permissions of a pair's mediator, and the delay of its routes."""
        return self._call("POST", "/mediator", order)

    def pass_time(self, milliseconds):
        """Lets simulated time pass immediately."""
        return self._call("POST", "/clock", {"advance_ms": milliseconds})

    def _call(self, method, path, body=None):
        data = None if body is None else json.dumps(body).encode()
        headers = {"Content-Type": "application/json"}
        request = urllib.request.Request(self.control + path, data=data, method=method, headers=headers)
        with urllib.request.urlopen(request, timeout=30) as answer:
            text = answer.read()
        return json.loads(text) if text else None
