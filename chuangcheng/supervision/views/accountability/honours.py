from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from chuangcheng.core.access import Actor
from chuangcheng.core.errors import InvalidInput, NotFound, Refusal, sentence_for_page
from chuangcheng.core.ids import new_id
from chuangcheng.core.keyset import keyset_page
from chuangcheng.core.web import actor_of, download, page
from chuangcheng.supervision.accountability_access import (
    PUBLISH_LISTS,
    VIEW_LISTS,
    list_for,
    require_publisher,
)
from chuangcheng.supervision.accountability_wording import list_state_of, run_words
from chuangcheng.supervision.accountability_workflow import LIST_MOVES, ListNotThere, ListState
from chuangcheng.supervision.appraisal_wording import LISTED_WORDS
from chuangcheng.supervision.forms.accountability import PressForm
from chuangcheng.supervision.forms.honours import CheckListForm, NewListForm
from chuangcheng.supervision.honour_papers import LIST_MEDIA_TYPES, list_file_name, write_list
from chuangcheng.supervision.models import HonourEvent, HonourList
from chuangcheng.supervision.queries.accountability.honours import entries_of, lists_shown, runs_to_list, story_of
from chuangcheng.supervision.services.accountability import check_list, move_list, propose_list
from chuangcheng.supervision.services.accountability.honouring import PRESSED, WITH_WORDS
from chuangcheng.supervision.slots import list_sendings

FORM = ["GET", "HEAD", "POST"]
ICONS = {
    "check": ("checklist", "blue"),
    "publish": ("speakerphone", "green"),
    "return": ("corner-up-left", "amber"),
    "drop": ("ban", "muted"),
    "withdraw": ("ban", "muted"),
}
SENTENCES = {
    "publish": gettext_noop("公布后系统内人人可见，上榜的单位会收到消息。"),
    "return": gettext_noop("退回重新核定名单。"),
    "drop": gettext_noop("这一期不公布红黑榜，记录保留。"),
    "withdraw": gettext_noop("撤下后不再显示，记录和理由保留；上榜的单位会收到消息。"),
}
DONE = {
    "publish": gettext_noop("已公布。"),
    "return": gettext_noop("已退回。"),
    "drop": gettext_noop("已不予公布。"),
    "withdraw": gettext_noop("已撤下。"),
}


@require_safe
@page(VIEW_LISTS)
def honour_lists(request: HttpRequest) -> HttpResponse:
    """红黑榜: the published ones; for who publishes also those underway."""
    actor = actor_of(request)
    found = keyset_page(lists_shown(actor=actor), parameters=request.GET)
    context = {
        "page": found,
        "rows": [(row, run_words(row.run), list_state_of(row)) for row in found.rows],
        "is_publisher": actor.everywhere(PUBLISH_LISTS),
    }
    return render(request, "supervision/accountability/honour_lists.html", context)


@require_http_methods(FORM)
@page(PUBLISH_LISTS)
def new_list(request: HttpRequest) -> HttpResponse:
    """A list of a board that was published before."""
    runs = runs_to_list()
    form = NewListForm(request.POST or None, runs=runs)
    if request.method == "POST" and form.is_valid():
        try:
            made = propose_list(actor=actor_of(request), run_id=UUID(form.cleaned_data["run"]))
        except Refusal as refusal:
            form.add_error(None, sentence_for_page(refusal))
        else:
            return redirect("supervision:honour_list", made.pk)
    context = {"form": form, "has_runs": bool(runs), "cancel_url": reverse("supervision:honour_lists")}
    status = 422 if request.method == "POST" else 200
    return render(request, "supervision/accountability/new_list.html", context, status=status)


@require_safe
@page(VIEW_LISTS)
def honour_list(request: HttpRequest, list_id: UUID) -> HttpResponse:
    """One list: red and black, who chose and approved."""
    actor = actor_of(request)
    found = list_for(actor, list_id)
    is_publisher = actor.everywhere(PUBLISH_LISTS)
    entries = entries_of(found, with_left_out=is_publisher)
    acts = _acts(actor, found) if is_publisher else []
    context = {
        "found": found,
        "title": run_words(found.run),
        "state": list_state_of(found),
        "groups": [
            (*LISTED_WORDS[code], [entry for entry in entries if entry.listed == code]) for code in LISTED_WORDS
        ],
        "may_check": is_publisher and found.state in {"proposed", "checked"},
        "primary": next((act for act in acts if act["code"] == "publish"), None),
        "others": [act for act in acts if act["code"] != "publish"],
        "acts": acts,
        "waits_for_other": found.state == "checked" and found.checked_by_id == actor.person_id,
        "events": [_event(event) for event in reversed(story_of(found))] if is_publisher else [],
        "is_publisher": is_publisher,
        "event_id": new_id(),
        **_sending(actor, found),
    }
    return render(request, "supervision/accountability/honour_list.html", context)


@require_safe
@page(VIEW_LISTS)
def paper(request: HttpRequest, list_id: UUID, kind: str) -> HttpResponseBase:
    """The list as Word, PDF or Excel."""
    found = list_for(actor_of(request), list_id)
    if kind not in LIST_MEDIA_TYPES:
        raise NotFound(_("红黑榜只有 Word、PDF、Excel三种格式，请从红黑榜页面下载。"))
    content = write_list(found, entries_of(found, with_left_out=False), kind)
    return download(content, list_file_name(found, kind), LIST_MEDIA_TYPES[kind])


@require_http_methods(FORM)
@page(PUBLISH_LISTS)
def check(request: HttpRequest, list_id: UUID) -> HttpResponse:
    """Chooses who stays."""
    actor = actor_of(request)
    require_publisher(actor)
    found = list_for(actor, list_id)
    entries = entries_of(found, with_left_out=True)
    form = CheckListForm(request.POST or None, entries=entries, is_for_public=found.is_for_public)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            check_list(
                actor=actor,
                list_id=list_id,
                event_id=given["event_id"],
                left_out=form.left_out(),
                is_for_public=given["is_for_public"],
            )
        except Refusal as refusal:
            form.add_error(None, sentence_for_page(refusal))
        else:
            messages.success(request, _("已核定，由其他人批准后公布。"))
            return redirect("supervision:honour_list", list_id)
    elif found.state not in {"proposed", "checked"}:
        raise ListNotThere(found.state)
    context = {
        "form": form,
        "title": run_words(found.run),
        "rows": [(entry, LISTED_WORDS[entry.listed], out, why) for entry, out, why in form.rows()],
        "cancel_url": reverse("supervision:honour_list", args=[list_id]),
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "supervision/accountability/check_list.html", context, status=status)


@require_POST
@page(PUBLISH_LISTS)
def move(request: HttpRequest, list_id: UUID, move: str) -> HttpResponse:
    """A move of a list."""
    form = PressForm(request.POST)
    if not form.is_valid() or move not in PRESSED:
        raise InvalidInput(_("表单编号无效，请刷新页面后重新填写。"))
    given = form.cleaned_data
    move_list(actor=actor_of(request), list_id=list_id, event_id=given["event_id"], move=move, text=given["reason"])
    messages.success(request, _(DONE[move]))
    return redirect("supervision:honour_list", list_id)


def _acts(actor: Actor, found: HonourList) -> list[dict[str, Any]]:
    offered = [code for code in PRESSED if found.state in LIST_MOVES[code][1]]
    return [
        {
            "code": code,
            "label": _(LIST_MOVES[code][0]),
            "icon": ICONS[code][0],
            "sentence": _(SENTENCES[code]),
            "is_optional": code not in WITH_WORDS,
        }
        for code in offered
        if code != "publish" or found.checked_by_id != actor.person_id
    ]


def _sending(actor: Actor, found: HonourList) -> dict[str, Any]:
    """To whom it went as a paper, and where that is done."""
    sent = [told for each in list_sendings if (told := each.sent(actor, found.pk)) is not None]
    if sent or found.state != ListState.PUBLISHED:
        return {"sent": sent, "send_url": ""}
    return {"sent": [], "send_url": next((url for each in list_sendings if (url := each.address(actor, found.pk))), "")}


def _event(event: HonourEvent) -> dict[str, Any]:
    """A move as the timeline shows it."""
    icon, tone = ICONS[event.move]
    return {
        "at": event.at,
        "word": event.get_move_display(),
        "who": event.actor_name,
        "icon": icon,
        "tone": tone,
        "note": event.text,
    }
