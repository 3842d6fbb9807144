"""The stamp of a form: the id of the report and when the form was opened, signed, so that nobody makes up either."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.core import signing
from django.utils.translation import gettext as _

from chuangcheng.core.errors import InvalidInput
from chuangcheng.core.ids import new_id

SALT, PHOTO_SALT = "portal.form", "portal.photos"
LONGEST = 24 * 3600  # seconds a form may lie open: our choice


class FormOutdated(InvalidInput):
    """The form was opened too long ago, or its stamp was changed."""

    def __init__(self) -> None:
        super().__init__(_("网页打开的时间太久了，请核对后再点一次提交。"))


@dataclass(frozen=True, slots=True)
class Stamp:
    """What a form carries."""

    report_id: UUID
    opened_at: datetime


def new_stamp(*, now: datetime, report_id: UUID | None = None) -> str:
    """The stamp of a form that is opened now."""
    return signing.dumps([str(report_id or new_id()), int(now.timestamp() * 1000)], salt=SALT)


def read_stamp(text: str) -> Stamp:
    """What the stamp says. Raises FormOutdated."""
    try:
        report_id, opened = signing.loads(text, salt=SALT, max_age=LONGEST)
        return Stamp(UUID(report_id), datetime.fromtimestamp(opened / 1000, tz=UTC))
    except (signing.BadSignature, ValueError, TypeError) as error:
        raise FormOutdated from error


def kept(photo_ids: list[UUID]) -> str:
    """Photos that were stored already, for the form that is shown again."""
    return signing.dumps([str(each) for each in photo_ids], salt=PHOTO_SALT) if photo_ids else ""


def read_kept(text: str) -> list[UUID]:
    """The photos of an earlier try; none when it is not ours."""
    try:
        found: Any = signing.loads(text, salt=PHOTO_SALT, max_age=LONGEST) if text else []
        return [UUID(each) for each in found]
    except (signing.BadSignature, ValueError, TypeError):
        return []
