"""A whole folder, as it is or as a zip: every file is checked by itself. What is taken is kept for captions of its own,
what is not taken is told in a sentence of its own and holds up no other."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias
from uuid import UUID

from django.utils.translation import gettext as _

from chuangcheng.core.access import Actor
from chuangcheng.core.errors import InvalidInput
from chuangcheng.core.files import Limits, Upload, store, store_all
from chuangcheng.core.files.errors import FileRefused
from chuangcheng.core.imports.archives import left_by_systems
from chuangcheng.core.models import StoredFile
from chuangcheng.evidence.access import material_for, require_supply
from chuangcheng.evidence.archives import MOST_FILES, Unusable, files_in
from chuangcheng.evidence.formats import limits_of
from chuangcheng.evidence.models import MaterialEvent, MaterialRequest
from chuangcheng.evidence.queries.captions import captioner_of
from chuangcheng.evidence.queries.pieces import pieces_now
from chuangcheng.evidence.services.handing_in import NewPiece, check_file, double_words, hand_in
from chuangcheng.evidence.services.keeping import BROUGHT, Kept, token_of

Outcome: TypeAlias = "tuple[str, StoredFile | str]"  # path, then the stored file or why it is not taken


@dataclass(frozen=True, slots=True)
class Arrived:
    """A file of the folder that is here now and waits for its caption."""

    token: str  # what hands it in, for a day
    kept: Kept
    path: str  # with its folders
    caption: dict[str, str]  # what may be said of it


@dataclass(frozen=True, slots=True)
class Refused:
    """A file of the folder that is not taken."""

    path: str  # with its folders
    told: str  # one sentence with its name


@dataclass(frozen=True, slots=True)
class Brought:
    """A folder, sorted out."""

    arrived: Sequence[Arrived]
    refused: Sequence[Refused]

    def whole(self) -> Sequence[Arrived]:
        """All of it. Raises InvalidInput, the sentence of the first file that is not taken."""
        if self.refused:
            raise InvalidInput(self.refused[0].told)
        return self.arrived


def keep_archive(*, actor: Actor, material: MaterialRequest, content: Any, name: str) -> Brought:
    """Keeps the files of a zip for this request; FileRefused or InvalidInput when the zip itself is not taken."""
    require_supply(actor, material)
    limits = limits_of(material.formats, material.megabytes)
    packed = files_in(content, name=name, megabytes=material.megabytes)
    return _sorted_out(
        actor,
        material,
        (
            (each.path, each.told if isinstance(each, Unusable) else _stored(Upload(each.content, each.name), limits))
            for each in packed
        ),
    )


def keep_folder(*, actor: Actor, material: MaterialRequest, uploads: Sequence[Upload]) -> Brought:
    """The same for files that came one by one, each named by its path."""
    require_supply(actor, material)
    wanted = sorted((each for each in uploads if not left_by_systems(each.name)), key=lambda each: each.name)
    if not wanted:
        raise InvalidInput(_("文件夹里没有文件，请检查后再上传。"))
    if len(wanted) > MOST_FILES:
        raise InvalidInput(_("文件夹里的文件超过%(most)s个，请分成几次上传。") % {"most": MOST_FILES})
    limits = limits_of(material.formats, material.megabytes)
    try:
        files: Sequence[StoredFile | str] = store_all(wanted, limits=limits)
    except FileRefused:  # then each by itself, which takes longer
        files = [_stored(each, limits) for each in wanted]
    return _sorted_out(actor, material, zip([each.name for each in wanted], files, strict=True))


def hand_in_archive(
    *, actor: Actor, material_id: UUID, event_id: UUID, content: Any, name: str, caption: Mapping[str, str]
) -> MaterialEvent:
    """The recorded step; FileRefused or InvalidInput names the file that is not taken, and nothing is handed in."""
    material = material_for(actor, material_id)
    arrived = keep_archive(actor=actor, material=material, content=content, name=name).whole()
    pieces = [NewPiece(each.kept.file, each.kept.name, caption) for each in arrived]
    return hand_in(actor=actor, material_id=material_id, event_id=event_id, pieces=pieces)


def _stored(upload: Upload, limits: Limits) -> StoredFile | str:
    try:
        return store(upload.content, name=upload.name, limits=limits)
    except FileRefused as refusal:
        return str(refusal)


def _sorted_out(actor: Actor, material: MaterialRequest, outcomes: Iterable[Outcome]) -> Brought:
    captioner = captioner_of(material)
    there = {each.piece.file_id for each in pieces_now(material)}
    names: dict[UUID, str] = {}  # of what arrived with this folder
    arrived, refused = [], []
    for path, outcome in outcomes:
        name = path.rpartition("/")[2]
        told = outcome if isinstance(outcome, str) else _problem(material, outcome, name, there, names)
        if isinstance(outcome, str) or told:
            refused.append(Refused(path, told))
            continue
        names[outcome.pk] = name
        kept = Kept(outcome, name, BROUGHT)
        token = token_of(actor, material, kept)
        arrived.append(Arrived(token, kept, path, captioner.caption_of(outcome, path)))
    return Brought(arrived, refused)


def _problem(
    material: MaterialRequest, file: StoredFile, name: str, there: set[UUID], names: Mapping[UUID, str]
) -> str:
    """Why a file that is sound is not taken for this request; empty: it is."""
    if file.pk in there:
        return double_words(name)
    if file.pk in names:
        told = {"name": name[-60:], "other": names[file.pk][-60:]}
        return _("“%(name)s”与“%(other)s”内容完全相同，只收一份。") % told
    try:
        check_file(material, file, name)
    except InvalidInput as refusal:
        return str(refusal)
    return ""
