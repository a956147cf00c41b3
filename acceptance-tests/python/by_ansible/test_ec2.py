"""Amazon's Ansible collection and the secondary addresses of an interface."""

from playbook import play

E0A = "eni-0c0a51de00000e0a1"
FOREIGN = "eni-0f0e1a00000000021"
OF_THE_DEPLOYMENT = [f"10.20.1.{host}" for host in range(12, 17)]


def step(label, interface, addresses, changed, **more):
    return {"label": label, "interface": interface, "addresses": addresses, "changed": changed, **more}


def test_addresses_are_assigned_moved_and_unassigned_and_a_second_run_changes_nothing(systems, tmp_path):
    [simulator] = systems(usual=[]).values()
    before = simulator.state()
    both = ["10.20.1.61", "10.20.1.62"]
    steps = [
        step("assign", E0A, both, True),
        step("assign again", E0A, both, False),
        step("move one to another interface", FOREIGN, both[:1], True, allow_reassignment=True),
        step("move it back", E0A, both, True, allow_reassignment=True),
        step("keep only those of the deployment", E0A, OF_THE_DEPLOYMENT, True, purge=True),
        step("keep only those again", E0A, OF_THE_DEPLOYMENT, False, purge=True),
    ]
    play(tmp_path, "addresses", {"usual": simulator}, address_steps=steps)
    assert simulator.state() == before
