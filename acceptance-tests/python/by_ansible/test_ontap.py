"""NetApp's Ansible collection, from creation to removal, on three releases at once."""

from playbook import play

RELEASES = {"oldest": "9.10.1", "middle": "9.12.1", "usual": "9.15.1"}

CREATED = {"svm": "svm_a", "lif": "lif_a", "address": "10.20.1.41", "services": ["data_core", "data_nfs"]}
CHANGED = {
    "svm": "svm_b",
    "lif": "lif_b",
    "address": "10.20.1.42",
    "snapshot_policy": "none",
    "comment": "changed",
    "services": ["data_core", "data_nfs", "data_cifs"],
    "gateway": "10.20.1.3",
}
BEFORE = {"from_svm": "svm_a", "from_lif": "lif_a", "from_gateway": "10.20.1.2"}


def step(tasks, label, wanted, changed, **more):
    """One pass over all objects, all of which have to report `changed`."""
    return {"tasks": tasks, "label": label, "changed": changed, **wanted, **more}


def test_objects_are_created_changed_renamed_and_removed_and_a_second_run_changes_nothing(systems, tmp_path):
    started = systems(**{name: ["--ontap-version", release] for name, release in RELEASES.items()})
    before = {name: simulator.state() for name, simulator in started.items()}
    steps = [
        step("present", "create", CREATED, True),
        step("present", "change and rename", CHANGED, True, **BEFORE),
        step("present", "all again", CHANGED, False),
        step("absent", "remove", CHANGED, True),
        step("absent", "remove again", CHANGED, False),
    ]
    play(tmp_path, "system", started, steps=steps)
    assert {name: simulator.state() for name, simulator in started.items()} == before
    for simulator in started.values():
        changes = [entry for entry in simulator.requests(bodies=True) if entry["method"] == "PATCH"]
        assert "svm_b" in [(entry["request"] or {}).get("name") for entry in changes]
