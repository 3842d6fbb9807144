"""What runs beside the pages: the text of new documents is read."""

from __future__ import annotations

from uuid import UUID

from django.utils.translation import gettext_lazy as _

from chuangcheng.core.jobs import JobContext, job
from chuangcheng.evidence.services.reading import READING, read_file


@job(READING, label=_("读取材料文字"))
def read_files(context: JobContext, *, file_ids: list[str]) -> dict[str, str]:
    """Reads the files one by one; what was read before a kill is not read again."""
    for count, file_id in enumerate(file_ids, start=1):
        read_file(file_id=UUID(file_id))
        context.progress(count, len(file_ids))
    return {}
