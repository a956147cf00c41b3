"""Validates answers against Amazon's own service model.

boto3 parses answers leniently: it skips unknown elements. Here, every element of an answer must be a member
of the operation's output shape, with a text of the shape's type.
"""

import re
import xml.etree.ElementTree as ElementTree

NAMESPACE = "{http://ec2.amazonaws.com/doc/2016-11-15/}"
TEXTS = {
    "boolean": r"true|false",
    "integer": r"-?\d+",
    "long": r"-?\d+",
    "timestamp": r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z",
}


def listen(client):
    """Validates every answer that the client receives. Complaints are appended to the returned list."""
    found = []

    def judge(operation_model, response_dict, **_):
        if response_dict["status_code"] == 200:
            found.extend(complaints(operation_model, response_dict["body"]))

    client.meta.events.register("before-parse.ec2", judge)
    return found


def complaints(operation, body):
    """Yields every violation of the service model in one answer."""
    root = ElementTree.fromstring(body)
    if root.tag != f"{NAMESPACE}{operation.name}Response":
        yield f"{operation.name}: the answer is a {root.tag}"
    children = list(root)
    if [child.tag for child in children[:1]] != [f"{NAMESPACE}requestId"]:
        yield f"{operation.name}: the answer does not start with a requestId"
    # EC2 returns `return` after many changes (examples of its API reference) although the model lacks the member.
    members = [child for child in children[1:] if child.tag != f"{NAMESPACE}return" or child.text != "true"]
    yield from _structure(operation.output_shape, members, operation.name)


def _structure(shape, children, where):
    members = {} if shape is None else shape.members
    known = {member.serialization.get("name", name): member for name, member in members.items()}
    for child in children:
        name = child.tag.removeprefix(NAMESPACE)
        if name not in known:
            yield f"{where}: {name} is unknown"
        else:
            yield from _value(known[name], child, f"{where}.{name}")


def _value(shape, element, where):
    if shape.type_name == "structure":
        yield from _structure(shape, list(element), where)
    elif shape.type_name == "list":
        for index, item in enumerate(element):
            if item.tag != f"{NAMESPACE}item":
                yield f"{where}[{index}]: {item.tag} is no item"
            yield from _value(shape.member, item, f"{where}[{index}]")
    else:
        text = element.text or ""
        if list(element):
            yield f"{where}: a {shape.type_name} has elements in it"
        if not re.fullmatch(TEXTS.get(shape.type_name, ".*"), text, re.DOTALL):
            yield f"{where}: {text!r} is no {shape.type_name}"
        allowed = getattr(shape, "enum", None)
        if allowed and text not in allowed:
            yield f"{where}: {text!r} is none of the values of {shape.name}"
