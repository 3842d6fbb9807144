"""What waits for review, was returned, was amended; second visits that differ; a self-check; a drawn mystery round."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from random import Random
from typing import Any

from chuangcheng.core.access import Actor
from chuangcheng.core.times import replayed_at
from chuangcheng.demo.dice import dice, id_at
from chuangcheng.demo.plans import Ground, visit_some
from chuangcheng.inspections import services
from chuangcheng.inspections.models import Assignment, Control, ControlAnswer, Round, Visit
from chuangcheng.inspections.sample_terms import Terms
from chuangcheng.inspections.sampling import Design
from chuangcheng.inspections.services import AmendmentGiven, AnswerGiven
from chuangcheng.inspections.services.controls import (
    ControlGiven,
    assign_controls,
    draw_controls,
    settle_difference,
    submit_control,
)
from chuangcheng.orgs.access import actor_with_id
from chuangcheng.orgs.models import Person, Unit

ACCEPTED = 12
RETURNED = "两项照片看不清门牌，请补拍后重新提交。"
SAMPLE = 48  # sites of the mystery round
SELF_CHECKED = 8  # sites of a unit
SEED, SEED_AGAIN = "YUNLAN-2026-A", "YUNLAN-2026-B"
COUNTED = "复核照片显示确有破损，以复核为准。"


def make_reviews(ground: Ground, owners: Sequence[Unit]) -> None:
    """All of these, by the services that people use, at the moments when they did it."""
    rng = dice("reviews")
    monthly = Round.objects.filter(kind=Round.Kind.MONTHLY, asks_review=True).order_by("starts_on").last()
    if monthly is not None:
        _review(rng, ground, monthly)
    weekly = Round.objects.filter(kind=Round.Kind.WEEKLY, plan_run__isnull=False).order_by("starts_on").first()
    if weekly is not None:
        _control(rng, ground, weekly)
    _self_check(rng, ground, owners)
    _mystery(rng, ground)


def _review(rng: Random, ground: Ground, found: Round) -> None:
    """Most are accepted, some wait; one is left out, one comes back amended, and one is with its inspector."""
    reviewer = _acting(ground, "dudao")
    own = ground.people.by_username["jianchayuan"]
    visits = list(found.visits.order_by("submitted_at", "pk"))
    theirs = [visit for visit in visits if visit.inspector_id == own.pk]
    others = [visit for visit in visits if visit.inspector_id != own.pk]
    amended, left_out, accepted = others[:1], others[1:2], others[2 : 2 + ACCEPTED]
    with replayed_at(ground.at - timedelta(hours=2)):
        if accepted:
            services.accept_visits(actor=reviewer, visit_ids=[visit.pk for visit in accepted])
        for visit in left_out:
            services.leave_out_visit(actor=reviewer, visit_id=visit.pk, reason="检查当天小区封闭施工，无法全面查看。")
        for visit in [*theirs[:1], *amended]:
            _return(reviewer, visit, RETURNED)
    for visit in amended:
        _amend(rng, ground, visit)


def _return(reviewer: Actor, visit: Visit, reason: str) -> None:
    marked = visit.answers.order_by("item__order", "pk").values_list("pk", flat=True)[:2]
    services.return_visit(actor=reviewer, visit_id=visit.pk, reason=reason, answer_ids=list(marked))


def _amend(rng: Random, ground: Ground, visit: Visit) -> None:
    """The inspector sends the marked answers again as they were, with what was missing told in words."""
    moment = ground.at - timedelta(hours=1)
    answers = services.answers_to_amend(visit)
    given = [AnswerGiven(row.item_id, row.value, "已补拍，门牌清楚。") for row in answers]
    with replayed_at(moment):
        services.amend_visit(
            actor=actor_with_id(visit.inspector_id),
            given=AmendmentGiven(id_at(moment, rng), visit.pk, moment - timedelta(minutes=12), given),
        )


def _control(rng: Random, ground: Ground, found: Round) -> None:
    """Second visits to a drawn share: one differs and is settled, one differs still, one was not made yet."""
    moment = ground.at - timedelta(days=1, hours=3)
    office = _acting(ground, "chuangchengban")
    with replayed_at(moment):
        draw_controls(actor=office, round_id=found.pk, draw_id=id_at(moment, rng), seed="YUNLAN-FH-1")
    controls = list(Control.objects.filter(round=found).select_related("visit").order_by("visit__pk"))
    own = ground.people.by_username["jianchayuan"]
    differing = []
    for index, control in enumerate(controls):
        is_last = index == len(controls) - 1
        second = own if is_last and control.visit.inspector_id != own.pk else _somebody_else(ground, control)
        with replayed_at(moment):
            assign_controls(actor=office, round_id=found.pk, control_ids=[control.pk], inspector_id=second.pk)
        if not is_last:
            with replayed_at(ground.at - timedelta(hours=4, minutes=-index)):
                submit_control(actor=actor_with_id(second.pk), given=_looked_again(ground, control, index))
            differing.append(control)
    first = ControlAnswer.objects.filter(control__in=differing[:1], note__gt="").first()
    if first is not None:
        with replayed_at(ground.at - timedelta(hours=1)):
            settle_difference(actor=office, answer_id=first.pk, kept=ControlAnswer.Kept.SECOND, reason=COUNTED)


def _somebody_else(ground: Ground, control: Control) -> Person:
    return next(person for person in ground.people.inspectors[6:] if person.pk != control.visit.inspector_id)


def _looked_again(ground: Ground, control: Control, index: int) -> ControlGiven:
    """The same answers, but for two items of the first second visit."""
    answers = list(control.visit.answers.order_by("item__order", "pk"))
    others = [row for row in answers if _otherwise(row.value) is not None][:2] if index == 0 else []
    given = [
        AnswerGiven(row.item_id, _otherwise(row.value) or row.value, "复核时与第一次所见不同。")
        if row in others
        else AnswerGiven(row.item_id, row.value)
        for row in answers
    ]
    return ControlGiven(control.pk, ground.at - timedelta(hours=4, minutes=25), given)


def _otherwise(value: Mapping[str, Any]) -> dict[str, Any] | None:
    """An answer with the other verdict; None where it is not plain which that would be."""
    if "ok" in value:
        return {"ok": not value["ok"]}
    if "faults" in value:
        return {"faults": 0 if value["faults"] else 2}
    return None


def _self_check(rng: Random, ground: Ground, owners: Sequence[Unit]) -> None:
    """Units look at their own sites; what their people send is reviewed, and one visit came back to its officer."""
    office, moment = _acting(ground, "chuangchengban"), ground.at - timedelta(days=5)
    sites = [
        site.pk
        for owner in owners
        for site in [site for site in ground.sites.values() if site.owner_id == owner.pk][:SELF_CHECKED]
    ]
    with replayed_at(moment):
        found = _round(rng, ground, "责任单位自查（示例）", Round.Kind.SELF_CHECK, days=(5, -5), asks_review=True)
        services.add_sites(actor=office, round_id=found.pk, site_ids=sites)
        services.assign_owners(actor=office, round_id=found.pk, site_ids=sites)
        found = services.start_round(actor=office, round_id=found.pk)
    for owner in owners:
        rows = list(Assignment.objects.filter(round=found, unit=owner).order_by("order"))
        for row in rows:
            row.inspector = ground.people.liaisons.get(owner.pk)
        visit_some(rng, ground, found, rows, fails=0.05, missed=0)
    own = ground.people.by_username["lianluoyuan"]
    sent = found.visits.filter(inspector=own).order_by("submitted_at").first()
    if sent is not None:
        with replayed_at(ground.at - timedelta(hours=3)):
            _return(_acting(ground, "dudao"), sent, "照片与所填不符，请核对后重新提交。")


def _mystery(rng: Random, ground: Ground) -> None:
    """A sample in layers, drawn again with a reason; the third party goes, and nobody else sees it yet."""
    office, moment = _acting(ground, "chuangchengban"), ground.at - timedelta(days=4)
    # One site of every layer in proportion, and none that was looked at within a fortnight.
    terms = Terms(Design(strata="type", size=SAMPLE, minimum=1, unseen_after=90, unseen_factor=3), not_within_days=14)
    with replayed_at(moment):
        found = _round(
            rng, ground, "第三方暗访（示例）", Round.Kind.MYSTERY, days=(4, -6), organisation="第三方测评机构（示例）"
        )
        for seed, reason in ((SEED, ""), (SEED_AGAIN, "首次抽样名单已被无关人员看到，重新抽取。")):
            draw_id = id_at(ground.at - timedelta(days=4, minutes=bool(not reason)), rng)
            services.draw_sample(
                actor=office, round_id=found.pk, draw_id=draw_id, terms=terms, seed=seed, reason=reason
            )
        team = [ground.people.by_username["disanfang"].pk, ground.people.inspectors[8].pk]
        services.spread_over_inspectors(actor=office, round_id=found.pk, inspector_ids=team)
        found = services.start_round(actor=office, round_id=found.pk)
    visit_some(
        rng, ground, found, Assignment.objects.filter(round=found).select_related("inspector"), fails=0.2, missed=0
    )


def _round(
    rng: Random,
    ground: Ground,
    name: str,
    kind: str,
    *,
    days: tuple[int, int],
    asks_review: bool | None = None,
    organisation: str = "",
) -> Round:
    """A round from `days[0]` to `days[1]` days ago."""
    starts, ends = (ground.at - timedelta(days=count) for count in days)
    return services.create_round(
        actor=_acting(ground, "chuangchengban"),
        round_id=id_at(starts, rng),
        name=name,
        kind=kind,
        framework_id=ground.framework.pk,
        starts_on=starts.date(),
        ends_on=ends.date(),
        asks_review=asks_review,
        organisation=organisation,
    )


def _acting(ground: Ground, username: str) -> Actor:
    return actor_with_id(ground.people.by_username[username].pk)
