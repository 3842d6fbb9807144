from __future__ import annotations

import pytest

from chuangcheng.core.errors import InvalidInput
from chuangcheng.core.ids import new_id
from chuangcheng.evidence.services import NewMaterial, ask_for_materials, void_material
from chuangcheng.evidence.testing import asked, bring, judge, make_material, proof_standard
from chuangcheng.orgs.models import Ask
from chuangcheng.orgs.testing import Cast, actor_of


def test_what_a_unit_is_asked_to_bring_is_counted_until_it_is_accepted(cast: Cast) -> None:
    material = make_material(cast, count=1)

    def ask() -> Ask:
        return Ask.objects.get()

    assert (ask().kind, ask().unit) == ("material", cast.sanitation)
    assert ask().ended_on is None
    piece = bring(cast, material)[0]
    judge(cast, material, "accepted", [piece])
    assert ask().ended_on is not None
    judge(cast, material, "returned", [piece])
    assert ask().ended_on is None
    void_material(actor=actor_of(cast.chief), material_id=material.pk, event_id=new_id(), reason="不要了")
    assert ask().is_taken_back


def test_the_same_material_is_asked_for_twice_only_with_a_reason(cast: Cast) -> None:
    standard, office = proof_standard(), actor_of(cast.chief)
    make_material(cast, standard)
    with pytest.raises(InvalidInput, match="已有同样的要求"):
        make_material(cast, standard)
    lines = [NewMaterial(new_id(), asked(cast, standard))]
    assert ask_for_materials(actor=office, lines=lines, despite="上级要求补报")
