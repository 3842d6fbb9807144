"""A bulletin is asked for, kept with its figures, changed while it is a draft, and moved on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from chuangcheng.command.services.circulars import withdraw_circular
from chuangcheng.core import audit, jobs
from chuangcheng.core.access import Actor
from chuangcheng.core.errors import InvalidInput, NotPermitted, Refusal
from chuangcheng.core.ids import is_client_id
from chuangcheng.core.models import Job
from chuangcheng.core.numbers import next_number
from chuangcheng.core.times import now, today
from chuangcheng.inspections.services.texts import checked_text
from chuangcheng.reports.access import MAKE, bulletin_for, require_everywhere
from chuangcheng.reports.figures import PeriodFigures, packed
from chuangcheng.reports.indexing import forget_bulletin
from chuangcheng.reports.models import Bulletin, BulletinStep
from chuangcheng.reports.periods import Kind, Span, span_of
from chuangcheng.reports.queries.templates import templates_now
from chuangcheng.reports.states import MOVES, Move, State
from chuangcheng.reports.wording import kind_words, masthead_words, period_words, title_words

MAKING, RECOUNTING = "reports.make_bulletin", "reports.recount_bulletin"
MOST_TITLE, MOST_MASTHEAD, MOST_ISSUER, MOST_NAMES, MOST_REASON = 120, 40, 60, 300, 300  # characters, as the columns
MOST_TEXT = 5000  # characters of what is written by hand; our choice
CHOSEN_AT_FIRST, MOST_CHOSEN = 6, 12  # cases whose photos are shown; our choice


class NotADraft(Refusal):
    """It was sent for approval, or further."""

    def __init__(self) -> None:
        super().__init__(_("这份通报已经送审，不能再改；要改请先退回。"))


class PeriodTaken(Refusal):
    """There is one of this kind and period already."""

    def __init__(self, title: str) -> None:
        super().__init__(_("这个时段已有《%(title)s》，请直接修改它；要重做请先撤回。") % {"title": title})


@dataclass(frozen=True)
class WordsGiven:
    """What the office writes by hand, as the form sends it."""

    title: str
    masthead: str
    issuer: str
    recipients: str
    copies: str = ""
    opening: str = ""
    demands: str = ""
    case_ids: Sequence[str] = ()


def ask_for_bulletin(*, actor: Actor, bulletin_id: UUID, kind: Kind, day: date) -> Job:
    """Starts the job that collects the figures of the period in which the day lies."""
    require_everywhere(actor, MAKE)
    _check_id(bulletin_id)
    span = checked_span(kind, day)
    _check_free(kind, span, bulletin_id)
    arguments = {"bulletin_id": str(bulletin_id), "kind": kind.value, "day": span.first.isoformat()}
    return jobs.start(MAKING, actor=actor, arguments=arguments)


@transaction.atomic
def ask_to_recount(*, actor: Actor, bulletin_id: UUID) -> Job:
    """Starts the job that collects the figures of a draft again."""
    found = _draft(actor, bulletin_id)
    return jobs.start(RECOUNTING, actor=actor, arguments={"bulletin_id": str(found.pk)})


@transaction.atomic
def keep_bulletin(*, actor: Actor, bulletin_id: UUID, figures: PeriodFigures) -> Bulletin:
    """The draft of collected figures; the same id twice is one."""
    require_everywhere(actor, MAKE)
    there = Bulletin.objects.filter(pk=bulletin_id).first()
    if there is not None and there.made_by_id == actor.person_id:
        return there
    if there is not None:
        raise InvalidInput(_("表单编号无效，请刷新页面后重新填写。"))
    kind, span = Kind(figures.kind), Span(figures.first, figures.last)
    _check_free(kind, span, bulletin_id)
    made = Bulletin.objects.create(
        pk=bulletin_id,
        kind=kind.value,
        first_on=span.first,
        last_on=span.last,
        **_usual_words(actor, figures),
        case_ids=[pair.case_id for pair in figures.photos[:CHOSEN_AT_FIRST]],
        figures=packed(figures),
        made_by_id=actor.person_id,
        made_at=now(),
    )
    record_step(actor, made, "make", "", "")
    audit.record(actor=actor, action="reports.make", subject=made, detail=_of(made))
    return made


@transaction.atomic
def recount_bulletin(*, actor: Actor, bulletin_id: UUID, figures: PeriodFigures) -> Bulletin:
    """Newly collected figures for a draft; photos chosen by hand stay where they are still offered."""
    found = _draft(actor, bulletin_id)
    offered = [pair.case_id for pair in figures.photos]
    kept = [case_id for case_id in found.case_ids if case_id in offered]
    found.figures, found.case_ids = packed(figures), kept or offered[:CHOSEN_AT_FIRST]
    found.save(update_fields=["figures", "case_ids"])
    audit.record(actor=actor, action="reports.recount", subject=found, detail=_of(found))
    return found


@transaction.atomic
def change_bulletin(*, actor: Actor, bulletin_id: UUID, given: WordsGiven) -> Bulletin:
    """What is written by hand, and which photos are shown."""
    found = _draft(actor, bulletin_id)
    facts = _checked(found, given)
    fields = sorted(name for name, value in facts.items() if getattr(found, name) != value)
    for name in fields:
        setattr(found, name, facts[name])
    found.save(update_fields=fields)
    audit.record(actor=actor, action="reports.change", subject=found, detail={"fields": fields})
    return found


@transaction.atomic
def move_bulletin(*, actor: Actor, bulletin_id: UUID, code: str, reason: str = "") -> Bulletin:
    """送审, 核准, 退回, 归档, 撤回; a repeated press changes nothing. Sending is `issue_bulletin`."""
    move = MOVES[code]
    require_everywhere(actor, move.permission)
    found = bulletin_for(actor, bulletin_id, lock=True)
    if found.state == move.go_to and _was_just_made(found, move):
        return found
    words = check_move(actor, found, move, reason)
    before = found.state
    fields = {"state", *_prepared(found, move)}
    found.state = move.go_to.value
    if code == "withdraw" and found.circular is not None and found.circular.withdrawn_at is None:
        withdraw_circular(actor=actor, circular_id=found.circular.pk, reason=words)
    found.save(update_fields=sorted(fields))
    if code == "withdraw":
        forget_bulletin(found)
    record_step(actor, found, code, before, words)
    audit.record(actor=actor, action=f"reports.{code}", subject=found, detail={**_of(found), "reason": words})
    return found


def check_move(actor: Actor, found: Bulletin, move: Move, reason: str) -> str:
    """The reason as it is kept; a Refusal where maker, state or a missing reason forbid the move."""
    if move.by_other and found.made_by_id == actor.person_id:
        raise NotPermitted(_("起草人不能核准自己的通报，请由其他人核准。"))
    if State(found.state) not in move.come_from:
        raise Refusal(_("这份通报的状态已经变了，请刷新页面后再办。"))
    words = checked_text(reason, label=_("理由"), at_most=MOST_REASON)
    if move.wants_reason and not words:
        raise InvalidInput(_("请写明理由。"))
    return words


def checked_span(kind: Kind, day: date) -> Span:
    """The period of the kind in which the day lies; refused when it has not begun."""
    span = span_of(kind, day)
    if span.first > today():
        raise InvalidInput(_("这个时段还没有开始，请另选日期。"))
    return span


def record_step(actor: Actor, found: Bulletin, code: str, before: str, reason: str) -> None:
    """Keeps who made a step."""
    BulletinStep.objects.create(
        bulletin=found,
        move=code,
        from_state=before,
        to_state=found.state,
        reason=reason,
        made_by_id=actor.person_id,
        made_at=now(),
    )


def _prepared(found: Bulletin, move: Move) -> list[str]:
    """What a move sets besides the state: templates are fixed when it is submitted, the number when it is approved."""
    if move.code == "submit":
        found.word_template, found.slides_template = templates_now(found.kind)
        return ["word_template", "slides_template"]
    if move.code == "approve":
        found.signed_on = today()
        year, _dash, number = next_number(series=f"bulletin_{found.kind}", year=today().year).partition("-")
        found.number = f"〔{year}〕{int(number)}号"
        return ["signed_on", "number"]
    return []


def _usual_words(actor: Actor, figures: PeriodFigures) -> dict[str, str]:
    """What a new paper begins with, in the language of papers."""
    with translation.override(settings.LANGUAGE_CODE):
        return {
            "title": title_words(figures.kind, figures.first, figures.last),
            "masthead": masthead_words(figures.kind, figures.place)[:MOST_MASTHEAD],
            "issuer": actor.unit_name[:MOST_ISSUER] or figures.place,
            "recipients": _("各有关单位"),
        }


def _was_just_made(found: Bulletin, move: Move) -> bool:
    last = found.steps.order_by("-made_at", "-pk").first()
    return last is not None and last.move == move.code


def _draft(actor: Actor, bulletin_id: UUID) -> Bulletin:
    require_everywhere(actor, MAKE)
    found = bulletin_for(actor, bulletin_id, lock=True)
    if found.state != State.DRAFT:
        raise NotADraft
    return found


def _checked(found: Bulletin, given: WordsGiven) -> dict[str, object]:
    texts = [
        ("title", _("标题"), MOST_TITLE),
        ("masthead", _("报头"), MOST_MASTHEAD),
        ("issuer", _("发文机关"), MOST_ISSUER),
        ("recipients", _("主送"), MOST_NAMES),
        ("copies", _("抄送"), MOST_NAMES),
        ("opening", _("开头语"), MOST_TEXT),
        ("demands", _("工作要求"), MOST_TEXT),
    ]
    facts: dict[str, object] = {
        name: checked_text(getattr(given, name), label=label, at_most=most) for name, label, most in texts
    }
    for name, label, _most in texts[:4]:
        if not facts[name]:
            raise InvalidInput(_("请填写%(label)s。") % {"label": label})
    offered = {pair[0] for pair in found.figures["photos"]}
    if not set(given.case_ids) <= offered:
        raise InvalidInput(_("没有找到所选的照片，请刷新页面后重新选择。"))
    facts["case_ids"] = list(dict.fromkeys(given.case_ids))[:MOST_CHOSEN]
    return facts


def _check_id(bulletin_id: UUID) -> None:
    if not is_client_id(bulletin_id):
        raise InvalidInput(_("表单编号无效，请刷新页面后重新填写。"))


def _check_free(kind: Kind, span: Span, bulletin_id: UUID) -> None:
    others = Bulletin.objects.filter(kind=kind.value, first_on=span.first).exclude(pk=bulletin_id)
    other = others.exclude(state=State.WITHDRAWN.value).first()
    if other is not None:
        raise PeriodTaken(other.title)


def _of(found: Bulletin) -> dict[str, str]:
    return {"kind": kind_words(found.kind), "period": period_words(found.kind, found.first_on, found.last_on)}
