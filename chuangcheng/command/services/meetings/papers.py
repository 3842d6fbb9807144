"""会议材料: the files of an item, attached before the minutes are issued, kept with their names."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeAlias
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from chuangcheng.command.models import AgendaPaper
from chuangcheng.command.services.meetings.agenda import item_of
from chuangcheng.command.services.meetings.planning import open_meeting
from chuangcheng.core import audit
from chuangcheng.core.access import Actor
from chuangcheng.core.errors import InvalidInput, NotFound
from chuangcheng.core.files.errors import shown_name
from chuangcheng.core.models import StoredFile
from chuangcheng.core.times import now

Named: TypeAlias = tuple[StoredFile, str]  # a stored file and the name that the sender gave it
MOST_PAPERS = 20  # of one item; our choice


@transaction.atomic
def add_papers(*, actor: Actor, meeting_id: UUID, item_id: UUID, files: Sequence[Named]) -> list[AgendaPaper]:
    """Files for an item, each content once; gives all that the item has then."""
    found = open_meeting(actor, meeting_id)
    item = item_of(found, item_id)
    known = set(item.papers.values_list("file", flat=True))
    fresh = {file.pk: name for file, name in files if file.pk not in known}
    if len(known) + len(fresh) > MOST_PAPERS:
        raise InvalidInput(_("一个议题最多%(most)s份材料，请合并后再上传。") % {"most": MOST_PAPERS})
    AgendaPaper.objects.bulk_create(
        [
            AgendaPaper(item=item, file_id=pk, name=shown_name(name)[:200], added_by_id=actor.person_id, added_at=now())
            for pk, name in fresh.items()
        ]
    )
    if fresh:
        audit.record(actor=actor, action="command.add_agenda_papers", subject=found, detail={"files": len(fresh)})
    return list(item.papers.select_related("file"))


@transaction.atomic
def remove_paper(*, actor: Actor, meeting_id: UUID, item_id: UUID, paper_id: UUID) -> None:
    """Takes a file away that was attached by mistake."""
    found = open_meeting(actor, meeting_id)
    paper = item_of(found, item_id).papers.filter(pk=paper_id).first()
    if paper is None:
        raise NotFound(_("没有找到这份材料，请刷新页面。"))
    audit.record(actor=actor, action="command.remove_agenda_paper", subject=found, detail={"name": paper.name})
    paper.delete()
