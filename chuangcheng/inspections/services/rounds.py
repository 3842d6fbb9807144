"""The life of a round: prepared, running, finished, released."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from chuangcheng.cases.services import release_held_cases, release_held_group
from chuangcheng.core import audit, events
from chuangcheng.core.access import SYSTEM, Actor, require
from chuangcheng.core.errors import InvalidInput, Refusal
from chuangcheng.core.ids import is_client_id, new_id
from chuangcheng.core.numbers import next_number
from chuangcheng.core.times import now
from chuangcheng.inspections.access import PLAN, round_to_plan
from chuangcheng.inspections.events import ROUND_RELEASED
from chuangcheng.inspections.kinds import HIDDEN_KINDS
from chuangcheng.inspections.models import Answer, Round
from chuangcheng.inspections.queries import SOURCE_KIND
from chuangcheng.inspections.services.reviews import leave_out_undecided
from chuangcheng.inspections.services.texts import checked_text
from chuangcheng.standards.access import framework_for

REVIEWED_KINDS = frozenset({Round.Kind.MYSTERY, Round.Kind.THIRD_PARTY, Round.Kind.MONTHLY})  # unless said; our choice
MOST_NAME, MOST_REASON, MOST_PAPER_NUMBER = 120, 300, 60  # characters, as the columns
LONGEST_DAYS = 400  # from first to last day of a round; our choice
OPEN_STATES = (Round.State.DRAFT, Round.State.RUNNING)


@dataclass(frozen=True)
class SuperiorPaper:
    """The paper in which a superior told the findings."""

    on: date | None = None
    number: str = ""


class RoundMovedOn(Refusal):
    """The round is in another state by now."""

    def __init__(self, found: Round) -> None:
        words = {"state": found.get_state_display()}
        super().__init__(_("该轮次现在是“%(state)s”，不能这样办理，请刷新页面。") % words)


def create_round(
    *,
    actor: Actor,
    name: str,
    kind: str,
    framework_id: int,
    starts_on: date,
    ends_on: date,
    round_id: UUID | None = None,
    asks_review: bool | None = None,
    organisation: str = "",
    paper: SuperiorPaper | None = None,
) -> Round:
    """A round in preparation; the same `round_id` twice is one round. Mystery and third-party rounds are hidden.

    asks_review: whether visits count only when somebody else has accepted them; None: by kind.
    """
    require(actor, PLAN)
    if round_id is not None and not is_client_id(round_id):
        raise InvalidInput(_("轮次编号无效，请刷新页面后重新填写。"))
    framework = framework_for(actor, framework_id)
    if framework.state == framework.State.CLOSED:
        raise InvalidInput(_("该测评体系已停用，请选择执行中的体系。"))
    facts = {"name": _checked_name(name), "kind": _known_kind(kind), "starts_on": starts_on, "ends_on": ends_on}
    _check_days(starts_on, ends_on)
    with transaction.atomic():
        made, is_new = Round.objects.get_or_create(
            pk=round_id or new_id(),
            defaults={
                **facts,
                "number": lambda: next_number(series="round", year=starts_on.year),
                "framework": framework,
                "is_hidden": kind in HIDDEN_KINDS,
                "asks_review": kind in REVIEWED_KINDS if asks_review is None else asks_review,
                "organisation": checked_text(organisation, label=_("检查单位"), at_most=MOST_NAME),
                **_checked_paper(kind, paper or SuperiorPaper()),
                "created_by_id": actor.person_id,
            },
        )
        if is_new:
            audit.record(actor=actor, action="inspections.create_round", subject=made)
        elif made.created_by_id != actor.person_id:
            raise InvalidInput(_("轮次编号已经用过，请刷新页面后重新填写。"))
    return made


@transaction.atomic
def change_round(
    *,
    actor: Actor,
    round_id: UUID,
    name: str,
    starts_on: date,
    ends_on: date,
    asks_review: bool | None = None,
    paper: SuperiorPaper | None = None,
) -> Round:
    """Another name or other days, while the round is not finished; whether it asks for review, until it starts.

    asks_review, paper: None: as it is.
    """
    found = round_to_plan(actor, round_id)
    if found.state not in OPEN_STATES:
        raise RoundMovedOn(found)
    _check_days(starts_on, ends_on)
    if asks_review is not None and asks_review != found.asks_review and found.state != Round.State.DRAFT:
        raise InvalidInput(_("轮次已经启动，检查结果是否审核不能再改。"))
    before = {
        "name": found.name,
        "starts_on": f"{found.starts_on}",
        "ends_on": f"{found.ends_on}",
        "asks_review": found.asks_review,
        "paper_on": f"{found.paper_on or ''}",
        "paper_number": found.paper_number,
    }
    found.name, found.starts_on, found.ends_on = _checked_name(name), starts_on, ends_on
    found.asks_review = found.asks_review if asks_review is None else asks_review
    if paper is not None:
        columns = _checked_paper(found.kind, paper)
        found.paper_on, found.paper_number = columns["paper_on"], columns["paper_number"]
    found.save(update_fields=["name", "starts_on", "ends_on", "asks_review", "paper_on", "paper_number"])
    audit.record(actor=actor, action="inspections.change_round", subject=found, detail={"before": before})
    return found


@transaction.atomic
def keep_paper(*, actor: Actor, round_id: UUID, paper: SuperiorPaper) -> Round:
    """Date and number of a superior's paper, which often comes when the round has ended."""
    found = round_to_plan(actor, round_id)
    before = {"paper_on": f"{found.paper_on or ''}", "paper_number": found.paper_number}
    columns = _checked_paper(found.kind, paper)
    found.paper_on, found.paper_number = columns["paper_on"], columns["paper_number"]
    found.save(update_fields=["paper_on", "paper_number"])
    audit.record(actor=actor, action="inspections.change_round", subject=found, detail={"before": before})
    return found


@transaction.atomic
def discard_round(*, actor: Actor, round_id: UUID) -> None:
    """Takes away a round in preparation, which nobody has seen but its planners."""
    found = round_to_plan(actor, round_id)
    if found.state != Round.State.DRAFT:
        raise RoundMovedOn(found)
    audit.record(actor=actor, action="inspections.discard_round", subject=found, detail={"number": found.number})
    found.delete()


@transaction.atomic
def start_round(*, actor: Actor, round_id: UUID) -> Round:
    """Inspectors see it from now on. Refused without sites, and under a framework that is not in force."""
    found = _moved(actor, round_id, Round.State.DRAFT, Round.State.RUNNING)
    if not found.assignments.exists():
        raise InvalidInput(_("该轮次还没有点位，请先添加点位。"))
    if found.framework.state != found.framework.State.IN_FORCE:
        raise InvalidInput(_("该轮次的测评体系不在执行中，请先启用体系。"))
    found.save(update_fields=["state"])
    audit.record(actor=actor, action="inspections.start_round", subject=found)
    return found


@transaction.atomic
def finish_round(*, actor: Actor, round_id: UUID, reason: str = "") -> Round:
    """No more visits are taken. Sites that nobody visited need a reason, which is kept."""
    found = _moved(actor, round_id, Round.State.RUNNING, Round.State.FINISHED)
    # Visits hold the row of their assignment: those on their way are waited for, later ones see the new state.
    open_sites = [at is None for at in found.assignments.select_for_update().values_list("visited_at", flat=True)]
    found.finish_note = checked_text(reason, label=_("说明"), at_most=MOST_REASON)
    if any(open_sites) and not found.finish_note:
        count = sum(open_sites)
        raise InvalidInput(_("还有%(count)s个点位没有检查，请说明为什么现在结束。") % {"count": count})
    found.save(update_fields=["state", "finish_note"])
    detail = {"not_visited": sum(open_sites)}
    audit.record(actor=actor, action="inspections.finish_round", subject=found, detail=detail)
    return found


@transaction.atomic
def release_round(*, actor: Actor, round_id: UUID, reason: str = "") -> Round:
    """Its checks count and everybody sees it; cases that were held start their way.

    Visits that nobody accepted need a reason, which is kept; they do not count.
    """
    found = _moved(actor, round_id, Round.State.FINISHED, Round.State.RELEASED)
    found.release_note = checked_text(reason, label=_("说明"), at_most=MOST_REASON)
    left_out = leave_out_undecided(actor=actor, found=found, reason=found.release_note)
    if left_out and not found.release_note:
        words = _("还有%(count)s次检查没有审核通过，请先审核；现在发布请写明原因，这些检查不计入。")
        raise InvalidInput(words % {"count": left_out})
    found.released_at = now()
    found.save(update_fields=["state", "released_at", "release_note"])
    # The decision is this person's, by the permission to plan; that held cases follow is a rule of the system.
    released = release_held_cases(actor=SYSTEM, source_kind=SOURCE_KIND, source_ids=_answers_with_case(found))
    released += release_held_group(actor=SYSTEM, group=found.pk)
    audit.record(
        actor=actor, action="inspections.release_round", subject=found, detail={"cases": released, "left_out": left_out}
    )
    events.publish(ROUND_RELEASED, {"round": str(found.pk)})
    return found


def _answers_with_case(found: Round) -> list[str]:
    rows = Answer.objects.filter(visit__round=found, case__isnull=False)
    return [str(pk) for pk in rows.order_by().values_list("pk", flat=True)]


def _moved(actor: Actor, round_id: UUID, source: str, target: Round.State) -> Round:
    found = round_to_plan(actor, round_id)
    if found.state != source:
        raise RoundMovedOn(found)
    found.state = target
    return found


def _checked_name(name: str) -> str:
    found = checked_text(name, label=_("轮次名称"), at_most=MOST_NAME)
    if not found:
        raise InvalidInput(_("请填写轮次名称。"))
    return found


def _checked_paper(kind: str, paper: SuperiorPaper) -> dict[str, Any]:
    """The columns of the paper; raises InvalidInput when the round is no superior's."""
    number = checked_text(paper.number, label=_("文号"), at_most=MOST_PAPER_NUMBER)
    if kind != Round.Kind.SUPERIOR and (paper.on or number):
        raise InvalidInput(_("来文日期和文号只用于上级检查，请去掉。"))
    return {"paper_on": paper.on, "paper_number": number}


def _known_kind(kind: str) -> str:
    if kind not in Round.Kind.values:
        raise InvalidInput(_("请选择检查类型。"))
    return kind


def _check_days(starts_on: date, ends_on: date) -> None:
    if ends_on < starts_on:
        raise InvalidInput(_("结束日期不能早于开始日期，请改正。"))
    if (ends_on - starts_on).days > LONGEST_DAYS:
        raise InvalidInput(_("一个轮次最长%(days)s天，请分成几个轮次。") % {"days": LONGEST_DAYS})
