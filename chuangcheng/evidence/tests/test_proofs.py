from __future__ import annotations

from datetime import timedelta

from chuangcheng.core.ids import new_id
from chuangcheng.core.times import now
from chuangcheng.evidence.queries import MaterialProof, material_counts, proofs_of
from chuangcheng.evidence.services import void_material
from chuangcheng.evidence.testing import bring, judge, make_material, proof_standard
from chuangcheng.orgs.testing import Cast, actor_of


def proof(framework_id: int, **more: object) -> MaterialProof | None:
    counts = material_counts(framework_id=framework_id, until=now(), **more)  # type: ignore[arg-type]
    return next(iter(proofs_of(counts).values()), None)


def test_accepted_pieces_prove_a_standard_and_surplus_does_not(cast: Cast) -> None:
    standard = proof_standard()
    first, second = make_material(cast, standard), make_material(cast, standard, unit_id=cast.east.pk, title="街道")
    bring(cast, first, 3)
    judge(cast, first, "accepted")
    found = proof(standard.framework_id)
    assert found is not None
    assert (found.accepted, found.required) == (2, 4)
    void_material(actor=actor_of(cast.chief), material_id=second.pk, event_id=new_id(), reason="不要了")
    found = proof(standard.framework_id)
    assert found is not None
    assert (found.accepted, found.required) == (2, 2)


def test_the_past_is_counted_as_it_stood(cast: Cast) -> None:
    standard = proof_standard()
    material = make_material(cast, standard)
    bring(cast, material, 2)
    before = now()
    judge(cast, material, "accepted")
    found = proof(standard.framework_id, known_at=before)
    assert found is not None
    assert found.accepted == 0
    counts = material_counts(framework_id=standard.framework_id, until=now() - timedelta(days=1))
    assert counts == []
