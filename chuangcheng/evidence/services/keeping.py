"""Files that arrived before their captions were right: kept by content, named by a token that only the sender uses."""

from __future__ import annotations

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

SALT = "evidence.kept"
KEPT_FOR = timedelta(days=1)  # the file itself waits a week for a record; our choice


def keep_file(*, actor: Actor, material: MaterialRequest, content: Any, name: str) -> str:
    """The token of a file that may be handed in for this request; FileRefused (one sentence) when it may not."""
    require_supply(actor, material)
    file = store(content, name=name, limits=limits_of(material.formats, material.megabytes))
    told = {"file": str(file.pk), "name": name, "for": str(material.pk), "by": actor.person_id}
    return signing.dumps(told, salt=SALT)


def kept_file(*, actor: Actor, material: MaterialRequest, token: str) -> tuple[StoredFile, str]:
    """The file behind a token, with its name; InvalidInput when it is another's, for another request or too old."""
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
    return file, told["name"]
