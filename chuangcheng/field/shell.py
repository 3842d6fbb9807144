"""What the field adds to the shell: the way to the phone page, lists on the workbench, photos."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from chuangcheng.cases.slots import case_panels
from chuangcheng.core import files, shell
from chuangcheng.core.access import Actor
from chuangcheng.core.audit.words import words
from chuangcheng.core.shell import NavEntry, Todo
from chuangcheng.field.access import ADVISE, MIND, VIEW_ADVICE, has_field_work, may_read_photo
from chuangcheng.field.audit_words import FIELD_WORDS
from chuangcheng.field.models import FieldRecord
from chuangcheng.field.panels import case_panel, visit_panel
from chuangcheng.field.queries.lists import refused
from chuangcheng.inspections.slots import visit_panels

PATROLS = (FieldRecord.Kind.PATROL_BEGIN, FieldRecord.Kind.PATROL_STOP, FieldRecord.Kind.PATROL_END)
RETURNED = 2  # urgency of a to-do
IN_THE_BAR, OUT_OF_THE_BAR = 3, 9  # ranks in the bottom bar of a phone


MOST_COUNTED = 1000


def fill() -> None:
    """Called once, when the application is ready."""
    shell.navigation.fill("inspections-with-phones", navigation)  # after the rounds, which lead the group
    shell.rare_todos.fill("field", shell.RareTodos(refused_records, todos, MOST_COUNTED))
    words.fill("field", FIELD_WORDS)
    files.readers.fill("field", may_read_photo)
    case_panels.fill("30-phones", case_panel)
    visit_panels.fill("10-phones", visit_panel)


def navigation(actor: Actor) -> Sequence[NavEntry]:
    """The phone page for who works with it; the advice given; what was not taken in, for who minds it."""
    entries = []
    if has_field_work(actor):
        # Offices have other things in the bottom bar of a phone.
        rank = OUT_OF_THE_BAR if actor.may(MIND) else IN_THE_BAR
        entries.append(NavEntry("inspections", _("手机外勤"), reverse("field:app"), "device-mobile", phone_rank=rank))
    if actor.may(VIEW_ADVICE) or actor.may(ADVISE):
        entries.append(NavEntry("inspections", _("劝导记录"), reverse("field:advice"), "speakerphone"))
    if actor.may(MIND):
        entries.append(NavEntry("inspections", _("外勤未入账"), reverse("field:records"), "inbox"))
    return entries


def refused_records(actor: Actor, now: datetime) -> QuerySet[FieldRecord] | None:  # noqa: ARG001 - the signature of the slot
    """What phones sent and could not be taken in, for who minds it."""
    return refused(actor=actor) if actor.may(MIND) else None


def todos(actor: Actor, now: datetime, count: int) -> Sequence[Todo]:  # noqa: ARG001 - the signature of the slot
    """One line for all of them."""
    title = _("手机送来的%(count)s条记录没有入账，请核对两边的情况") % {"count": count}
    return [Todo(urgency=RETURNED, title=title, url=reverse("field:records"), act=_("去处理"), kind=_("外勤"))]


def url_of_result(record: FieldRecord) -> str:
    """Where what came of a record is shown; empty while nothing did."""
    if not record.result_id:
        return ""
    if record.kind == FieldRecord.Kind.VISIT:
        return reverse("inspections:visit_result", args=[record.result_id])
    if record.kind == FieldRecord.Kind.ADVICE:
        return reverse("field:advice")
    if record.kind in PATROLS:
        return reverse("field:patrol", args=[record.result_id])
    return reverse("cases:case", args=[record.result_id])
