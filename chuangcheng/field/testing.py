"""Helpers of tests that play a phone: photos in pieces, records, the day."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.test import Client

from chuangcheng.core.ids import new_id
from chuangcheng.core.testing import photo
from chuangcheng.core.times import now

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
API = "/api/v1/field"


@dataclass
class Phone:
    """A phone on which somebody is signed in."""

    client: Client

    def post(self, path: str, body: Any) -> Any:
        """The answer to JSON."""
        return self.client.post(f"{API}{path}", json.dumps(body, default=str), content_type="application/json")

    def put(self, sha256: str, content: bytes, *, offset: int, size: int) -> Any:
        """The answer to a piece of a photo."""
        address = f"{API}/files/{sha256}?offset={offset}&size={size}"
        return self.client.put(address, content, content_type="application/octet-stream")

    def sends(self, shade: int) -> str:
        """Sends a photo whole; gives its hash."""
        content = photo(shade=shade)
        sha256 = hashlib.sha256(content).hexdigest()
        answer = self.put(sha256, content, offset=0, size=len(content))
        assert answer.json().get("is_complete"), answer.content  # noqa: S101 - a helper of tests
        return sha256

    def records(self, record: Any) -> Any:
        """The answer to a record."""
        return self.post("/records", record)


def phone_of(person: Any) -> Phone:
    """A phone of this person."""
    client = Client()
    client.force_login(person, backend=BACKEND)
    return Phone(client)


def record(kind: str, body: dict[str, Any], *, hashes: Sequence[str] = (), **more: Any) -> dict[str, Any]:
    """A record as a phone sends it."""
    told = {"id": str(new_id()), "kind": kind, "made_at": now().isoformat(), kind: body}
    return {**told, "photos": [{"sha256": sha256} for sha256 in hashes], **more}


def problem(class_id: int, hashes: Sequence[str] = (), **more: Any) -> dict[str, Any]:
    """A reported problem as a phone sends it."""
    body = {"problem_class_id": class_id, "place_text": "东关大街12号门前", "photos": list(hashes)}
    return record("problem", body, hashes=hashes, **more)
