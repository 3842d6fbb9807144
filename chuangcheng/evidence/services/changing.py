"""What a request asks for, changed or taken back by who asked, with a reason; what it was stays on record."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from chuangcheng.core import audit
from chuangcheng.core.access import Actor
from chuangcheng.core.errors import InvalidInput
from chuangcheng.evidence.access import ASK, require_whole
from chuangcheng.evidence.indexing import index_materials
from chuangcheng.evidence.models import MaterialEvent, MaterialRequest
from chuangcheng.evidence.services.burden import follow
from chuangcheng.evidence.services.checking import Asked, Known, facts_of, text_of
from chuangcheng.evidence.services.steps import forget_standing, once, recorded, settle
from chuangcheng.evidence.workflow import State

MOST_REASON = 1000


def change_material(*, actor: Actor, material_id: UUID, event_id: UUID, asked: Asked, reason: str) -> MaterialEvent:
    """Other facts of a request; standard and unit stay: for those it is cancelled and asked anew."""

    def work(material: MaterialRequest) -> MaterialEvent:
        require_whole(actor, ASK)
        words = _reason(reason)
        known = Known({material.unit_id}, {material.standard_id: material.framework_id})
        facts = facts_of(replace(asked, standard_id=material.standard_id, unit_id=material.unit_id), known)
        changed = {name: value for name, value in facts.items() if getattr(material, name) != value}
        before = {name: _told(getattr(material, name)) for name in changed}
        asked_change = facts["count"] - material.count
        for name, value in changed.items():
            setattr(material, name, value)
        if changed:
            material.save(update_fields=list(changed))
        event = recorded(
            actor,
            material,
            event_id,
            "change",
            text=words,
            asked_change=asked_change,
            before=before,
            after={name: _told(value) for name, value in changed.items()},
        )
        settle(material)
        audit.record(actor=actor, action="evidence.change", subject=material, detail={"fields": sorted(changed)})
        index_materials([material.pk])
        return event

    return once(actor=actor, material_id=material_id, event_id=event_id, move="change", work=work)


def void_material(*, actor: Actor, material_id: UUID, event_id: UUID, reason: str) -> MaterialEvent:
    """Nobody needs the material any more; it counts no longer and asks for nothing, its pieces stay on record."""

    def work(material: MaterialRequest) -> MaterialEvent:
        require_whole(actor, ASK)
        event = recorded(
            actor,
            material,
            event_id,
            "void",
            text=_reason(reason),
            asked_change=-material.count,
            accepted_change=-material.accepted_count,
        )
        before, material.state = material.state, State.VOID.value
        material.save(update_fields=["state"])
        forget_standing(material)
        follow(material, before)
        audit.record(actor=actor, action="evidence.void", subject=material)
        return event

    return once(actor=actor, material_id=material_id, event_id=event_id, move="void", work=work)


def _reason(reason: str) -> str:
    words = text_of(reason, MOST_REASON)
    if not words:
        raise InvalidInput(_("请写明原因，以便日后查考。"))
    return words


def _told(value: Any) -> str:
    if isinstance(value, list):
        return ",".join(value)
    return "" if value is None else str(value)
