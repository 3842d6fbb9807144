"""Addresses as they are printed and put into QR codes: of the public site where it is named, else of this request."""

from __future__ import annotations

from django.http import HttpRequest

from chuangcheng.core.times import today
from chuangcheng.portal.policies import PUBLIC_ADDRESS


def public_address(request: HttpRequest, path: str) -> str:
    """The whole address of a public page."""
    base = PUBLIC_ADDRESS.on(today())
    return base + path if base else request.build_absolute_uri(path)
