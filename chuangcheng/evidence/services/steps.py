"""What every step of a request shares: recorded once under the form's id, its pieces counted anew."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from chuangcheng.core.access import Actor
from chuangcheng.core.errors import InvalidInput, Refusal
from chuangcheng.core.ids import is_client_id
from chuangcheng.evidence.access import material_for
from chuangcheng.evidence.models import MaterialEvent, MaterialRequest
from chuangcheng.evidence.queries.pieces import pieces_now
from chuangcheng.evidence.services.burden import follow
from chuangcheng.evidence.workflow import RequestEnded, Standing, State, standing_of, state_of

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


def standing_now(material: MaterialRequest) -> Standing:
    """How its pieces stand. Two queries."""
    return standing_of([piece.verdict for piece in pieces_now(material)])


def settle(material: MaterialRequest, standing: Standing) -> None:
    """Writes down where the request stands by its pieces."""
    material.accepted_count, material.waiting_count = standing.accepted, standing.waiting
    before, material.state = material.state, state_of(material.count, standing).value
    material.save(update_fields=["accepted_count", "waiting_count", "state"])
    follow(material, before)
