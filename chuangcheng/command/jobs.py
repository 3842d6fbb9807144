"""What runs beside the pages: the text of new files is read; who has not signed is reminded."""

from __future__ import annotations

from uuid import UUID

from django.utils.translation import gettext_lazy as _

from chuangcheng.command.services.circulars.reminding import remind_due
from chuangcheng.command.services.library import READ_COLLECTION, read_collection
from chuangcheng.command.services.library_files import READING, read_library_file
from chuangcheng.core.jobs import JobContext, every, job
from chuangcheng.core.times import today

HOUR = 3600  # seconds


@job(READING, label=_("读取文件文字"))
def read_library_files(context: JobContext, *, file_ids: list[str]) -> dict[str, str]:
    """Reads the files one by one."""
    for count, file_id in enumerate(file_ids, start=1):
        read_library_file(file_id=UUID(file_id))
        context.progress(count, len(file_ids))
    return {}


@every(HOUR, name="command.remind_due_circulars", label=_("提醒签收到期的文件"))
def remind_due_circulars() -> None:
    """Once a day for each unit."""
    remind_due(day=today())


@job(READ_COLLECTION, label=_("读取合集"))
def read_a_collection(context: JobContext, *, collection_id: str) -> dict[str, str]:
    """Reads the text and proposes the parts."""
    read_collection(collection_id=UUID(collection_id))
    context.progress(1, 1)
    return {}
