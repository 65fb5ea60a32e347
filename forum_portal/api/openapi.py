"""The description of the API (OpenAPI 3.1): what ninja knows, and what every address has."""

from typing import Any

from django.conf import settings
from django.utils.translation import override
from ninja import NinjaAPI

from forum_portal.api import problems
from forum_portal.api.examples import example

HEADERS = {
    "ETag": "Send it back as If-None-Match: the answer is 304 until the content is another.",
    "Link": 'On a page of a list that has a next one: its address, with rel="next".',
    "RateLimit-Limit": "Requests that one address may send a minute.",
    "RateLimit-Remaining": "Requests that it may send at once now.",
    "RateLimit-Reset": "Seconds until all of them are free again.",
    "RateLimit-Policy": "The same limit as requests;w=seconds.",
}
ALWAYS = [name for name in HEADERS if name.startswith("RateLimit")]
ERRORS = {
    "400": "A parameter is not known, or has a value that it cannot have; the sentence says which.",
    "404": "Nothing public is at this address, or nothing was at that time.",
    "405": "The API can only be read: GET, HEAD and OPTIONS.",
    "429": "Too many requests from one address; Retry-After says when to ask again.",
    "500": "The portal has made a mistake.",
    "503": "The portal's database does not answer; Retry-After says when to ask again.",
}
# Records whose address is made of their name, which staff may mend.
RENAMED = tuple(
    f"/{{{name}}}"
    for name in ("source", "forum", "session", "person", "organisation", "booth", "report")
)
PROBLEM = {
    "type": "object",
    "description": "What went wrong (RFC 9457).",
    "required": ["type", "title", "status", "detail", "instance"],
    "properties": {
        "type": {"type": "string", "format": "uri", "description": "The kind of problem."},
        "title": {"type": "string", "description": "The kind of problem in words."},
        "status": {"type": "integer", "enum": [int(status) for status in ERRORS]},
        "detail": {"type": "string", "description": "A sentence for the reader."},
        "instance": {"type": "string", "description": "The path that was asked for."},
        "parameter": {"type": "string", "description": "The parameter that is meant."},
        "allowed": {
            "type": "array",
            "items": {"type": "string"},
            "description": "What it can be: the parameters there are, or some of the values.",
        },
    },
}


def described(api: NinjaAPI, root: str) -> dict[str, Any]:
    """Return the description of an API below the path `root`."""
    document = dict(api.get_openapi_schema(path_prefix=root))
    document["servers"] = [{"url": settings.PORTAL_ORIGIN}]
    document["components"] |= {
        "schemas": document["components"]["schemas"] | {"Problem": PROBLEM},
        "headers": {
            name: {"description": meaning, "schema": {"type": "string"}}
            for name, meaning in HEADERS.items()
        },
        "responses": {f"Error{status}": _error(status, text) for status, text in ERRORS.items()},
    }
    for path, methods in document["paths"].items():
        _complete(methods["get"], example(path, root))
        if path.endswith(RENAMED):
            methods["get"]["responses"]["301"] = _moved()
    return document


def _complete(operation: dict[str, Any], shown: Any) -> None:
    """Add to an operation what all have: headers, 304, errors; and its example."""
    for parameter in operation["parameters"]:
        if _without_nothing(parameter["schema"]):
            parameter["allowEmptyValue"] = True
        if "examples" in parameter:  # a list in a type, but an object of objects beside one
            parameter["example"] = parameter.pop("examples")[0]
    responses = operation["responses"]
    found = responses.pop(200)
    found["description"] = "What was asked for."
    found["headers"] = _headers(HEADERS)
    found["content"]["application/json"]["example"] = shown
    responses["200"] = found
    responses["304"] = {
        "description": "Nothing has changed since If-None-Match.",
        "headers": _headers(["ETag", *ALWAYS]),
    }
    for status in ERRORS:
        responses[status] = {"$ref": f"#/components/responses/Error{status}"}


def _moved() -> dict[str, Any]:
    location = {"description": "That address.", "schema": {"type": "string"}}
    return {
        "description": "The record that was here has another address now.",
        "headers": _headers(ALWAYS) | {"Location": location},
    }


def _without_nothing(schema: dict[str, Any]) -> bool:
    """Leave the empty text out of a parameter's type, and tell whether it was in it.

    It means that the parameter is not there.
    """
    if "" in schema.get("enum", []):
        schema["enum"].remove("")
    if schema.get("default") != "":
        return False
    del schema["default"]
    return True


def _error(status: str, text: str) -> dict[str, Any]:
    headers = _headers(ALWAYS)
    if status in ("429", "503"):
        headers["Retry-After"] = {"description": "Seconds.", "schema": {"type": "string"}}
    content = {"schema": {"$ref": "#/components/schemas/Problem"}, "example": _example(status)}
    return {
        "description": text,
        "headers": headers,
        "content": {problems.CONTENT_TYPE: content},
    }


def _example(status: str) -> dict[str, Any]:
    kinds = {str(code): (kind, title) for kind, (code, title) in problems.KINDS.items()}
    kind, title = kinds[status]
    with override("en"):
        problem = {
            "type": f"{settings.PORTAL_ORIGIN}/api/v1/#{kind}",
            "title": str(title),
            "status": int(status),
            "detail": ERRORS[status],
            "instance": "/api/v1/observations",
        }
    if status == "400":
        problem |= {"parameter": "kind", "allowed": ["observed", "target"]}
    return problem


def _headers(names: Any) -> dict[str, Any]:
    return {name: {"$ref": f"#/components/headers/{name}"} for name in names}
