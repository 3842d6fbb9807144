"""Clients of this context's tests, each signed in as one of the cast."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from chuangcheng.orgs.models import Person

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"

SignedIn = Callable[[Person], Client]


@pytest.fixture
def signed_in() -> SignedIn:
    """Makes a client that is signed in as the person."""

    def make(person: Person) -> Client:
        client = Client()
        client.force_login(person, backend=BACKEND)
        return client

    return make
