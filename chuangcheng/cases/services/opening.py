"""上报: a problem becomes a case, once for each id, whoever sends it how often."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, TypedDict, Unpack
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from chuangcheng.cases.access import REPORT
from chuangcheng.cases.models import Case, CaseEvent, CasePhoto, ProblemClass
from chuangcheng.cases.services.announcing import announce
from chuangcheng.cases.services.filing import known_severity
from chuangcheng.cases.services.photos import attach_photos
from chuangcheng.cases.services.relapses import recognised
from chuangcheng.core import audit
from chuangcheng.core.access import Actor, require
from chuangcheng.core.errors import InvalidInput, Refusal
from chuangcheng.core.ids import is_client_id, new_id
from chuangcheng.core.numbers import next_number
from chuangcheng.core.times import local_date, now
from chuangcheng.orgs.queries import unit_names
from chuangcheng.sites.access import site_for

if TYPE_CHECKING:
    from chuangcheng.sites.models import Site

MOST_DESCRIPTION = 6000  # characters: the 4,000 of Open311 and what apps ask besides; forms take less; our choice
MOST_PLACE = 200  # characters, as the column
MAX_LONGITUDE, MAX_LATITUDE = 180, 90


class Report(TypedDict, total=False):
    """What is reported besides the description; all of it may be left out."""

    problem_class: ProblemClass | None
    severity: str  # Case.Severity; default: the usual one of the class
    site_id: UUID | None  # one that the actor sees
    site: Site | None  # one that the caller knows to be the actor's to report on, in place of `site_id`
    place_text: str  # where it is, when no site is meant
    lon: float | None  # degrees WGS-84
    lat: float | None  # degrees WGS-84
    area_id: int | None  # unit of the area; default: the site's
    photo_ids: Sequence[UUID]  # stored pictures of the problem
    source: str  # Case.Source; default patrol
    source_kind: str  # what it comes from, for the slot `case_origin`: "inspections.answer"
    source_id: str
    source_label: str
    source_group: str  # of what was found together: id of the round or tour
    held: bool  # of an unreleased round: invisible until `release_held_cases`


class CaseIdTaken(InvalidInput):
    """The id belongs to somebody else's case already, or is none that a form or phone makes."""


def open_case(*, actor: Actor, case_id: UUID, description: str, **report: Unpack[Report]) -> Case:
    """The case with this id: made now, or, when the same id comes again, as it stands."""
    require(actor, REPORT)
    if not is_client_id(case_id):
        raise CaseIdTaken(_("问题编号无效，请刷新页面后重新上报。"))
    try:
        with transaction.atomic():
            return _opened(actor, case_id, description.strip(), report)
    except (IntegrityError, Refusal):
        # Sent before, or at this very moment: asked only now, since hardly any report comes twice.
        known = _reported_before(actor, case_id)
        if known is None:
            raise
        return known


def _reported_before(actor: Actor, case_id: UUID) -> Case | None:
    known = Case.objects.filter(pk=case_id).first()
    if known is not None and known.reporter_id != actor.person_id:
        raise CaseIdTaken(_("问题编号已经用过，请刷新页面后重新上报。"))
    return known


def _opened(actor: Actor, case_id: UUID, description: str, report: Report) -> Case:
    at = now()
    event_id = new_id()
    case = Case(
        pk=case_id,
        description=_checked(description, report),
        reporter_id=actor.person_id,
        reported_at=at,
        latest_event_id=event_id,
        source=_known_source(report.get("source", Case.Source.PATROL)),
        severity=known_severity(report.get("severity") or _usual_severity(report.get("problem_class"))),
        problem_class=report.get("problem_class"),
        is_held=report.get("held", False),
        **{key: report.get(key, "") for key in ("source_kind", "source_id", "source_label", "source_group")},
    )
    _put_in_place(case, actor, report)
    back = recognised(case)
    case.relapse_count = back.count if back is not None else 0
    case.number = next_number(series="case", year=local_date(at).year)
    case.save(force_insert=True)
    if back is not None:
        back.row(case).save(force_insert=True)
    event = CaseEvent.objects.create(
        id=event_id,
        case=case,
        move="open",
        to_state=case.state,
        actor_id=actor.person_id,
        actor_name=actor.name,
        at=at,
    )
    attach_photos(event=event, photos={CasePhoto.Moment.BEFORE: report.get("photo_ids", ())})
    audit.record(actor=actor, action="cases.open", subject=case, detail={"number": case.number})
    announce(event)
    return case


def _checked(description: str, report: Report) -> str:
    if not description:
        raise InvalidInput(_("请写明发现了什么问题。"))
    if len(description) > MOST_DESCRIPTION:
        raise InvalidInput(_("问题描述不能超过%(most)s字，请精简后再提交。") % {"most": MOST_DESCRIPTION})
    if "\x00" in description + report.get("place_text", ""):
        raise InvalidInput(_("文字中有无法保存的字符，请重新输入。"))
    if not (report.get("site_id") or report.get("site")) and not report.get("place_text", "").strip():
        raise InvalidInput(_("请选择点位，或写明问题在什么地方。"))
    return description


def _usual_severity(problem_class: ProblemClass | None) -> str:
    return problem_class.usual_severity if problem_class is not None else Case.Severity.NORMAL


def _put_in_place(case: Case, actor: Actor, report: Report) -> None:
    site_id, site = report.get("site_id"), report.get("site")
    case.place_text = report.get("place_text", "").strip()[:MOST_PLACE]
    case.put_at(*_checked_position(report.get("lon"), report.get("lat")))
    case.area_id = _known_area(report.get("area_id"))
    if site is None and site_id is not None:
        site = site_for(actor, site_id)
    if site is not None:
        _put_at_site(case, site)


def _put_at_site(case: Case, site: Site) -> None:
    case.site = site
    if case.area_id is None:
        case.area = site.area
    if case.lon is None:
        case.put_at(site.lon, site.lat)


def _checked_position(lon: float | None, lat: float | None) -> tuple[float | None, float | None]:
    if lon is None or lat is None:
        return None, None
    if not (abs(lon) <= MAX_LONGITUDE and abs(lat) <= MAX_LATITUDE):
        raise InvalidInput(_("定位超出范围，请重新定位或写明地点。"))
    return lon, lat


def _known_area(area_id: int | None) -> int | None:
    if area_id is not None and area_id not in unit_names([area_id]):
        raise InvalidInput(_("没有这个街道或社区，请从列表中选择。"))
    return area_id


def _known_source(source: str) -> str:
    if source not in Case.Source.values:
        raise InvalidInput(_("没有这个问题来源，请从列表中选择。"))
    return source
