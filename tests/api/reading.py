"""Reading the API as a program does: by what its description says."""

from typing import Any

from jsonschema import Draft202012Validator
from referencing import Registry
from referencing.jsonschema import DRAFT202012

ROOT = "/api/v1"


def path_of(url: str) -> str:
    """Return the path and query of a whole address."""
    return url[url.index(ROOT) :]


def pages(client, address: str) -> list[list[dict[str, Any]]]:
    """Follow `next` from an address on; return the records of each page."""
    found = []
    while address:
        answer = client.get(address).json()
        found.append(answer["data"])
        address = answer["next"] and path_of(answer["next"])
    return found


def records(client, address: str) -> list[dict[str, Any]]:
    """Return the records of all pages."""
    return [record for page in pages(client, address) for record in page]


def faults(description: dict[str, Any], schema: dict[str, Any], answer: Any) -> list[str]:
    """Return what in an answer is not as a schema of the description says."""
    resource = DRAFT202012.create_resource(description)
    registry = Registry().with_resource("urn:api", resource)
    rooted = _with_root(schema)
    found = Draft202012Validator(rooted, registry=registry).iter_errors(answer)
    return [f"{'/'.join(map(str, error.path))}: {error.message[:200]}" for error in found]


def _with_root(schema: Any) -> Any:
    if isinstance(schema, dict):
        return {
            key: f"urn:api{value}" if key == "$ref" else _with_root(value)
            for key, value in schema.items()
        }
    return [_with_root(each) for each in schema] if isinstance(schema, list) else schema


def filled(path: str, record: dict[str, Any]) -> str:
    """Return a described path with the values of a record in place of its parameters."""
    for name, value in record.items():
        path = path.replace(f"{{{name}}}", str(value).replace("/", "-"))
    return path
