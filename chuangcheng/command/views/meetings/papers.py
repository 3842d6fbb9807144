from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from chuangcheng.command.forms.meetings import ItemForm
from chuangcheng.command.meeting_access import HOLD, MEET, meeting_for, meeting_to_hold
from chuangcheng.command.meeting_pack import ZIP, pack_of
from chuangcheng.command.meeting_papers import paper_name
from chuangcheng.command.models import Meeting
from chuangcheng.command.queries.meetings import meeting_story
from chuangcheng.command.services.library_files import LIBRARY_FILES
from chuangcheng.command.services.meetings import MOST_PAPERS, add_papers, choose_speakers, remove_paper
from chuangcheng.command.views.meetings.holding import agenda_page
from chuangcheng.core.errors import Refusal, sentence_for_page
from chuangcheng.core.files import documents_from_request
from chuangcheng.core.times import today
from chuangcheng.core.web import actor_of, download, page


@require_POST
@page(HOLD)
def attach(request: HttpRequest, meeting_id: UUID, item_id: UUID) -> HttpResponse:
    """会议材料 for an item of the agenda."""
    actor = actor_of(request)
    found = meeting_to_hold(actor, meeting_id)
    try:
        sent = documents_from_request(request, "files", at_least=1, at_most=MOST_PAPERS, limits=LIBRARY_FILES)
        add_papers(actor=actor, meeting_id=meeting_id, item_id=item_id, files=sent)
    except Refusal as refusal:
        return _refused(request, found, item_id, sentence_for_page(refusal))
    messages.success(request, _("材料已附到议题，参会单位在会议页面可以看和下载。"))
    return redirect("command:meeting_agenda", meeting_id)


@require_POST
@page(HOLD)
def detach(request: HttpRequest, meeting_id: UUID, item_id: UUID, paper_id: UUID) -> HttpResponse:
    """A file off an item."""
    remove_paper(actor=actor_of(request), meeting_id=meeting_id, item_id=item_id, paper_id=paper_id)
    return redirect("command:meeting_agenda", meeting_id)


@require_POST
@page(HOLD)
def speakers(request: HttpRequest, meeting_id: UUID) -> HttpResponse:
    """Which of the units called speak, chosen beside their figures."""
    rows = (invited.unit_id for invited in meeting_to_hold(actor_of(request), meeting_id).units.all())
    chosen = {unit_id: request.POST[f"speech-{unit_id}"] for unit_id in rows if f"speech-{unit_id}" in request.POST}
    choose_speakers(actor=actor_of(request), meeting_id=meeting_id, speeches=chosen)
    messages.success(request, _("发言单位已保存。"))
    return redirect("command:meeting_agenda", meeting_id)


@require_safe
@page(MEET)
def pack(request: HttpRequest, meeting_id: UUID) -> FileResponse:
    """会议材料包: the agenda and all files of its items in one zip."""
    actor = actor_of(request)
    story = meeting_story(actor=actor, meeting=meeting_for(actor, meeting_id), today=today())
    return download(pack_of(actor=actor, story=story), f"{paper_name(story.meeting, _('会议材料'))}.zip", ZIP)


def _refused(request: HttpRequest, found: Meeting, item_id: UUID, sentence: str) -> HttpResponse:
    """The agenda with the sentence beside its item; a script puts in that alone, so that all that was typed stays."""
    answer = agenda_page(request, found, ItemForm(), refused_item=item_id, refused=sentence)
    answer.headers["HX-Retarget"] = answer.headers["HX-Reselect"] = f"#refused-{item_id}"
    return answer
