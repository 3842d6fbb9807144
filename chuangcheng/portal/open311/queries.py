"""What apps read: services and their questions, public problems and their steps, keys, what an app itself sent."""

from __future__ import annotations

import hashlib
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from chuangcheng.cases.queries import OPEN as IS_OPEN
from chuangcheng.cases.queries import cases_moved, main_cases_of, public_steps
from chuangcheng.portal.models import AppKey, AppRequest, PublicPhoto, Question, Submission
from chuangcheng.portal.open311.asking import OPEN, Circle, Span
from chuangcheng.portal.open311.faults import KeyRefused
from chuangcheng.portal.open311.places import around, is_within
from chuangcheng.portal.queries import PublicFilter, problems_shown
from chuangcheng.portal.queries.problems import public_position

if TYPE_CHECKING:
    from chuangcheng.cases.models import Case

KNOWN_WITH = ("submission__report__case__main_case", "submission__report__problem_class", "submission__report__source")
AN_HOUR = timedelta(hours=1)
CHUNK = 500  # rows read at once


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which public problems; what is empty does not matter."""

    requested: Span | None = None
    updated: Span | None = None
    codes: Collection[str] = ()
    statuses: Collection[str] = ()
    circle: Circle | None = None
    words: str = ""
    rows: slice = field(default_factory=lambda: slice(0, 1000))


def digest_of(key: str) -> str:
    """What is kept of a key."""
    return hashlib.sha256(key.encode()).hexdigest()


def key_in_use(written: str) -> AppKey:
    """The app that this key was issued to. Raises KeyRefused."""
    if not written:
        raise KeyRefused(_("请带上接口密钥（api_key）。"))
    found = AppKey.objects.filter(digest=digest_of(written), revoked_at__isnull=True).first()
    if found is None:
        raise KeyRefused(_("接口密钥无效或已停用，请核对，或向发放密钥的单位申请。"))
    return found


def questions_of(class_ids: Collection[int]) -> dict[int, list[Question]]:
    """What is asked besides, by class. One query."""
    found: dict[int, list[Question]] = {}
    for each in Question.objects.filter(problem_class__in=class_ids).order_by("order", "pk"):
        found.setdefault(each.problem_class_id, []).append(each)
    return found


def public_requests(wanted: Wanted, *, now: datetime) -> list[Case]:
    """The public problems that are asked for, newest first. One query."""
    rows = problems_shown(PublicFilter(), now=now)
    if wanted.requested is not None:
        rows = rows.filter(reported_at__gte=wanted.requested.since, reported_at__lte=wanted.requested.until)
    if wanted.updated is not None:
        rows = rows.filter(pk__in=cases_moved(since=wanted.updated.since, until=wanted.updated.until))
    if wanted.codes:
        rows = rows.filter(problem_class__code__in=wanted.codes)
    if wanted.statuses:
        rows = rows.filter(_in_status(wanted.statuses))
    if wanted.words:
        rows = rows.filter(_telling_of(wanted.words))
    rows = rows.order_by("-reported_at", "-pk")
    if wanted.circle is None:
        return list(rows[wanted.rows])
    return _within(rows, wanted.circle, wanted.rows.stop)[wanted.rows]


def requests_named(ids: Collection[UUID], *, now: datetime) -> list[Case]:
    """The public problems with these ids; one that was joined to another is that other. Two queries: asked as one, with
    "or", the database would go through every public problem.
    """
    named = {*ids, *main_cases_of(ids)} - {None}
    rows = problems_shown(PublicFilter(), now=now)
    return list(rows.filter(pk__in=named).order_by("-reported_at", "-pk"))


def own_requests(key: AppKey, ids: Collection[UUID]) -> list[AppRequest]:
    """What this app sent and is known by one of these ids, public or not. One query."""
    case = Coalesce("submission__report__case__main_case", "submission__report__case")
    rows = AppRequest.objects.filter(key=key).annotate(known_case=case)
    named = Q(known_case__in=ids) | Q(submission__report__case__in=ids) | Q(submission__in=ids)
    return list(rows.filter(named).select_related(*KNOWN_WITH).order_by("-pk"))


def request_of_token(token: str) -> AppRequest | None:
    """What an app sent and this token was given for. One query."""
    rows = AppRequest.objects.filter(submission__report__token=token)
    return rows.select_related(*KNOWN_WITH).first() if token.isprintable() else None


def pictures_of(case_ids: Collection[UUID]) -> dict[UUID, dict[str, UUID]]:
    """The newest public picture of each side, by the problem. One query."""
    case = Coalesce("submission__report__case__main_case", "submission__report__case")
    rows = PublicPhoto.objects.filter(withdrawn_at__isnull=True, submission__standing="published")
    rows = rows.annotate(told_case=case).filter(told_case__in=case_ids).order_by("made_at", "pk")
    found: dict[UUID, dict[str, UUID]] = {}
    for case_id, side, pk in rows.values_list("told_case", "side", "pk"):
        found.setdefault(case_id, {})[side] = pk
    return found


def steps_shown(
    *, span: Span, now: datetime, rows: slice, case_ids: Collection[UUID] = ()
) -> list[tuple[UUID, UUID, str, datetime]]:
    """The steps of public problems within a span, oldest first. One query."""
    cases = problems_shown(PublicFilter(), now=now).order_by()
    cases = cases.filter(pk__in=case_ids) if case_ids else cases
    return list(public_steps(cases=cases.values_list("pk", flat=True), since=span.since, until=span.until)[rows])


def sent_within_hour(key: AppKey, *, now: datetime, at_most: int) -> int:
    """How many reports the app sent, counted up to a number."""
    return AppRequest.objects.filter(key=key, sent_at__gte=now - AN_HOUR).order_by()[:at_most].count()


def keys_issued() -> list[AppKey]:
    """All keys, newest first, with who issued them."""
    return list(AppKey.objects.select_related("issued_by"))


def all_questions() -> list[Question]:
    """Every question with its class, in order."""
    return list(Question.objects.select_related("problem_class"))


def _in_status(statuses: Collection[str]) -> Q:
    if len(set(statuses)) > 1:
        return Q()
    return IS_OPEN if OPEN in statuses else ~IS_OPEN


def _telling_of(words: str) -> Q:
    told = Q(report__case=OuterRef("pk")) | Q(report__case__main_case=OuterRef("pk"))
    published = Submission.objects.filter(told, standing="published", text__icontains=words)
    in_names = Q(problem_class__name__icontains=words) | Q(site__name__icontains=words) | Q(area__name__icontains=words)
    return in_names | Q(Exists(published))


def _within(rows: QuerySet[Case], circle: Circle, most: int) -> list[Case]:
    """The first of those in the circle; others in its box are passed over one by one."""
    found = []
    for case in rows.filter(around(circle)).iterator(chunk_size=CHUNK):
        position = public_position(case)
        if position is not None and is_within(circle, *position):
            found.append(case)
        if len(found) == most:
            break
    return found
