"""A whole folder, as it is or as a zip: every file is checked first. All are kept for captions of their own, or handed
in with one, or none is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from chuangcheng.core.access import Actor
from chuangcheng.core.errors import InvalidInput
from chuangcheng.core.files import Upload, store, store_all
from chuangcheng.core.imports.archives import left_by_systems
from chuangcheng.core.models import StoredFile
from chuangcheng.evidence.access import material_for, require_supply
from chuangcheng.evidence.archives import MOST_FILES, files_in
from chuangcheng.evidence.formats import limits_of
from chuangcheng.evidence.models import MaterialEvent, MaterialRequest
from chuangcheng.evidence.queries.captions import Captioner, captioner_of
from chuangcheng.evidence.services.handing_in import NewPiece, hand_in
from chuangcheng.evidence.services.keeping import BROUGHT, Kept, token_of


@dataclass(frozen=True, slots=True)
class Arrived:
    """A file of the folder that is here now and waits for its caption."""

    token: str  # what hands it in, for a day
    kept: Kept
    path: str  # with its folders
    caption: dict[str, str]  # what may be said of it


def keep_archive(*, actor: Actor, material: MaterialRequest, content: Any, name: str) -> list[Arrived]:
    """Keeps every file of a zip for this request; FileRefused or InvalidInput names the file that is not taken."""
    require_supply(actor, material)
    limits = limits_of(material.formats, material.megabytes)
    captioner = captioner_of(material)
    return [
        _arrived(actor, material, captioner, store(packed.content, name=packed.name, limits=limits), packed.path)
        for packed in files_in(content, name=name, megabytes=material.megabytes)
    ]


def keep_folder(*, actor: Actor, material: MaterialRequest, uploads: Sequence[Upload]) -> list[Arrived]:
    """The same for files that came one by one, each named by its path."""
    require_supply(actor, material)
    wanted = sorted((each for each in uploads if not left_by_systems(each.name)), key=lambda each: each.name)
    if not 1 <= len(wanted) <= MOST_FILES:
        raise InvalidInput(_("一次可以提交1到%(most)s个文件。") % {"most": MOST_FILES})
    files = store_all(wanted, limits=limits_of(material.formats, material.megabytes))
    captioner = captioner_of(material)
    return [_arrived(actor, material, captioner, file, upload.name) for file, upload in zip(files, wanted, strict=True)]


def hand_in_archive(
    *, actor: Actor, material_id: UUID, event_id: UUID, content: Any, name: str, caption: Mapping[str, str]
) -> MaterialEvent:
    """The recorded step; FileRefused or InvalidInput names the file that is not taken, and nothing is handed in."""
    material = material_for(actor, material_id)
    arrived = keep_archive(actor=actor, material=material, content=content, name=name)
    pieces = [NewPiece(each.kept.file, each.kept.name, caption) for each in arrived]
    return hand_in(actor=actor, material_id=material_id, event_id=event_id, pieces=pieces)


def _arrived(actor: Actor, material: MaterialRequest, captioner: Captioner, file: StoredFile, path: str) -> Arrived:
    kept = Kept(file, path.rpartition("/")[2], BROUGHT)
    return Arrived(token_of(actor, material, kept), kept, path, captioner.caption_of(file, path))
