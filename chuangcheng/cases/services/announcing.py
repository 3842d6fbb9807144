"""What others hear of a step: news for the contexts above, the search index, lines in inboxes."""

from __future__ import annotations

from collections.abc import Sequence

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from chuangcheng.cases.events import CASE_MOVED, CASE_OPENED
from chuangcheng.cases.models import Case, CaseEvent
from chuangcheng.cases.services.indexing import CHANGES_WHAT_IS_FOUND, index_case
from chuangcheng.core import events
from chuangcheng.core.notices import notify
from chuangcheng.core.times import SHANGHAI, local_date
from chuangcheng.orgs.queries import people_of_units

LIAISON, HEAD = "liaison", "head"  # duties of `orgs`


def announce(event: CaseEvent) -> None:
    """Tells of a step, in its transaction."""
    case = event.case
    if event.move in CHANGES_WHAT_IS_FOUND:
        index_case(case, event.data.get("assists", ()))
    told = {"case_id": str(case.pk), "source_kind": case.source_kind, "source_id": case.source_id}
    if event.move == "open":
        events.publish(CASE_OPENED, told)
        return
    details = {"event_id": str(event.pk), "move": event.move, "unit_id": event.unit_id}
    events.publish(CASE_MOVED, {**told, **details, "from_state": event.from_state, "to_state": event.to_state})
    # An inbox keeps the text, so it is in the language of the office, not of who happened to act.
    with translation.override(settings.LANGUAGE_CODE):
        _notify(event)


def _notify(event: CaseEvent) -> None:
    case = event.case
    sentences = {
        "dispatch": _("问题%(number)s派遣给您单位，%(due)s到期"),
        "fail_check": _("问题%(number)s核查未通过，请返工，%(due)s到期"),
        "reopen": _("问题%(number)s已重开，将重新派遣"),
        "close": _("您上报的问题%(number)s已结案"),
        "reject": _("您上报的问题%(number)s不予立案"),
    }
    if event.move not in sentences:
        return
    due = f"{case.due_at.astimezone(SHANGHAI):%m-%d %H:%M}" if case.due_at else ""
    notify(
        person_ids=_recipients(event),
        key=f"cases:{event.pk}",
        title=sentences[event.move] % {"number": case.number, "due": due},
        body=event.reason or case.description,
        link=reverse("cases:case", args=[case.pk]),
    )


def _recipients(event: CaseEvent) -> Sequence[int]:
    case = event.case
    if event.move in {"close", "reject"}:
        return [person for person in [case.reporter_id] if person is not None and person != event.actor_id]
    return _liaisons(case, event)


def _liaisons(case: Case, event: CaseEvent) -> Sequence[int]:
    """The liaison officers of the lead unit; its head where there is none."""
    if case.lead_unit_id is None:
        return []
    for duty in (LIAISON, HEAD):
        people = people_of_units([case.lead_unit_id], duties=[duty], today=local_date(event.at))
        if people:
            return people[case.lead_unit_id]
    return []
