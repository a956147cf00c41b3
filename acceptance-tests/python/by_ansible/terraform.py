"""The real Terraform with the plugin under test, in a folder of its own."""

import json
import os
import pathlib
import subprocess

HEAD = """
terraform {
  required_providers {
    cvo = {
      source = "cvo/cvo"
    }
  }
}

provider "cvo" {}
"""


class Terraform:
    """A folder with a configuration and its state."""

    def __init__(self, folder, simulator):
        self.folder = folder
        folder.mkdir()
        plugin = pathlib.Path(os.environ["CVO_TEST_PLUGIN"])
        overrides = f'dev_overrides {{\n "cvo/cvo" = "{plugin.parent}"\n }}\n direct {{}}'
        settings = folder / "terraform.rc"
        settings.write_text(f"disable_checkpoint = true\nprovider_installation {{\n {overrides}\n}}\n")
        self.environment = {
            "PATH": os.environ["PATH"],
            "HOME": str(folder),
            "TF_CLI_CONFIG_FILE": str(settings),
            "TF_IN_AUTOMATION": "1",
            "TF_CLI_ARGS": "-no-color",
            "CHECKPOINT_DISABLE": "1",
            "AWS_EC2_METADATA_DISABLED": "true",
            "CVO_ENDPOINT": simulator.ontap,
            "CVO_USERNAME": simulator.username,
            "CVO_PASSWORD": simulator.password,
            "CVO_CA_FILE": simulator.ca_file,
            "AWS_ENDPOINT_URL_EC2": simulator.ec2,
            "AWS_REGION": simulator.region,
            "AWS_ACCESS_KEY_ID": simulator.access_key,
            "AWS_SECRET_ACCESS_KEY": simulator.secret_key,
        }

    def configure(self, text):
        """Replaces the configuration."""
        (self.folder / "main.tf").write_text(HEAD + text)

    def run(self, *arguments):
        """Runs a command, which must succeed, and returns what it printed. Overridden plugins need no `init`."""
        ended = subprocess.run(
            [os.environ["CVO_TEST_TERRAFORM"], *arguments],
            cwd=self.folder,
            env=self.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=180,
        )
        assert ended.returncode == 0, ended.stdout
        return ended.stdout

    def apply(self):
        """Makes the objects as configured."""
        self.run("apply", "-auto-approve", "-input=false")

    def planned(self):
        """Returns the actions and the import id that are planned for each object of the configuration."""
        self.run("plan", "-input=false", "-out=plan.bin")
        plan = json.loads(self.run("show", "-json", "plan.bin"))
        changes = {change["address"]: change["change"] for change in plan["resource_changes"]}
        return {name: (tuple(change["actions"]), change.get("importing", {}).get("id")) for name, change in changes.items()}
