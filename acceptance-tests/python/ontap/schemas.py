"""Validates answers against NetApp's own schemas.

The client parses answers leniently: it accepts unknown members and converts types. Here, every member of an
answer must be in the schema of its resource, with a value of the schema's type.
"""

from marshmallow import ValidationError, fields
from netapp_ontap.resources import (
    Aggregate,
    BroadcastDomain,
    CifsService,
    CifsShare,
    Cluster,
    Dns,
    FcpService,
    Fpolicy,
    IpInterface,
    Ipspace,
    IpServicePolicy,
    IscsiService,
    Job,
    LdapService,
    LicensePackage,
    Lun,
    NetworkRoute,
    NfsService,
    NisService,
    Node,
    NvmeNamespace,
    NvmeService,
    Port,
    S3Service,
    SnapmirrorRelationship,
    Svm,
    SvmPeer,
    Volume,
)

RESOURCES = {
    resource._path: resource
    for resource in (
        Aggregate,
        BroadcastDomain,
        CifsService,
        CifsShare,
        Cluster,
        Dns,
        FcpService,
        Fpolicy,
        IpInterface,
        Ipspace,
        IpServicePolicy,
        IscsiService,
        Job,
        LdapService,
        LicensePackage,
        Lun,
        NetworkRoute,
        NfsService,
        NisService,
        Node,
        NvmeNamespace,
        NvmeService,
        Port,
        S3Service,
        SnapmirrorRelationship,
        Svm,
        SvmPeer,
        Volume,
    )
}

# Members that the ONTAP REST API reference documents but the client's schemas lack, by schema.
# `vm` of a node: "Retrieve cluster nodes", ONTAP 9.12.1.
DOCUMENTED = {
    "ClusterNodesVmSchema": {
        "account_id",
        "deployment_id",
        "fault_domain",
        "instance_id",
        "primary_ip",
        "update_domain",
    },
}

COLLECTION = {"records", "num_records", "_links"}
ERROR = {"code", "message", "target", "arguments"}
JSON_TYPES = {
    fields.Boolean: (bool,),
    fields.Integer: (int,),
    fields.Number: (int, float),
    fields.String: (str,),
}


def resource_of(path):
    """Returns the resource class of a path and whether the path names one object; None without a class."""
    collection = max((known for known in RESOURCES if f"{path}/".startswith(f"{known}/")), key=len, default=None)
    if collection is None:
        return None
    return RESOURCES[collection], path != collection or collection == "/api/cluster"


def complaints(entry):
    """Returns every violation of NetApp's schema in one recorded answer."""
    answer, where = entry["response"], f'{entry["method"]} {entry["path"]}'
    if not isinstance(answer, dict) or resource_of(entry["path"]) is None:
        return []
    if (entry["status"] or 0) >= 400:
        return list(_error(answer, where))
    return list(_success(answer, entry, where))


def _error(answer, where):
    if set(answer) != {"error"}:
        yield f"{where}: an error answer has {sorted(answer)}"
    error = answer.get("error", {})
    for member, value in error.items():
        if member not in ERROR:
            yield f"{where}: error.{member} is unknown"
        elif member != "arguments" and not isinstance(value, str):
            yield f"{where}: error.{member} is {value!r}, which is no string"


def _success(answer, entry, where):
    resource, single = resource_of(entry["path"])
    if "job" in answer:
        yield from check(Job._schema(), answer["job"], f"{where} job")
        answer = {name: value for name, value in answer.items() if name != "job"}
    if single and entry["method"] == "GET":
        yield from check(resource._schema(), answer, where)
        return
    for name in set(answer) - COLLECTION:
        yield f"{where}: {name} is no member of a collection"
    records = answer.get("records", [])
    if "num_records" in answer and answer["num_records"] != len(records):
        yield f"{where}: num_records is {answer['num_records']} for {len(records)} records"
    for index, record in enumerate(records):
        yield from check(resource._schema(), record, f"{where} records[{index}]")


def check(schema, value, where):
    """Compares an object with a schema, recursively."""
    if not isinstance(value, dict):
        yield f"{where}: {value!r} is no object"
        return
    known = {field.data_key or name: field for name, field in schema.fields.items()}
    documented = DOCUMENTED.get(type(schema).__name__, set())
    for name, member in value.items():
        if name in known:
            yield from _member(known[name], member, f"{where}.{name}")
        elif name not in documented:
            yield f"{where}: {name} is unknown to {type(schema).__name__}"


def _member(field, value, where):
    if isinstance(field, fields.Nested):
        many = value if field.many else [value]
        for item in many:
            yield from check(field.schema, item, where)
        return
    if isinstance(field, fields.List):
        if not isinstance(value, list):
            yield f"{where}: {value!r} is no list"
            return
        for index, item in enumerate(value):
            yield from _member(field.inner, item, f"{where}[{index}]")
        return
    allowed = next((types for kind, types in JSON_TYPES.items() if isinstance(field, kind)), None)
    if allowed and (not isinstance(value, allowed) or (isinstance(value, bool) and bool not in allowed)):
        yield f"{where}: {value!r} is not of the type {type(field).__name__}"
        return
    try:
        field.deserialize(value)
    except ValidationError as error:
        yield f"{where}: {value!r}: {error}"
