"""How people are reached by messages, and whose news the group of a unit hears."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date

from chuangcheng.core.crypto import Undecipherable, decrypt
from chuangcheng.core.outgoing.addresses import Audience, Contact
from chuangcheng.core.phones import MOBILE
from chuangcheng.orgs.models import Person, Post, Unit
from chuangcheng.orgs.queries.units import current

UNIT = "unit:"  # an audience: a unit and all below it


def contacts(person_ids: Collection[int]) -> dict[int, Contact]:
    """Mobile number and mail address of each. One query."""
    rows = Person.objects.filter(pk__in=person_ids).only("name", "phone_encrypted", "email", "language", "is_active")
    return {
        row.pk: Contact(row.name, _mobile(bytes(row.phone_encrypted)), row.email, row.language, row.is_active)
        for row in rows
    }


def _mobile(ciphertext: bytes) -> str:
    if not ciphertext:
        return ""
    try:
        phone = decrypt(ciphertext)
    except Undecipherable:
        return ""
    return phone if MOBILE.fullmatch(phone) else ""


def _choices() -> list[tuple[str, str]]:
    units = Unit.objects.filter(closed_on__isnull=True).order_by("path").values_list("pk", "name")
    return [(f"{UNIT}{pk}", name) for pk, name in units]


def _among(keys: Collection[str], person_ids: Collection[int], day: date) -> Mapping[str, set[int]]:
    wanted = {int(key.removeprefix(UNIT)): key for key in keys if key.startswith(UNIT)}
    paths = dict(Unit.objects.filter(pk__in=wanted).values_list("pk", "path"))
    held = list(Post.objects.filter(current(day), person__in=person_ids).values_list("person", "unit__path"))
    return {
        key: {person for person, path in held if unit_id in paths and path.startswith(paths[unit_id])}
        for unit_id, key in wanted.items()
    }


UNITS = Audience(choices=_choices, among=_among)
