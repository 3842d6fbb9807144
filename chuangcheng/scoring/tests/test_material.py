from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

from django.urls import reverse

from chuangcheng.core.times import today
from chuangcheng.evidence.testing import bring, judge, make_material, proof_standard
from chuangcheng.orgs.testing import Cast, actor_of, signed_in
from chuangcheng.scoring.queries import SheetChoice, sheet_for
from chuangcheng.scoring.services import Told, record_proof


def test_the_score_sheet_counts_material_and_leads_down_to_it(cast: Cast) -> None:
    standard = proof_standard()
    client = signed_in(cast.chief)
    address = reverse("scoring:standard", args=[standard.pk])
    assert "还没有布置材料" in client.get(address).content.decode()
    material = make_material(cast, standard)
    bring(cast, material, 1)
    judge(cast, material, "accepted")
    page = client.get(address).content.decode()
    assert "应提供2份，已认可1份：10分得5.00分。" in page
    assert reverse("evidence:material", args=[material.pk]) in page


def test_what_was_recorded_by_hand_later_counts_instead(cast: Cast) -> None:
    standard = proof_standard()
    office = actor_of(cast.chief)
    record_proof(
        actor=office, standard_id=standard.pk, accepted=8, required=8, told=Told(today() - timedelta(days=1), "旧表")
    )
    material = make_material(cast, standard)
    sheet = sheet_for(actor=office, framework_id=standard.framework_id, choice=SheetChoice(today()))
    assert sheet.sheet.standards["1.1"].line.earned == Decimal(0)
    bring(cast, material, 1)
    judge(cast, material, "accepted")
    record_proof(actor=office, standard_id=standard.pk, accepted=8, required=8, told=Told(today(), "上级审核"))
    sheet = sheet_for(actor=office, framework_id=standard.framework_id, choice=SheetChoice(today()))
    assert sheet.sheet.standards["1.1"].line.earned == Decimal(10)


def test_a_unit_is_scored_by_its_own_material(cast: Cast) -> None:
    standard = proof_standard()
    mine = make_material(cast, standard)
    make_material(cast, standard, unit_id=cast.east.pk)
    bring(cast, mine, 2)
    judge(cast, mine, "accepted")
    office = actor_of(cast.chief)
    for subject, earned in ((cast.sanitation, 10), (cast.east, 0), (None, 5)):
        sheet = sheet_for(actor=office, framework_id=standard.framework_id, choice=SheetChoice(today(), subject))
        assert sheet.sheet.standards["1.1"].line.earned == Decimal(earned)
