"""Services, requests and their updates as GeoReport v2 shows them; nothing that the public map would not show."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.utils.translation import gettext as _

from chuangcheng.cases.queries import last_moved_at
from chuangcheng.core.times import SHANGHAI
from chuangcheng.portal.models import AppRequest, Question
from chuangcheng.portal.open311.asking import CLOSED, OPEN
from chuangcheng.portal.queries.problems import place_told, public_position, rounded, state_told

if TYPE_CHECKING:
    from chuangcheng.cases.models import Case, ProblemClass
    from chuangcheng.intake.queries import PublicReport

BATCH, REALTIME = "batch", "realtime"
Item = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Shown:
    """What was made public besides, by the case."""

    texts: Mapping[UUID, str]
    pictures: Mapping[UUID, str]  # addresses


def moment_told(moment: datetime) -> str:
    """W3C, to the second, with the offset of this place."""
    return moment.astimezone(SHANGHAI).isoformat(timespec="seconds")


def service(problem: ProblemClass, *, has_questions: bool, kind: str) -> Item:
    """A class of problems to report."""
    return {
        "service_code": problem.code,
        "service_name": _(problem.name),
        "description": problem.filing_condition or _(problem.name),
        "metadata": has_questions,
        "type": kind,
        "keywords": ",".join(problem.names[1:]),
        "group": _(problem.group),
    }


def definition(code: str, questions: Sequence[Question]) -> Item:
    """What is asked besides for a class."""
    return {"service_code": code, "attributes": [_attribute(each, order) for order, each in enumerate(questions, 1)]}


def request(case: Case, shown: Shown) -> Item:
    """A public problem."""
    problem = case.problem_class
    name = _(problem.name) if problem is not None else _("未定类别")
    lon, lat = public_position(case) or (None, None)
    return _request(
        service_request_id=str(case.pk),
        status=CLOSED if case.state == "closed" else OPEN,
        status_notes=state_told(case)[1],
        service_name=name,
        service_code=problem.code if problem is not None else None,
        description=shown.texts.get(case.pk) or name,
        requested_datetime=moment_told(case.reported_at),
        updated_datetime=moment_told(last_moved_at(case)),
        address=place_told(case) or None,
        lat=lat,
        long=lon,
        media_url=shown.pictures.get(case.pk),
    )


def own_request(sent: AppRequest, told: PublicReport) -> Item:
    """A report as the app that sent it may follow it, public or not: without a word that others wrote."""
    report = sent.submission.report
    lon, lat = rounded(report.lon, report.lat) if report.lon is not None and report.lat is not None else (None, None)
    return _request(
        service_request_id=str(request_id_of(sent)),
        status=OPEN if report.settled_at is None else CLOSED,
        status_notes=told.state_words,
        service_name=_(report.problem_class.name) if report.problem_class is not None else _("未定类别"),
        service_code=report.problem_class.code if report.problem_class is not None else None,
        description=told.text,
        requested_datetime=moment_told(report.received_at),
        updated_datetime=moment_told(told.steps[-1].at if told.steps else report.received_at),
        address=told.place or None,
        lat=lat,
        long=lon,
        media_url=None,
    )


def request_id_of(sent: AppRequest) -> UUID | None:
    """The id by which the request is known: of the problem that it became, of itself where it ended without one."""
    report = sent.submission.report
    if report.current_case is not None:
        return report.current_case.pk
    return report.pk if report.settled_at is not None else None


def update(step: tuple[UUID, UUID, str, datetime], words: str, picture: str | None) -> Item:
    """A step of a public problem."""
    pk, case_id, state, at = step
    return {
        "update_id": str(pk),
        "service_request_id": str(case_id),
        "status": CLOSED if state == "closed" else OPEN,
        "updated_datetime": moment_told(at),
        "description": words,
        "media_url": picture,
    }


def _request(**known: Any) -> Item:
    """In the order of the specification; what we never tell is empty."""
    untold = dict.fromkeys(("agency_responsible", "service_notice", "expected_datetime", "address_id", "zipcode"))
    order = (
        *("service_request_id", "status", "status_notes", "service_name", "service_code", "description"),
        *("agency_responsible", "service_notice", "requested_datetime", "updated_datetime", "expected_datetime"),
        *("address", "address_id", "zipcode", "lat", "long", "media_url"),
    )
    found = untold | known
    return {name: found[name] for name in order}


def _attribute(question: Question, order: int) -> Item:
    return {
        "variable": True,
        "code": question.code,
        "datatype": question.datatype,
        "required": question.is_required,
        "datatype_description": question.hint or None,
        "order": order,
        "description": question.words,
        "values": [{"key": key, "name": name} for key, name in question.choices],
    }
