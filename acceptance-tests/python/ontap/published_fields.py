"""Lists the fields that NetApp's client knows of the objects that the simulator serves.

As a program, `published_fields.py RELEASE FILE` adds the fields of the installed client to those in FILE, as new in
RELEASE. Called for one client after the other, the oldest first, it makes the simulator's list,
`src/cvo-simulator/src/inventory/fields/published.txt`.
"""

import pathlib
import sys

from marshmallow import fields
from netapp_ontap.resources import FcInterface
from schemas import RESOURCES

PATHS = {**RESOURCES, FcInterface._path: FcInterface}

# Of an object that another one refers to, records show no more than this.
REFERENCE = {"name", "uuid", "id"}


def of(path):
    """Returns the dotted paths of the fields of a resource, without links."""
    return sorted(set(_below(PATHS[path]._schema(), "", ())))


def _below(schema, prefix, outer):
    for name, field in schema.fields.items():
        name = prefix + (field.data_key or name)
        if name.endswith("_links"):
            continue
        inner = _schema_of(field)
        if inner is None:
            yield name
        elif type(inner) in outer:
            # A model that contains itself: clients name one level of it.
            yield name
        elif ".resources." in type(inner).__module__:
            yield from _reference(inner, name)
        else:
            yield from _below(inner, f"{name}.", (*outer, type(inner)))


def _reference(schema, name):
    """A reference to another object; that to a port has its node, too."""
    known = {field.data_key or member: field for member, field in schema.fields.items()}
    members = [member for member in known if member in REFERENCE]
    yield from [f"{name}.{member}" for member in members] or [name]
    if type(schema).__name__ == "PortSchema":
        yield f"{name}.node.name"


def _schema_of(field):
    while isinstance(field, fields.List):
        field = field.inner
    return field.schema if isinstance(field, fields.Nested) else None


def _merged(release, lines):
    """Adds a release to the lines of the list."""
    known, path = {}, None
    for line in lines:
        if line.startswith("["):
            path = line.strip("[]")
            known[path] = {}
        else:
            since, name = line.split(" ")
            known[path][name] = since
    for path in PATHS:
        section = known.setdefault(path, {})
        for name in of(path):
            section.setdefault(name, release)
    for path in sorted(known):
        yield f"[{path}]"
        yield from (f"{since} {name}" for name, since in sorted(known[path].items()))


if __name__ == "__main__":
    release, file = sys.argv[1], pathlib.Path(sys.argv[2])
    file.write_text("\n".join(_merged(release, file.read_text().splitlines())) + "\n")
