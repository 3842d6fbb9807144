"""Photos of a form: kept as soon as they arrive, and carried along by signed ids while something else is mended."""

from __future__ import annotations

import base64
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from django.core.signing import BadSignature, Signer
from django.http import HttpRequest
from django.utils.translation import gettext as _

from chuangcheng.cases.forms.moves import PhotoField, Text
from chuangcheng.core.access import Actor
from chuangcheng.core.errors import Refusal
from chuangcheng.core.files import photos_from_request, public_copy
from chuangcheng.core.models import StoredFile

MOST_PHOTOS = 9
THUMBNAIL = 160  # pixels


@dataclass(slots=True)
class SentPhotos:
    """The photos of one field of a form, with what is wrong about them."""

    asked: PhotoField
    files: list[StoredFile] = field(default_factory=list)
    error: str = ""
    signer: Signer = field(default_factory=Signer)

    @property
    def name(self) -> str:
        """The name of the field of the form."""
        return self.asked.name

    @property
    def label(self) -> Text:
        """What the field is called."""
        return self.asked.label

    @property
    def help(self) -> Text:
        """What stands under the field."""
        return self.asked.help

    @property
    def is_required(self) -> bool:
        """True while a photo has still to be chosen."""
        return self.asked.is_required and not self.files

    @property
    def errors(self) -> list[str]:
        """The error as the part of the page wants it."""
        return [self.error] if self.error else []

    @property
    def room(self) -> int:
        """How many photos may still be added."""
        return MOST_PHOTOS - len(self.files)

    @property
    def kept(self) -> list[tuple[str, str]]:
        """For each photo that has arrived the signed id and a picture to show."""
        return [(self.signer.sign(str(file.pk)), _picture(file)) for file in self.files]

    @property
    def ids(self) -> list[UUID]:
        """What the service takes."""
        return [file.pk for file in self.files]


def no_photos(fields: Iterable[PhotoField]) -> list[SentPhotos]:
    """The fields of a form that nobody has filled in yet."""
    return [SentPhotos(each) for each in fields]


def sent_photos(request: HttpRequest, actor: Actor, fields: Sequence[PhotoField]) -> list[SentPhotos]:
    """What came along: photos kept before and new ones, each field by itself, so that a bad one loses no other."""
    return [_sent(request, actor, each) for each in fields]


def _sent(request: HttpRequest, actor: Actor, asked: PhotoField) -> SentPhotos:
    found = SentPhotos(asked, signer=Signer(salt=f"cases.photos.{actor.person_id}"))
    found.files = _kept_before(request, found)
    try:
        for file in photos_from_request(request, asked.name, at_most=max(found.room, 0)):
            if file not in found.files:
                found.files.append(file)
    except Refusal as refusal:
        found.error = str(refusal)
    if asked.is_required and not found.files and not found.error:
        found.error = _("请上传%(what)s。") % {"what": asked.label}
    return found


def _kept_before(request: HttpRequest, found: SentPhotos) -> list[StoredFile]:
    ids = []
    for token in request.POST.getlist(f"{found.name}_kept")[:MOST_PHOTOS]:
        try:
            ids.append(UUID(found.signer.unsign(token)))
        except (BadSignature, ValueError):
            continue  # forged, or of somebody who signed in since: chosen anew
    files = StoredFile.objects.in_bulk(ids)
    return [files[each] for each in dict.fromkeys(ids) if each in files]


def _picture(file: StoredFile) -> str:
    """A small copy inside the page: no record refers to the photo yet, so nobody may ask for it by its address."""
    return f"data:image/jpeg;base64,{base64.b64encode(public_copy(file, THUMBNAIL).read_bytes()).decode()}"
