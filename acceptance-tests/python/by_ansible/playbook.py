"""Runs ansible-playbook on simulators."""

import json
import os
import pathlib
import subprocess
import sys
from urllib.parse import urlsplit

# Seconds for a playbook; it takes less than one for each task, but on a busy machine several.
LIMIT = 900
FOLDER = pathlib.Path(__file__).parent / "playbooks"


def play(folder, playbook, systems, **variables):
    """Runs a playbook with these variables on the named simulators, and fails unless every task reports what it should."""
    inventory = folder / "inventory.json"
    hosts = {name: _variables(simulator) for name, simulator in systems.items()}
    inventory.write_text(json.dumps({"systems": {"hosts": hosts}}))
    arguments = ["--inventory", str(inventory), "--extra-vars", json.dumps(variables), str(FOLDER / f"{playbook}.yml")]
    program = pathlib.Path(sys.executable).with_name("ansible-playbook")
    ended = subprocess.run(
        [sys.executable, str(program), *arguments],
        env=_environment(folder),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=LIMIT,
    )
    assert ended.returncode == 0, ended.stdout


def _variables(simulator):
    ontap = urlsplit(simulator.ontap)
    return {
        "ansible_connection": "local",
        "ansible_python_interpreter": sys.executable,
        "host": ontap.hostname,
        "https_port": ontap.port,
        "username": simulator.username,
        "password": simulator.password,
        "ca_file": simulator.ca_file,
        "ec2": simulator.ec2,
        "region": simulator.region,
        "access_key": simulator.access_key,
        "secret_key": simulator.secret_key,
    }


def _environment(folder):
    """Nothing of this machine's Ansible, and no file in the home folder."""
    foreign = ("ANSIBLE_", "PYTHONDONTWRITEBYTECODE")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(foreign)}
    return {
        **kept,
        "HOME": str(folder),
        "ANSIBLE_HOME": str(folder / "ansible"),
        "ANSIBLE_LOCAL_TEMP": str(folder / "local"),
        "ANSIBLE_REMOTE_TEMP": str(folder / "remote"),
        "ANSIBLE_PIPELINING": "1",
        "ANSIBLE_NOCOLOR": "1",
        "ANSIBLE_FORKS": "3",
        "LC_ALL": "C.UTF-8",
    }
