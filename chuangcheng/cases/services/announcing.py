"""What others hear of a step: news for the contexts above, the search index, lines in inboxes."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from chuangcheng.cases.events import CASE_MOVED, CASE_OPENED
from chuangcheng.cases.models import Case, CaseEvent
from chuangcheng.cases.services.indexing import CHANGES_WHAT_IS_FOUND, index_case, index_cases
from chuangcheng.core import events
from chuangcheng.core.notices import Line, notify_all
from chuangcheng.core.times import SHANGHAI, local_date
from chuangcheng.orgs.queries import people_of_units

LIAISON, HEAD = "liaison", "head"  # duties of `orgs`


def announce(event: CaseEvent) -> None:
    """Tells of a step, in its transaction."""
    case = event.case
    if event.move in CHANGES_WHAT_IS_FOUND:
        index_case(case, event.data.get("assists", ()))
    if event.move == "open":
        events.publish(CASE_OPENED, _origin(case))
        return
    events.publish(CASE_MOVED, _news(event))
    # An inbox keeps the text, so it is in the language of the office, not of who happened to act.
    with translation.override(settings.LANGUAGE_CODE):
        _notify(event)


def announce_dispatches(made: Sequence[CaseEvent]) -> None:
    """Tells of many dispatches, in their transaction; the number of statements does not grow with them."""
    index_cases([event.case_id for event in made])
    events.publish_all(CASE_MOVED, [_news(event) for event in made])
    people = _liaisons_of({event.unit_id for event in made if event.unit_id is not None}, local_date(made[0].at))
    with translation.override(settings.LANGUAGE_CODE):
        sentence = _("问题%(number)s派遣给您单位，%(due)s到期")
        notify_all([_line(event, sentence, people.get(event.unit_id or 0, [])) for event in made])


def _origin(case: Case) -> dict[str, str]:
    return {"case_id": str(case.pk), "source_kind": case.source_kind, "source_id": case.source_id}


def _news(event: CaseEvent) -> dict[str, Any]:
    details = {"event_id": str(event.pk), "move": event.move, "unit_id": event.unit_id}
    return {**_origin(event.case), **details, "from_state": event.from_state, "to_state": event.to_state}


def _line(event: CaseEvent, sentence: str, person_ids: Sequence[int]) -> Line:
    case = event.case
    due = f"{case.due_at.astimezone(SHANGHAI):%m-%d %H:%M}" if case.due_at else ""
    return Line(
        person_ids=person_ids,
        key=f"cases:{event.pk}",
        title=sentence % {"number": case.number, "due": due},
        body=event.reason or case.description,
        link=reverse("cases:case", args=[case.pk]),
    )


def _notify(event: CaseEvent) -> None:
    sentences = {
        "dispatch": _("问题%(number)s派遣给您单位，%(due)s到期"),
        "fail_check": _("问题%(number)s核查未通过，请返工，%(due)s到期"),
        "reopen": _("问题%(number)s已重开，将重新派遣"),
        "close": _("您上报的问题%(number)s已结案"),
        "reject": _("您上报的问题%(number)s不予立案"),
    }
    if event.move not in sentences:
        return
    notify_all([_line(event, sentences[event.move], _recipients(event))])


def _recipients(event: CaseEvent) -> Sequence[int]:
    case = event.case
    if event.move in {"close", "reject"}:
        return [person for person in [case.reporter_id] if person is not None and person != event.actor_id]
    return _liaisons(case, event)


def _liaisons(case: Case, event: CaseEvent) -> Sequence[int]:
    if case.lead_unit_id is None:
        return []
    return _liaisons_of({case.lead_unit_id}, local_date(event.at)).get(case.lead_unit_id, [])


def _liaisons_of(unit_ids: Collection[int], day: date) -> dict[int, list[int]]:
    """The liaison officers of each unit; its head where there is none. Two queries at most."""
    found = people_of_units(unit_ids, duties=[LIAISON], today=day)
    lacking = set(unit_ids) - set(found)
    return {**found, **(people_of_units(lacking, duties=[HEAD], today=day) if lacking else {})}
