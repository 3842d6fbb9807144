"""A whole folder brought as a zip: every file checked first, then all handed in with one caption, or none."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from chuangcheng.core.access import Actor
from chuangcheng.core.files import store
from chuangcheng.evidence.access import material_for, require_supply
from chuangcheng.evidence.archives import files_in
from chuangcheng.evidence.formats import limits_of
from chuangcheng.evidence.models import MaterialEvent
from chuangcheng.evidence.services.handing_in import NewPiece, hand_in


def hand_in_archive(
    *, actor: Actor, material_id: UUID, event_id: UUID, content: Any, name: str, caption: Mapping[str, str]
) -> MaterialEvent:
    """The recorded step; FileRefused or InvalidInput names the file that is not taken, and nothing is handed in."""
    material = material_for(actor, material_id)
    require_supply(actor, material)
    limits = limits_of(material.formats, material.megabytes)
    pieces = [
        NewPiece(store(packed.content, name=packed.name, limits=limits), packed.name, caption)
        for packed in files_in(content, name=name, megabytes=material.megabytes)
    ]
    return hand_in(actor=actor, material_id=material_id, event_id=event_id, pieces=pieces)
