"""These addresses as OpenAPI 3 describes them, for whoever builds an app and for our own tests."""

from __future__ import annotations

from typing import Any

from chuangcheng.portal.open311.asking import LONGEST, MOST_LISTED
from chuangcheng.portal.open311.forms import MOST_ID, MOST_TEXT, MOST_URL
from chuangcheng.portal.open311.wire import JSON, XML

Part = dict[str, Any]

TEXT: Part = {"type": "string"}
MAYBE: Part = {"type": ["string", "null"]}
MOMENT: Part = {"type": "string", "format": "date-time"}
ENDING: Part = {"name": "wire_format", "in": "path", "required": True, "schema": {"enum": [XML, JSON]}}
STATUS: Part = {"type": "string", "enum": ["open", "closed"]}

SERVICE = {
    "service_code": TEXT,
    "service_name": TEXT,
    "description": TEXT,
    "metadata": {"type": "boolean"},
    "type": {"enum": ["realtime", "batch", "blackbox"]},
    "keywords": TEXT,
    "group": TEXT,
}
ATTRIBUTE = {
    "variable": {"type": "boolean"},
    "code": TEXT,
    "datatype": {"enum": ["string", "number", "datetime", "text", "singlevaluelist", "multivaluelist"]},
    "required": {"type": "boolean"},
    "datatype_description": MAYBE,
    "order": {"type": "integer", "minimum": 1},
    "description": TEXT,
    "values": {"type": "array", "items": {"type": "object"}},
}
REQUEST = {
    "service_request_id": TEXT,
    "status": STATUS,
    "status_notes": MAYBE,
    "service_name": TEXT,
    "service_code": MAYBE,
    "description": TEXT,
    "agency_responsible": MAYBE,
    "service_notice": MAYBE,
    "requested_datetime": MOMENT,
    "updated_datetime": MOMENT,
    "expected_datetime": MAYBE,
    "address": MAYBE,
    "address_id": MAYBE,
    "zipcode": MAYBE,
    "lat": {"type": ["number", "null"]},
    "long": {"type": ["number", "null"]},
    "media_url": MAYBE,
}
RECEIPT = {"service_request_id": TEXT, "token": TEXT, "service_notice": MAYBE, "account_id": MAYBE}
UPDATE = {
    "update_id": TEXT,
    "service_request_id": TEXT,
    "status": STATUS,
    "updated_datetime": MOMENT,
    "description": TEXT,
    "media_url": MAYBE,
}
DISCOVERY = {
    "changeset": TEXT,
    "contact": TEXT,
    "key_service": TEXT,
    "endpoints": {"type": "array", "items": {"type": "object"}},
}
FAULT = {"code": {"type": "integer"}, "description": TEXT}


def description(address: str) -> Part:
    """The whole document; `address` is where the API lies."""
    return {
        "openapi": "3.1.0",
        "info": {"title": "Open311 GeoReport v2", "version": "2"},
        "servers": [{"url": address}],
        "paths": {
            "/discovery.{wire_format}": {"get": _reading([], _object(DISCOVERY))},
            "/services.{wire_format}": {"get": _reading([_query("api_key")], _list(SERVICE))},
            "/services/{service_code}.{wire_format}": {"get": _reading([_path("service_code")], _definition())},
            "/requests.{wire_format}": {
                "get": _reading(_filters(), _list(REQUEST)),
                "post": _sending(_report_fields(), ["api_key", "service_code"], _list(RECEIPT, ["account_id"])),
            },
            "/requests/{request_id}.{wire_format}": {
                "get": _reading([_path("request_id"), _query("api_key")], _list(REQUEST))
            },
            "/tokens/{token}.{wire_format}": {
                "get": _reading([_path("token")], _list({"service_request_id": MAYBE, "token": TEXT}))
            },
            "/servicerequestupdates.{wire_format}": {
                "get": _reading(
                    [_query("service_request_id"), *_span("start_date", "end_date"), *_pages()], _list(UPDATE)
                ),
                "post": _sending(
                    _word_fields(), ["api_key", "update_id", "service_request_id"], _list({"update_id": TEXT})
                ),
            },
        },
    }


def _filters() -> list[Part]:
    return [
        *(_query(name) for name in ("service_request_id", "service_code", "q", "api_key")),
        _query("status", {"type": "string", "description": "open, closed"}),
        *_span("start_date", "end_date"),
        *_span("updated_after", "updated_before"),
        *_pages(),
        *(_query(name, {"type": "number"}) for name in ("lat", "long", "radius")),
    ]


def _report_fields() -> dict[str, Part]:
    short = {"type": "string", "maxLength": LONGEST}
    known = {"type": "string", "maxLength": MOST_ID}
    return {
        **dict.fromkeys(("api_key", "jurisdiction_id", "service_code", "address_string", "address_id"), short),
        **dict.fromkeys(("first_name", "last_name", "phone", "email"), short),
        **dict.fromkeys(("client_id", "device_id", "account_id"), known),
        "description": {"type": "string", "maxLength": MOST_TEXT},
        "media_url": {"type": "string", "maxLength": MOST_URL},
        "lat": {"type": "number"},
        "long": {"type": "number"},
    }


def _word_fields() -> dict[str, Part]:
    short = {"type": "string", "maxLength": LONGEST}
    return {
        **dict.fromkeys(("api_key", "jurisdiction_id", "service_request_id", "status", "updated_datetime"), short),
        "update_id": {"type": "string", "maxLength": MOST_ID},
        "description": {"type": "string", "maxLength": MOST_TEXT},
        "rating": {"type": "integer", "minimum": 1, "maximum": 5},
    }


def _reading(parameters: list[Part], content: Part) -> Part:
    asked = [ENDING, *parameters, _query("jurisdiction_id")]
    return {"parameters": asked, "responses": {"200": _answer(content), **_faults("400", "403", "404")}}


def _sending(fields: dict[str, Part], needed: list[str], content: Part) -> Part:
    form = {"type": "object", "properties": fields, "required": needed}
    with_files = {**form, "properties": {**fields, "media": {"type": "string", "format": "binary"}}}
    sent = {"application/x-www-form-urlencoded": {"schema": form}, "multipart/form-data": {"schema": with_files}}
    return {
        "parameters": [ENDING],
        "requestBody": {"required": True, "content": sent},
        "responses": {"200": _answer(content), **_faults("400", "403", "404", "413", "429")},
    }


def _faults(*codes: str) -> Part:
    return {code: _answer(_list(FAULT)) for code in (*codes, "405", "406", "500")}


def _answer(content: Part) -> Part:
    return {"description": "", "content": {"application/json": {"schema": content}, "text/xml": {"schema": {}}}}


def _object(fields: dict[str, Part], needed: list[str] | None = None) -> Part:
    needed = list(fields) if needed is None else needed
    return {"type": "object", "properties": fields, "required": needed, "additionalProperties": False}


def _list(fields: dict[str, Part], needed: list[str] | None = None) -> Part:
    return {"type": "array", "items": _object(fields, needed)}


def _definition() -> Part:
    return _object({"service_code": TEXT, "attributes": _list(ATTRIBUTE)})


def _span(*names: str) -> list[Part]:
    return [_query(name, MOMENT) for name in names]


def _pages() -> list[Part]:
    whole = {"type": "integer", "minimum": 1}
    return [_query("page", whole), _query("page_size", {**whole, "maximum": MOST_LISTED})]


def _query(name: str, schema: Part | None = None) -> Part:
    return {"name": name, "in": "query", "schema": schema or TEXT}


def _path(name: str) -> Part:
    return {"name": name, "in": "path", "required": True, "schema": {"type": "string", "minLength": 1}}
