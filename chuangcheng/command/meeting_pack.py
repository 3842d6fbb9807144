"""会议材料包: agenda and issued minutes in Word and the files of each item in a folder of its own, in one zip."""

from __future__ import annotations

import io
import zipfile

from django.utils.translation import gettext as _

from chuangcheng.command.meeting_papers import agenda_paper, minutes_paper
from chuangcheng.command.queries.meetings import MeetingStory
from chuangcheng.core.access import Actor
from chuangcheng.core.errors import InvalidInput
from chuangcheng.core.files.errors import shown_name
from chuangcheng.core.files.places import path_of
from chuangcheng.core.times import SHANGHAI

ZIP = "application/zip"
MOST_BYTES = 200 * 1024 * 1024  # of one pack, which is made in memory; our choice
FOLDER_NAME = 40  # characters of an item in the name of its folder; our choice


def pack_of(*, actor: Actor, story: MeetingStory) -> bytes:
    """The zip; raises InvalidInput when the files are too large together."""
    every = [paper for item in story.items for paper in item.papers.all()]
    if sum(paper.file.size for paper in every) > MOST_BYTES:
        raise InvalidInput(_("会议材料合计太大，不能打成一个包，请在议题下逐份下载。"))
    stream = io.BytesIO()
    moment = story.meeting.starts_at.astimezone(SHANGHAI).timetuple()[:6]
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_STORED) as package:
        package.writestr(zipfile.ZipInfo(f"{_('议程')}.docx", moment), agenda_paper(story, actor=actor))
        if story.meeting.issued_at is not None:
            package.writestr(zipfile.ZipInfo(f"{_('纪要')}.docx", moment), minutes_paper(story))
        for number, item in enumerate(story.items, start=1):
            folder = f"{number:02}-{_plain(item.title)[:FOLDER_NAME]}"
            for place, paper in enumerate(item.papers.all(), start=1):
                info = zipfile.ZipInfo(f"{folder}/{place:02}-{_plain(paper.name)}", moment)
                package.writestr(info, path_of(paper.file.sha256).read_bytes())
    return stream.getvalue()


def _plain(name: str) -> str:
    """Without what leads out of a folder or what file systems refuse."""
    kept = "".join("-" if sign in '\\/:*?"<>|' or ord(sign) < ord(" ") else sign for sign in shown_name(name))
    return kept.strip(". ") or "-"
