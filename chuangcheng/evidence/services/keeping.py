"""Files that arrived before their captions were right: kept by content, named by a token that only the sender uses."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.core import signing
from django.utils.translation import gettext as _

from chuangcheng.core.access import Actor
from chuangcheng.core.errors import InvalidInput
from chuangcheng.core.files import store
from chuangcheng.core.models import StoredFile
from chuangcheng.evidence.access import require_supply
from chuangcheng.evidence.formats import limits_of
from chuangcheng.evidence.models import MaterialRequest
from chuangcheng.evidence.queries.offers import Fitting

SALT = "evidence.kept"
NAME_LETTERS = 200  # of a file, its end
KEPT_FOR = timedelta(days=1)  # the file itself waits a week for a record; our choice


@dataclass(frozen=True, slots=True)
class Origin:
    """The record that a file was taken from; empty: it was brought from outside."""

    kind: str = ""  # key of `slots.offer_sources`
    id: str = ""
    label: str = ""


BROUGHT = Origin()  # from outside


@dataclass(frozen=True, slots=True)
class Kept:
    """A file that is here, with its name and where it was taken from."""

    file: StoredFile
    name: str
    origin: Origin


def keep_file(*, actor: Actor, material: MaterialRequest, content: Any, name: str) -> str:
    """The token of a file that may be handed in for this request; FileRefused (one sentence) when it may not."""
    require_supply(actor, material)
    file = store(content, name=name, limits=limits_of(material.formats, material.megabytes))
    return token_of(actor, material, Kept(file, name, BROUGHT))


def keep_offer(*, actor: Actor, material: MaterialRequest, fitting: Fitting) -> str:
    """The token of a file that is there already and was chosen for this request."""
    require_supply(actor, material)
    offer = fitting.offer
    return token_of(
        actor, material, Kept(offer.file, offer.name, Origin(fitting.kind, offer.source_id, offer.source_label))
    )


def kept_file(*, actor: Actor, material: MaterialRequest, token: str) -> Kept:
    """The file behind a token; InvalidInput when it is another's, for another request or too old."""
    gone = InvalidInput(_("文件已经过期，请重新选择后再提交。"))
    try:
        told = signing.loads(token, salt=SALT, max_age=KEPT_FOR)
    except signing.BadSignature as error:
        raise gone from error
    if (told["for"], told["by"]) != (str(material.pk), actor.person_id):
        raise gone
    file = StoredFile.objects.filter(pk=UUID(told["file"])).first()
    if file is None:
        raise gone
    return Kept(file, told["name"], Origin(*told["from"]))


def token_of(actor: Actor, material: MaterialRequest, kept: Kept) -> str:
    """What names the file until it is handed in, to this person and for this request alone."""
    told = {
        "file": str(kept.file.pk),
        "name": kept.name[-NAME_LETTERS:],
        "for": str(material.pk),
        "by": actor.person_id,
    }
    origin = kept.origin
    return signing.dumps({**told, "from": [origin.kind, origin.id, origin.label]}, salt=SALT)
