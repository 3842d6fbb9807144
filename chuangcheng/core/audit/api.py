from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.http import HttpRequest
from ninja import Field, Query, Router, Schema, Status

from chuangcheng.core.access import require
from chuangcheng.core.audit.jobs import start_export, start_verification
from chuangcheng.core.audit.trail import Wanted, entries_for
from chuangcheng.core.jobs.api import JobOut
from chuangcheng.core.models import AuditEntry, Job
from chuangcheng.core.permissions import VIEW_AUDIT
from chuangcheng.core.sealing import chain_head, waiting_since
from chuangcheng.core.strict_input import Strict
from chuangcheng.core.web import actor_of

router = Router()
MAX_ROWS = 500


class EntryOut(Schema):
    """One entry of the trail; `position` is its place in the chain of seals."""

    id: int
    at: datetime
    actor_id: int | None
    actor_name: str
    action: str
    subject_kind: str
    subject_id: str
    detail: dict[str, Any]
    position: int | None

    @staticmethod
    def resolve_position(entry: AuditEntry) -> int | None:
        """The place in the chain; None before the entry is sealed."""
        seal = getattr(entry, "seal", None)
        return seal.position if seal else None


class WantedIn(Strict):
    """Which entries are asked for."""

    person: str = ""
    action: str = ""
    subject: str = ""
    first_on: date | None = None
    last_on: date | None = None

    def wanted(self) -> Wanted:
        """The same for the query."""
        return Wanted(self.person, self.action, self.subject, self.first_on, self.last_on)


class EntriesAsked(WantedIn):
    """The same, older than `before`, at most `limit`."""

    before: int | None = None
    limit: int = Field(100, ge=1, le=MAX_ROWS)


class ChainOut(Schema):
    """The state of the chain of seals."""

    position: int
    digest: str
    algorithm: str
    waiting_since: datetime | None


@router.get("/audit", response=list[EntryOut], summary="审计记录，新的在前")
def entries(request: HttpRequest, asked: Query[EntriesAsked]) -> list[AuditEntry]:
    """For auditors."""
    rows = entries_for(actor_of(request), asked.wanted())
    return list((rows.filter(pk__lt=asked.before) if asked.before else rows)[: asked.limit])


@router.get("/audit/chain", response=ChainOut, summary="审计封存链的状态")
def chain(request: HttpRequest) -> ChainOut:
    """The last link, and since when an entry waits for its seal."""
    require(actor_of(request), VIEW_AUDIT)
    head = chain_head()
    return ChainOut(
        position=head.position if head else 0,
        digest=head.digest if head else "",
        algorithm=head.algorithm if head else "",
        waiting_since=waiting_since(),
    )


@router.post("/audit/exports", response={202: JobOut}, summary="导出审计记录")
def export(request: HttpRequest, given: WantedIn) -> Status[Job]:
    """Starts the export; the job's result says where the workbook is."""
    return Status(202, start_export(actor=actor_of(request), wanted=given.wanted()))


@router.post("/audit/verifications", response={202: JobOut}, summary="校验审计封存链")
def verify(request: HttpRequest) -> Status[Job]:
    """Starts the verification of the whole chain; the job's result is the answer."""
    return Status(202, start_verification(actor=actor_of(request)))
