"""A small place with every kind of score that the product shows, each with a total of its own, and a hit that voids."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from typing import Any

from django.conf import settings

from chuangcheng.command.services import rehearse_visit
from chuangcheng.command.testing import make_assessor_visit, make_creation
from chuangcheng.core.access import SYSTEM
from chuangcheng.core.files import DOCUMENTS, store
from chuangcheng.core.ids import new_id
from chuangcheng.core.testing import deliver_events, photo
from chuangcheng.core.times import today
from chuangcheng.inspections import services as inspections
from chuangcheng.inspections.queries import Design, Terms
from chuangcheng.inspections.testing import bring_to, make_field, make_round, make_visit
from chuangcheng.orgs.testing import Cast, actor_of
from chuangcheng.scoring.engine import score_text
from chuangcheng.scoring.models import NegativeHit
from chuangcheng.scoring.queries import SheetChoice, sheet_for
from chuangcheng.scoring.services import (
    CycleFacts,
    HitGiven,
    ResultFacts,
    RoundFacts,
    Told,
    YearTold,
    close_year,
    create_cycle,
    create_official_round,
    keep_sheet,
    move_hit,
    record_hit,
    record_linked_score,
    record_official_result,
    record_proof,
)
from chuangcheng.standards.models import Framework, Part
from chuangcheng.standards.testing import make_framework

FIELD, PAPER = "实地考察", "网上申报"
OFFICIAL, OF_YEAR, LINKED = "86.43", "87.65", "91.57"  # totals that nothing else comes to
GATE = {"name": "未成年人", "min": "85", "share": "0.2"}


@dataclass(frozen=True)
class ScoredPlace:
    """Everything that carries a score."""

    framework: Framework
    linked: Framework  # which the gate names
    totals: dict[str, str]  # what it is of → the total as it is shown
    things: dict[str, dict[str, object]]  # context → ids for its addresses


def make_scored_place(cast: Cast) -> ScoredPlace:
    """A sheet, a kept one, a mock assessment, a cycle with a year, an official round and the score of a gate."""
    field = make_field(cast, sites=4)
    framework: Framework = field.framework
    for code in ("1.1", "1.2"):
        Part.objects.create(standard=field.standards[code], method=FIELD, share=1, rule="pass_rate", order=0)
    last = field.standards["2.1"]
    Part.objects.create(standard=last, method=FIELD, share=Decimal("0.6"), rule="pass_rate", order=0)
    Part.objects.create(standard=last, method=PAPER, share=Decimal("0.4"), rule="proof", order=1)
    framework.gate = GATE
    framework.save()
    _checked(cast, field)
    linked = make_framework(name="未成年人思想道德建设测评体系")
    told = Told(today(), "台账")
    record_proof(actor=SYSTEM, standard_id=last.pk, accepted=2, required=7, told=told)
    record_linked_score(actor=SYSTEM, framework_id=framework.pk, score=Decimal(LINKED), told=told)
    command = _rehearsed(cast, field)
    for each in (framework, linked):
        each.negative_entries.create(code="N1", domain="安全", text="重大事故", sanction="void", order=1)
    scoring = _settled(framework)
    sheet = sheet_for(actor=SYSTEM, framework_id=framework.pk, choice=SheetChoice(today())).sheet
    return ScoredPlace(
        framework=framework,
        linked=linked,
        totals={
            "sheet": score_text(sheet.outcome.score.total) or "",
            **command.pop("totals"),
            "official": OFFICIAL,
            "year": OF_YEAR,
        },
        things={
            "scoring": {**scoring, "standard_id": last.pk},
            "command": command,
            "inspections": {"site_id": field.sites[0].pk, "round_id": command["round_id"]},
            "": {"framework_id": framework.pk, "unit_id": cast.lane.pk, "site_id": field.sites[0].pk},
        },
    )


def standing_hit(cast: Cast, framework: Framework) -> NegativeHit:
    """Recorded with evidence by one person and confirmed by another."""
    entry = framework.negative_entries.get(code="N1")
    kept = store(photo(), name="通报.jpg", limits=DOCUMENTS)
    given = HitGiven(entry.pk, today(), "一起事故", "通报〔2026〕1号", evidence=[(kept, "通报.jpg")])
    hit = record_hit(actor=actor_of(cast.chief), given=given)
    return move_hit(actor=SYSTEM, hit_id=hit.pk, move="confirm", note="属实")


def _checked(cast: Cast, field: Any) -> None:
    """What our own inspectors found in a released round."""
    made = make_round(cast, field, name="周检查")
    make_visit(cast, field, made, site=field.sites[0], litter={"faults": 2})
    make_visit(cast, field, made, site=field.sites[1])
    bring_to(cast, made, "released")


def _rehearsed(cast: Cast, field: Any) -> dict[str, Any]:
    """A released mock assessment of a visit, with its totals."""
    creation = make_creation(cast, framework_code=field.framework.code)
    terms = Terms(Design(size=1), not_in_open_rounds=False)
    visit = make_assessor_visit(cast, creation, sample=terms)
    days = {"starts_on": today(), "ends_on": today() + timedelta(days=6)}
    mock = rehearse_visit(actor=actor_of(cast.chief), visit_id=visit.pk, mock_id=new_id(), seed="S", **days)
    site = mock.round.assignments.get().site
    given: Any = {"round_id": mock.round_id, "site_ids": [site.pk], "inspector_id": cast.inspector.pk}
    inspections.assign_inspector(actor=actor_of(cast.chief), **given)
    running = bring_to(cast, mock.round, "running")
    make_visit(cast, field, running, site=site, stalls={"ok": False}, litter={"faults": 3})
    bring_to(cast, running, "released")
    deliver_events()
    mock.refresh_from_db()
    totals = {"mock": str(mock.result.total), "mock's own": str(mock.result.own_total)}
    ids = {"creation_id": creation.pk, "visit_id": visit.pk, "mock_id": mock.pk, "round_id": mock.round_id}
    return {**ids, "number": today().year, "month_number": today().month, "totals": totals}


def _settled(framework: Framework) -> dict[str, object]:
    """A kept sheet, a cycle with a year, our result of an official round."""
    kept = keep_sheet(actor=SYSTEM, framework_id=framework.pk, choice=SheetChoice(today()))
    facts = CycleFacts("本周期", today().year, weights=["30", "30", "40"], line=Decimal(88))
    cycle = create_cycle(actor=SYSTEM, framework_id=framework.pk, facts=facts)
    told = YearTold(total=Decimal(OF_YEAR), source="公布文件")
    close_year(actor=SYSTEM, cycle_id=cycle.pk, year=today().year, told=told)
    round_facts = RoundFacts("年度测评", today() - timedelta(days=9))
    found = create_official_round(actor=SYSTEM, framework_id=framework.pk, facts=round_facts)
    ours = ResultFacts(str(settings.PLACE_NAME), total=Decimal(OFFICIAL))
    result = record_official_result(actor=SYSTEM, round_id=found.pk, facts=ours)
    return {
        "framework_id": framework.pk,
        "sheet_id": kept.pk,
        "cycle_id": cycle.pk,
        "year": today().year,
        "round_id": found.pk,
        "result_id": result.pk,
    }
