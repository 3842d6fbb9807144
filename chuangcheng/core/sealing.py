"""The chain of seals over the audit trail: each link is the hash of one entry together with the link before it.

Whoever changes, removes or slips in an entry afterwards breaks the chain from there on. The head of the chain is
written to the log each time: a copy of the log elsewhere shows when the end of the chain was cut off or made anew.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, TypeAlias

from cryptography.hazmat.primitives import hashes
from django.conf import settings
from django.db import IntegrityError, connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from chuangcheng.core.jobs import every
from chuangcheng.core.models import AuditEntry, AuditSeal

BATCH = 500  # entries sealed by one transaction
SEAL_SECONDS = 10  # DESIGN: entries are chained within 10 s
LONGEST_TRANSACTION = timedelta(hours=2)  # an entry may become visible so much after it was written; our choice
REMOVAL_MARK = "audit_removal_is_allowed"  # of a SQLite connection: attribute, and function asked by the triggers
ALGORITHMS = {"sha256": hashes.SHA256, "sm3": hashes.SM3}
FIELDS = ("id", "at", "actor_id", "actor_name", "action", "subject_kind", "subject_id", "detail")

Fields: TypeAlias = Sequence[Any]  # the values of FIELDS

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class ChainHead:
    """The last link."""

    position: int  # how many entries are sealed
    digest: str  # hex
    algorithm: str
    entry_at: datetime


@every(SEAL_SECONDS, name="core.seal_audit", label=_("封存审计记录"))
def seal_waiting() -> None:
    """Seals every entry that waits, oldest first."""
    while seal_batch():
        pass


def seal_batch() -> int:
    """Seals the next entries; gives their number, 0 also when another sealer was faster."""
    try:
        with transaction.atomic():
            links = _next_links()
            AuditSeal.objects.bulk_create(links)
    except IntegrityError:
        log.info("another sealer was faster")
        return 0
    if links:
        log.info("audit chain sealed", extra={"position": links[-1].position, "digest": links[-1].digest})
    return len(links)


def chain_head() -> ChainHead | None:
    """The last link of the chain; None before the first."""
    seal = AuditSeal.objects.select_related("entry").order_by("-position").first()
    if seal is None:
        return None
    return ChainHead(seal.position, seal.digest, seal.algorithm, seal.entry.at)


def verify_chain(*, using: str = "default") -> int | None:
    """The position of the first broken link, None when all hold; reads every entry."""
    previous = ""
    columns = ("position", "algorithm", "digest", *(f"entry__{name}" for name in FIELDS))
    seals = AuditSeal.objects.using(using).order_by("position").values_list(*columns)
    for position, (found, algorithm, digest, *fields) in enumerate(seals.iterator(chunk_size=2000), start=1):
        if found != position or digest != link_digest(tuple(fields), previous=previous, algorithm=algorithm):
            return position
        previous = digest
    return None


def waiting_since() -> datetime | None:
    """When the oldest entry was written that waits for its seal; None when none does."""
    return _waiting(chain_head()).order_by("at").values_list("at", flat=True).first()


def oldest_unsealed_at() -> datetime | None:
    """The same, but looked for in the whole trail: an entry slipped in with an old date shows here for ever."""
    return AuditEntry.objects.filter(seal__isnull=True).order_by("at").values_list("at", flat=True).first()


def link_digest(fields: Fields, *, previous: str, algorithm: str) -> str:
    """The hash (hex) of an entry's fields together with the link before it; "" before the first."""
    content = json.dumps(fields, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=_plain)
    digest = hashes.Hash(ALGORITHMS[algorithm]())
    digest.update(f"{previous}\n{content}".encode())
    return digest.finalize().hex()


@contextmanager
def allow_removal(*, using: str = "default") -> Iterator[None]:
    """Lets this connection remove audit rows, inside a transaction: for restoring into an empty installation only."""
    connection = connections[using]
    if connection.vendor == "postgresql":
        _set_removal(connection, "on")
        yield
        _set_removal(connection, "off")
        return
    before = getattr(connection, REMOVAL_MARK, False)
    setattr(connection, REMOVAL_MARK, True)
    try:
        yield
    finally:
        setattr(connection, REMOVAL_MARK, before)


def answer_removal_question(*, connection: BaseDatabaseWrapper, **_signal: Any) -> None:
    """Gives each new SQLite connection the function that the triggers of migration 0003 ask."""
    if connection.vendor == "sqlite":
        connection.connection.create_function(REMOVAL_MARK, 0, lambda: int(getattr(connection, REMOVAL_MARK, False)))


def _set_removal(connection: BaseDatabaseWrapper, value: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('chuangcheng.audit_removal', %s, true)", [value])


def _next_links() -> list[AuditSeal]:
    head = chain_head()
    position, previous = (head.position, head.digest) if head else (0, "")
    links = []
    for fields in _waiting(head).order_by("id").values_list(*FIELDS)[:BATCH]:
        position += 1
        previous = link_digest(fields, previous=previous, algorithm=settings.HASH_ALGORITHM)
        links.append(
            AuditSeal(position=position, entry_id=fields[0], algorithm=settings.HASH_ALGORITHM, digest=previous)
        )
    return links


def _waiting(head: ChainHead | None) -> QuerySet[AuditEntry]:
    unsealed = AuditEntry.objects.filter(seal__isnull=True)
    # Only so far back, so that the search does not grow with the table.
    return unsealed.filter(at__gte=head.entry_at - LONGEST_TRANSACTION) if head else unsealed


def _plain(value: object) -> str:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    raise TypeError(type(value))
