"""That a unit is called to a meeting, and to hold its own, is asked of it: the burden on units counts both."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from django.utils.translation import gettext as _

from chuangcheng.command.models import Meeting
from chuangcheng.core.access import Actor
from chuangcheng.core.times import local_date
from chuangcheng.orgs.services import AskGiven, AsksRefused, ask_units, change_asks, end_asks, renew_asks

KIND, CALL, REPORT = "meeting", "command.meeting", "command.unit_meeting"


def ask_to_come(actor: Actor, found: Meeting) -> None:
    """Writes down for every unit called that it comes, and that it reports its own meeting where that is wanted.

    A meeting is called for its day, so it is asked whatever else the unit has: the reason is the call itself.
    """
    ids, key = list(found.units.values_list("unit", flat=True)), [str(found.pk)]
    asks = [_call(found, unit_id) for unit_id in ids]
    if found.reports_by is not None:
        asks += [_report(found, unit_id) for unit_id in ids]
    _ask(actor, found, asks)
    renew_asks(source_kind=CALL, source_ids=key, unit_ids=ids)  # of a unit that is called again
    change_asks(source_kind=CALL, facts={key[0]: (_call_title(found), local_date(found.starts_at))})
    if found.reports_by is None:
        end_asks(source_kind=REPORT, source_ids=key, is_taken_back=True)
    else:
        change_asks(source_kind=REPORT, facts={key[0]: (_report_title(found), found.reports_by)})


def stop_asking(found: Meeting, unit_ids: Collection[int] | None = None) -> None:
    """The meeting, or the call of these units, is off: taken back, not counted."""
    for source in (CALL, REPORT):
        end_asks(source_kind=source, source_ids=[str(found.pk)], is_taken_back=True, unit_ids=unit_ids)


def end_calls(found: Meeting) -> None:
    """The meeting was held."""
    end_asks(source_kind=CALL, source_ids=[str(found.pk)])


def end_report(found: Meeting, unit_id: int) -> None:
    """The unit has told of its own meeting."""
    end_asks(source_kind=REPORT, source_ids=[str(found.pk)], unit_ids=[unit_id])


def _ask(actor: Actor, found: Meeting, asks: Sequence[AskGiven]) -> None:
    try:
        ask_units(actor=actor, asks=asks)
    except AsksRefused as refusal:
        why = _("会议通知%(number)s") % {"number": found.number}
        ask_units(actor=actor, asks=[asks[place] for place in refusal.problems], despite=why)
        ask_units(actor=actor, asks=[each for place, each in enumerate(asks) if place not in refusal.problems])


def _call(found: Meeting, unit_id: int) -> AskGiven:
    return AskGiven(unit_id, KIND, _call_title(found), CALL, str(found.pk), _label(found), local_date(found.starts_at))


def _report(found: Meeting, unit_id: int) -> AskGiven:
    return AskGiven(unit_id, KIND, _report_title(found), REPORT, str(found.pk), _label(found), found.reports_by)


def _label(found: Meeting) -> str:
    return f"{found.number} {found.title}"


def _call_title(found: Meeting) -> str:
    return _("参加“%(title)s”") % {"title": found.title}


def _report_title(found: Meeting) -> str:
    return _("召开本单位会议传达“%(title)s”") % {"title": found.title}
