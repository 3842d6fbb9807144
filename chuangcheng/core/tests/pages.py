"""Signing in, for tests of pages and of the API."""

from __future__ import annotations

import json
from typing import Any

from django.test import Client


def signed_in(person: Any) -> Client:
    """A browser in which the person is signed in."""
    client = Client()
    client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def text_of(response: Any) -> str:
    """The body of an answer."""
    return str(response.content.decode())


def send_json(client: Client, method: str, address: str, body: Any = None) -> Any:
    """A request to the API with a JSON body."""
    return client.generic(method, address, json.dumps(body or {}), content_type="application/json")
