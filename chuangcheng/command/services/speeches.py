"""讲话稿: drafted from live figures, edited, its figures refreshed with what changed; nothing in it is hidden work."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from chuangcheng.command.meeting_access import visible_meetings
from chuangcheng.command.models import Meeting, SpeechDraft
from chuangcheng.command.queries.speech_figures import speech_figures
from chuangcheng.command.speech_access import READ_SPEECHES, require_drafter, speech_for, speech_to_change
from chuangcheng.command.speech_policies import SPEECH_GOOD_RATE
from chuangcheng.command.speeches.figures import Figure, by_name, changes, figures_from, names_in, stored, unknown_names
from chuangcheng.command.speeches.outline import RATE, outline
from chuangcheng.core import audit
from chuangcheng.core.access import Actor
from chuangcheng.core.errors import InvalidInput
from chuangcheng.core.ids import MOST_KEY, is_client_id
from chuangcheng.core.numbers import next_number
from chuangcheng.core.times import now, today
from chuangcheng.inspections.services.texts import checked_text
from chuangcheng.orgs.queries import people_with

MOST_TITLE = 100  # letters, as the column
MOST_TEXT = 5000  # letters of a section; our choice
MOST_REASON = 300  # letters, as the column
FIRST_YEAR, LAST_YEAR = 2000, 2100


@dataclass(frozen=True)
class SpeechGiven:
    """A speech as the form asks for it."""

    kind: str
    leader_id: int | None
    speaks_on: date
    title: str = ""
    meeting_id: UUID | None = None


@transaction.atomic
def draft_speech(*, actor: Actor, speech_id: UUID, given: SpeechGiven) -> SpeechDraft:
    """A draft in the usual form with the figures of now; the same id twice is one."""
    require_drafter(actor)
    there = SpeechDraft.objects.filter(pk=speech_id).first()
    if there is not None and there.created_by_id == actor.person_id:
        return there
    if there is not None or not is_client_id(speech_id):
        raise InvalidInput(_("表单编号无效，请刷新页面后重新填写。"))
    if given.kind not in SpeechDraft.Kind.values:
        raise InvalidInput(_("请选择会议的类别。"))
    if not FIRST_YEAR <= given.speaks_on.year <= LAST_YEAR:
        raise InvalidInput(_("请核对日期。"))
    leader_id = given.leader_id or 0
    speaks = people_with(permission=READ_SPEECHES, today=today()).filter(pk=min(leader_id, MOST_KEY))
    if not speaks.exists():
        raise InvalidInput(_("请选择讲话的领导。"))
    meeting = _meeting(actor, given.meeting_id)
    title = checked_text(given.title, label=_("标题"), at_most=MOST_TITLE)
    moment = now()
    figures = speech_figures(actor=actor, meeting=meeting, now=moment)
    known = by_name(figures)
    nought = [figure.name for figure in figures if figure.is_nought]
    sections = outline(given.kind, known, is_punctual=_is_punctual(known), nought=nought)
    made = SpeechDraft.objects.create(
        pk=speech_id,
        number=next_number(series="speech", year=today().year),
        kind=given.kind,
        title=title or _("在创建工作%(kind)s上的讲话") % {"kind": SpeechDraft.Kind(given.kind).label},
        leader_id=leader_id,
        speaks_on=given.speaks_on,
        meeting=meeting,
        sections=[{"key": each.key, "head": each.head, "text": each.text} for each in sections],
        figures=stored(figures),
        as_of=moment,
        created_by_id=actor.person_id,
        created_at=moment,
        changed_at=moment,
    )
    audit.record(actor=actor, action="command.draft_speech", subject=made)
    return made


@transaction.atomic
def edit_speech(*, actor: Actor, speech_id: UUID, title: str, texts: Mapping[str, str]) -> SpeechDraft:
    """Other words for sections, by key; figures stay names in braces, and an unknown name is refused."""
    found = speech_to_change(actor, speech_id)
    known = by_name(figures_from(found.figures))
    name = checked_text(title, label=_("标题"), at_most=MOST_TITLE)
    if not name:
        raise InvalidInput(_("请填写标题。"))
    sections = []
    for section in found.sections:
        text = texts.get(section["key"], section["text"]).replace("\r\n", "\n")
        text = checked_text(text, label=section["head"] or _("正文"), at_most=MOST_TEXT)
        if unknown := unknown_names(text, known):
            raise InvalidInput(_("没有名为“%(name)s”的数据，请从数据表里选，或去掉花括号。") % {"name": unknown[0]})
        sections.append({**section, "text": text})
    if (name, sections) == (found.title, found.sections):
        return found
    found.title, found.sections, found.changed_at = name, sections, now()
    found.save(update_fields=["title", "sections", "changed_at"])
    audit.record(actor=actor, action="command.edit_speech", subject=found)
    return found


@transaction.atomic
def refresh_speech(*, actor: Actor, speech_id: UUID) -> SpeechDraft:
    """The figures of now; what changed is kept beside. A figure of the text that is not known now keeps its value."""
    found = speech_to_change(actor, speech_id)
    before, moment = figures_from(found.figures), now()
    after = speech_figures(actor=actor, meeting=found.meeting, now=moment)
    told = changes(before, after)
    used = {name for section in found.sections for name in names_in(section["text"])}
    there = by_name(after)
    kept = [each for each in before if each.name in used and each.name not in there]
    found.figures, found.changes, found.as_of = stored([*after, *kept]), stored(told), moment
    found.save(update_fields=["figures", "changes", "as_of"])
    audit.record(actor=actor, action="command.refresh_speech", subject=found, detail={"figures": len(told)})
    return found


@transaction.atomic
def withdraw_speech(*, actor: Actor, speech_id: UUID, reason: str) -> SpeechDraft:
    """Nobody uses it any more; it stays with its reason, the leader sees it no more. Again: nothing."""
    require_drafter(actor)
    if (there := speech_for(actor, speech_id)).withdrawn_at is not None:
        return there
    found = speech_to_change(actor, speech_id)
    words = checked_text(reason, label=_("理由"), at_most=MOST_REASON)
    if not words:
        raise InvalidInput(_("请写明理由。"))
    found.withdrawn_at, found.withdraw_reason = now(), words
    found.save(update_fields=["withdrawn_at", "withdraw_reason"])
    audit.record(actor=actor, action="command.withdraw_speech", subject=found, detail={"reason": words})
    return found


def _is_punctual(known: Mapping[str, Figure]) -> bool:
    """Whether the rate on time is worth praise; without a rate there is nothing to blame."""
    rate = known.get(RATE)
    return rate is None or Decimal(rate.value.rstrip("%")) >= SPEECH_GOOD_RATE.on(today())


def _meeting(actor: Actor, meeting_id: UUID | None) -> Meeting | None:
    if meeting_id is None:
        return None
    found = visible_meetings(actor).filter(pk=meeting_id, cancelled_at__isnull=True).first()
    if found is None:
        raise InvalidInput(_("没有找到所选的会议，请重新选择。"))
    return found
