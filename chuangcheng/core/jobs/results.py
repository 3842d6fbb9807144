"""A file as a job's result: kept like every other, read by who asked for the job, gone after a week."""

from __future__ import annotations

from urllib.parse import urlencode
from uuid import UUID

from django.core.files.base import File
from django.urls import reverse
from django.utils.translation import gettext as _

from chuangcheng.core.access import Actor
from chuangcheng.core.files import Limits, store
from chuangcheng.core.files.kinds import MEGABYTE, OFFICE, PDF, ZIP
from chuangcheng.core.models import Job

RESULTS = Limits((*OFFICE, PDF, ZIP), "", max_bytes=4096 * MEGABYTE)


def keep_result_file(content: File[bytes] | bytes, *, name: str) -> dict[str, str]:
    """Stores the file; gives what the job returns as its result: where it is, and the word on the button."""
    row = store(content, name=name, limits=RESULTS)
    url = reverse("core:file_original", args=[row.pk])
    return {"file": str(row.pk), "url": f"{url}?{urlencode({'name': name})}", "label": _("下载")}


def may_read_result(actor: Actor, file_id: UUID) -> bool:
    """True when the file is the result of a job that this person asked for. Fills the slot of readers of files."""
    if actor.person_id is None:
        return False
    return Job.objects.filter(requested_by_id=actor.person_id, result__file=str(file_id)).exists()
