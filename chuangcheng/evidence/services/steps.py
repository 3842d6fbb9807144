"""What every step of a request shares: recorded once under the form's id, its pieces counted anew."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from chuangcheng.core.access import Actor
from chuangcheng.core.errors import InvalidInput, Refusal
from chuangcheng.core.ids import is_client_id
from chuangcheng.evidence.access import material_for
from chuangcheng.evidence.models import MaterialEvent, MaterialRequest, PieceStanding
from chuangcheng.evidence.queries.pieces import PieceNow, pieces_now
from chuangcheng.evidence.services.burden import follow
from chuangcheng.evidence.workflow import RequestEnded, State, standing_of, state_of

Work = Callable[[MaterialRequest], MaterialEvent]


def once(*, actor: Actor, material_id: UUID, event_id: UUID, move: str, work: Work) -> MaterialEvent:
    """The step that `work` records on the locked request. The same `event_id` again gives the step of then."""
    if not is_client_id(event_id):
        raise InvalidInput(_("提交编号无效，请刷新页面后重新提交。"))
    try:
        with transaction.atomic():
            material = material_for(actor, material_id, lock=True)
            if material.state == State.VOID:
                raise RequestEnded
            return work(material)
    except (IntegrityError, Refusal):
        # Pressed before, or at this very moment: asked only now, since hardly any press comes twice.
        done = MaterialEvent.objects.filter(pk=event_id, request=material_id).first()
        if done is None or (done.move, done.person_id) != (move, actor.person_id):
            raise
        return done


def recorded(actor: Actor, material: MaterialRequest, event_id: UUID, move: str, **facts: Any) -> MaterialEvent:
    """The row of a step."""
    return MaterialEvent.objects.create(
        id=event_id,
        framework_id=material.framework_id,
        request=material,
        move=move,
        person_id=actor.person_id,
        person_name=actor.name,
        unit_name=actor.unit_name,
        **facts,
    )


def settle(material: MaterialRequest) -> None:
    """Writes down where the request and each of its pieces stand. At most seven statements."""
    pieces = pieces_now(material)
    standing = standing_of([piece.verdict for piece in pieces])
    material.accepted_count, material.waiting_count = standing.accepted, standing.waiting
    before, material.state = material.state, state_of(material.count, standing).value
    material.save(update_fields=["accepted_count", "waiting_count", "state"])
    _point(material, pieces)
    follow(material, before)


def forget_standing(material: MaterialRequest) -> None:
    """None of its pieces counts any more."""
    PieceStanding.objects.filter(piece__request=material).delete()


def _point(material: MaterialRequest, pieces: Sequence[PieceNow]) -> None:
    known = {row.piece_id: row for row in PieceStanding.objects.filter(piece__request=material)}
    gone = known.keys() - {each.piece.pk for each in pieces}
    if gone:
        PieceStanding.objects.filter(pk__in=gone).delete()
    PieceStanding.objects.bulk_create(_standing(material, each) for each in pieces if each.piece.pk not in known)
    said = {each.piece.pk: each.verdict for each in pieces}
    changed = [row for key, row in known.items() if said.get(key, row.verdict) != row.verdict]
    for row in changed:
        row.verdict = said[row.piece_id]
    if changed:
        PieceStanding.objects.bulk_update(changed, ["verdict"])


def _standing(material: MaterialRequest, now: PieceNow) -> PieceStanding:
    return PieceStanding(
        piece=now.piece,
        framework_id=material.framework_id,
        unit_id=material.unit_id,
        is_picture=now.piece.file.width is not None,
        verdict=now.verdict,
    )
