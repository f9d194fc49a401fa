"""The API as a document and as a page: generated from the views, committed as docs/openapi.json, read at /api/docs.

The page is made here, without script and without anything from another site: the content policy forbids inline code,
and an office network has no way to a content delivery network.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

from flask import Flask, Response, current_app, render_template

from server.core.access import Policy, access, policy_of

HERE = Path(__file__).parent
METHODS = ("get", "post", "put", "patch", "delete")
WHO = {
    Policy.PUBLIC: "anybody",
    Policy.DEVICE: "an enrolled phone, by its token",
    Policy.ANYONE_SIGNED_IN: "anybody signed in",
    Policy.FIELD: "inspector, team leader",
    Policy.OFFICE: "reviewer, office administrator, auditor",
    Policy.OFFICE_WORK: "reviewer, office administrator",
    Policy.ORIGINALS: "office administrator, auditor",
}


def document(app: Flask) -> dict[str, Any]:
    """Return the OpenAPI document of `app`, with who may call each operation."""
    spec: dict[str, Any] = json.loads(json.dumps(app.extensions["fangcha_api"].spec.to_dict()))
    spec["info"]["description"] = (
        "The session side of Fangcha. What phones push, pull and upload is the protocol of docs/protocol.md. "
        "Unsafe methods need the header X-Fangcha: 1 and the same origin; errors are RFC 9457 problem documents with a code."
    )
    policies = _policies(app)
    for path, operations in spec.get("paths", {}).items():
        for method in METHODS:
            if method in operations and (path, method) in policies:
                operations[method]["x-access"] = policies[path, method].name.lower()
    return spec


def _policies(app: Flask) -> dict[tuple[str, str], Policy]:
    found: dict[tuple[str, str], Policy] = {}
    for rule in app.url_map.iter_rules():
        policy = policy_of(app.view_functions[rule.endpoint])
        for method in rule.methods or ():
            if policy is not None:
                found[_openapi_path(rule.rule), method.lower()] = policy
    return found


def _openapi_path(rule: str) -> str:
    return re.sub(r"<(?:[^:<>]+:)?([^<>]+)>", r"{\1}", rule)


def text(app: Flask) -> str:
    """Return the document as it is committed."""
    return json.dumps(document(app), ensure_ascii=False, indent=2, sort_keys=True) + "\n"


def _groups(spec: dict[str, Any]) -> dict[str, list[dict[str, Any]]]:
    groups: dict[str, list[dict[str, Any]]] = {}
    for path, operations in sorted(spec.get("paths", {}).items()):
        shared = operations.get("parameters", [])
        for method in METHODS:
            if method not in operations:
                continue
            operation = operations[method]
            tag = (operation.get("tags") or ["other"])[0]
            policy = operation.get("x-access")
            who = WHO[Policy[policy.upper()]] if policy else ""
            parameters = [_resolve(spec, one) for one in [*shared, *operation.get("parameters", [])]]
            head = {"path": path, "method": method, "who": who, "parameters": parameters, "anchor": operation_anchor(method, path)}
            groups.setdefault(tag, []).append(head | _talk(spec, operation))
    return groups


def _talk(spec: dict[str, Any], operation: dict[str, Any]) -> dict[str, Any]:
    sent = operation.get("requestBody", {}).get("content", {})
    answers = []
    for code, named in sorted(operation.get("responses", {}).items()):
        answer = _resolve(spec, named)
        if code == "default":
            continue
        schemas = [one.get("schema", {}) for one in answer.get("content", {}).values()]
        answers.append({"code": code, "text": answer.get("description", ""), "type": _type_name(schemas[0]) if schemas else ""})
    return {
        "summary": operation.get("summary", ""),
        "description": operation.get("description", ""),
        "sent": [{"media": media, "type": _type_name(one.get("schema", {}))} for media, one in sent.items()],
        "answers": answers,
    }


def operation_anchor(method: str, path: str) -> str:
    """Return the name that a link to an operation uses."""
    return method + "".join(char if char.isalnum() else "-" for char in path)


def _resolve(spec: dict[str, Any], node: dict[str, Any]) -> dict[str, Any]:
    while "$ref" in node:
        found: Any = spec
        for part in node["$ref"].removeprefix("#/").split("/"):
            found = found[part]
        node = found
    return {**node, "type": _type_name(node.get("schema", {}))}


def _type_name(schema: dict[str, Any]) -> str:
    if "$ref" in schema:
        return str(schema["$ref"]).rpartition("/")[2]
    for way in ("allOf", "anyOf", "oneOf"):
        if way in schema:
            return " or ".join(_type_name(one) for one in schema[way])
    kind = schema.get("type", "any")
    if isinstance(kind, list):
        kind = " or ".join(kind)
    if kind == "array":
        return f"list of {_type_name(schema.get('items', {}))}"
    return str(kind) + (f" ({schema['format']})" if "format" in schema else "")


def _schemas(spec: dict[str, Any]) -> list[dict[str, Any]]:
    found = []
    for name, schema in sorted(spec.get("components", {}).get("schemas", {}).items()):
        required = set(schema.get("required", ()))
        rows = [
            {"name": key, "type": _type_name(value), "required": key in required, "enum": value.get("enum", ())}
            for key, value in schema.get("properties", {}).items()
        ]
        found.append({"name": name, "text": schema.get("description", ""), "rows": rows})
    return found


def setup(app: Flask) -> None:
    """Register the page, its style and the document."""

    @app.get("/api/docs")
    @access(Policy.PUBLIC)
    def api_docs() -> str:
        spec = document(current_app)
        names = set(spec.get("components", {}).get("schemas", {}))
        return render_template("apidocs.html", spec=spec, groups=_groups(spec), schemas=_schemas(spec), names=names)

    @app.get("/api/docs/style.css")
    @access(Policy.PUBLIC)
    def api_docs_style() -> Response:
        return Response((HERE / "templates" / "apidocs.css").read_text(encoding="utf-8"), mimetype="text/css")

    @app.get("/api/openapi.json")
    @access(Policy.PUBLIC)
    def api_openapi() -> Response:
        return Response(text(current_app), mimetype="application/json")
