"""Objects that Ansible made are imported as they are; those that Terraform made are as Ansible wants them."""

from playbook import play
from terraform import Terraform

E0A = "eni-0c0a51de00000e0a1"
MADE = {"svm": "svm_x", "lif": "lif_x", "address": "10.20.1.41", "service_policy": "default-data-files", "comment": ""}
CONFIGURATION = f"""
resource "cvo_secondary_ip" "nas" {{
  network_interface_id = "{E0A}"
  private_ip           = "10.20.1.41"
}}

resource "cvo_storage_vm" "x" {{
  name       = "svm_x"
  aggregates = ["aggr1"]
}}

resource "cvo_lif" "x" {{
  name      = "lif_x"
  svm_name  = cvo_storage_vm.x.name
  address   = cvo_secondary_ip.nas.private_ip
  home_node = "cvo-node"
}}

resource "cvo_route" "x" {{
  svm_name    = cvo_storage_vm.x.name
  destination = "10.99.0.0/16"
  gateway     = "10.20.1.2"
}}
"""
IDS = {
    "cvo_secondary_ip.nas": f"{E0A}/10.20.1.41",
    "cvo_storage_vm.x": "svm_x",
    "cvo_lif.x": "svm_x/lif_x",
    "cvo_route.x": "svm_x/10.99.0.0/16/10.20.1.2",
}
IMPORTS = "".join(f'import {{\n  to = {address}\n  id = "{object_id}"\n}}\n' for address, object_id in IDS.items())


def made_by_ansible(folder, simulator, changed):
    """Lets Ansible make the objects, which must report whether it had to."""
    system = {"system": simulator}
    step = {"label": "address", "interface": E0A, "addresses": ["10.20.1.41"], "changed": changed}
    play(folder, "addresses", system, address_steps=[step])
    play(folder, "system", system, steps=[{"tasks": "present", "label": "all", "changed": changed, **MADE}])


def test_what_ansible_made_is_imported_with_an_empty_plan(systems, tmp_path):
    [simulator] = systems(usual=[]).values()
    made_by_ansible(tmp_path, simulator, changed=True)
    terraform = Terraform(tmp_path / "terraform", simulator)
    terraform.configure(CONFIGURATION + IMPORTS)
    assert terraform.planned() == {address: (("no-op",), object_id) for address, object_id in IDS.items()}
    before = simulator.state()
    terraform.apply()
    assert simulator.state() == before


def test_what_terraform_made_is_unchanged_for_ansible(systems, tmp_path):
    [simulator] = systems(usual=[]).values()
    terraform = Terraform(tmp_path / "terraform", simulator)
    terraform.configure(CONFIGURATION)
    terraform.apply()
    before = simulator.state()
    made_by_ansible(tmp_path, simulator, changed=False)
    assert simulator.state() == before
    assert set(terraform.planned().values()) == {(("no-op",), None)}
