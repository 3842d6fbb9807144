"""Answers as bytes: XML whose lists name their items, JSON as the Spark convention maps it. Pure."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any
from xml.etree import ElementTree as ET  # writes only; nothing of anybody else is read with it

XML, JSON = "xml", "json"
MEDIA_TYPES = {XML: "text/xml; charset=utf-8", JSON: "application/json; charset=utf-8"}
# List → each of its items.
ITEMS = {
    "services": "service",
    "attributes": "attribute",
    "values": "value",
    "service_requests": "request",
    "service_request_updates": "request_update",
    "errors": "error",
    "endpoints": "endpoint",
    "formats": "format",
}
# What XML 1.0 has no way to write, not even escaped.
UNWRITABLE = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def written(root: str, content: Any, wanted: str) -> bytes:
    """The content under its root element; JSON has no root, so a list is a bare array."""
    if wanted == JSON:
        return json.dumps(_plain(content), ensure_ascii=False, allow_nan=False).encode()
    element = ET.Element(root)
    _fill(element, root, content)
    return b"<?xml version='1.0' encoding='utf-8'?>\n" + ET.tostring(element, encoding="unicode").encode()


def plain_text(text: str) -> str:
    """Without control characters and halves of pairs."""
    return UNWRITABLE.sub("", text)


def _plain(value: Any) -> Any:
    if isinstance(value, str):
        return plain_text(value)
    if isinstance(value, Mapping):
        return {name: _plain(each) for name, each in value.items()}
    return [_plain(each) for each in value] if isinstance(value, Sequence) else value


def _fill(element: ET.Element, name: str, value: Any) -> None:
    if isinstance(value, Mapping):
        for key, each in value.items():
            _fill(ET.SubElement(element, key), key, each)
    elif isinstance(value, Sequence) and not isinstance(value, str):
        for each in value:
            _fill(ET.SubElement(element, ITEMS[name]), ITEMS[name], each)
    elif value is not None:
        element.text = _told(value)


def _told(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return plain_text(str(value))
