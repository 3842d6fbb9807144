from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import FileResponse, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_http_methods, require_safe

from chuangcheng.core.access import Actor
from chuangcheng.core.documents.office_pdf import can_print, start_office_pdf
from chuangcheng.core.errors import NotFound
from chuangcheng.core.ids import new_id
from chuangcheng.core.keyset import keyset_page
from chuangcheng.core.outgoing.records import arrivals
from chuangcheng.core.times import now
from chuangcheng.core.web import actor_of, download, page
from chuangcheng.orgs.access import unit_for
from chuangcheng.orgs.queries import subtree_ids
from chuangcheng.supervision.escalation_access import VIEW_ESCALATIONS
from chuangcheng.supervision.forms.orders import OrderFilterForm
from chuangcheng.supervision.models import OrderEvent
from chuangcheng.supervision.order_access import ISSUE_ORDERS, may_move, order_for
from chuangcheng.supervision.order_papers import MEDIA_TYPES, file_name, orders_workbook
from chuangcheng.supervision.order_templates import order_has_own_template, order_word, write_order
from chuangcheng.supervision.order_wording import deadline_of, state_of
from chuangcheng.supervision.order_workflow import TABLE, OrderMove, OrderState
from chuangcheng.supervision.queries.orders import LATE, OrderFilter, cases_of_order, orders_shown, story_of

MOST_EXPORTED = 20_000  # rows; our choice
ICONS = {
    "issue": ("send", "blue"),
    "drop": ("ban", "muted"),
    "sign": ("check", "blue"),
    "answer": ("messages", "blue"),
    "return": ("corner-up-left", "amber"),
    "close": ("circle-check", "green"),
    "withdraw": ("ban", "muted"),
}
PRIMARY = ("issue", "sign", "answer", "close")
WITH_FILES = frozenset({"answer", "return"})
SENTENCES = {
    "issue": gettext_noop("签发后自动编号，单位负责人和联络员会收到消息。"),
    "drop": gettext_noop("拟稿保留，不编号，单位不会收到。"),
    "sign": gettext_noop("签收后请在期限内反馈。"),
    "answer": gettext_noop("写明办理结果和措施，可附文件；督查室会办结或退回。"),
    "return": gettext_noop("单位会收到消息，须重新反馈。"),
    "close": gettext_noop("办结后不能再改。"),
    "withdraw": gettext_noop("编号保留，不再使用；单位会收到消息。"),
}


@require_safe
@page(VIEW_ESCALATIONS)
def orders(request: HttpRequest) -> HttpResponse:
    """督办单: signed for or not, answered or not, the newest first."""
    actor, moment = actor_of(request), now()
    form, unit, chosen = _chosen(request, actor)
    found = keyset_page(orders_shown(actor=actor, chosen=chosen, now=moment), parameters=request.GET)
    context = {
        "page": found,
        "rows": [(row, state_of(row), deadline_of(row, moment)) for row in found.rows],
        "form": form,
        "unit": unit,
        "is_filtered": bool(chosen.state or chosen.words or unit or chosen.year),
        "views": _views(chosen, may_issue=actor.everywhere(ISSUE_ORDERS)),
        "may_issue": actor.everywhere(ISSUE_ORDERS),
        "export_url": f"{reverse('supervision:orders_workbook')}?{request.GET.urlencode()}",
    }
    return render(request, "supervision/orders/list.html", context)


@require_safe
@page(VIEW_ESCALATIONS)
def orders_excel(request: HttpRequest) -> FileResponse:
    """The list as a workbook."""
    actor = actor_of(request)
    _form, _unit, chosen = _chosen(request, actor)
    name, content = orders_workbook(orders_shown(actor=actor, chosen=chosen, now=now())[:MOST_EXPORTED])
    return download(content, name)


@require_safe
@page(VIEW_ESCALATIONS)
def order(request: HttpRequest, order_id: UUID) -> HttpResponse:
    """One order: how it stands, its one next act, its story and the cases."""
    actor, moment = actor_of(request), now()
    found = order_for(actor, order_id)
    events = story_of(found)
    acts = [_act(move) for move in TABLE if OrderState(found.state) in move.sources and may_move(actor, move, found)]
    acts.sort(key=lambda act: act["code"] not in PRIMARY)
    has_primary = bool(acts) and acts[0]["code"] in PRIMARY
    context = {
        "found": found,
        "state": state_of(found),
        "deadline": deadline_of(found, moment),
        "cases": cases_of_order(found),
        "events": [_shown(event) for event in reversed(events)],
        "acts": acts,
        "primary": acts[0] if has_primary else None,
        "others": acts[1:] if has_primary else acts,
        "event_id": new_id(),
        "has_own_template": order_has_own_template(found),
        "can_print": can_print(),
        "arrivals": arrivals(link=reverse("supervision:order", args=[found.pk])),
        "source": _("按督办升级表自动拟稿") if found.is_by_ladder else _("手工拟稿"),
    }
    return render(request, "supervision/orders/detail.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@page(VIEW_ESCALATIONS)
def order_file(request: HttpRequest, order_id: UUID, kind: str) -> HttpResponseBase:
    """The order as Word, or as PDF in the product's own layout; posted, a job makes the PDF of the Word paper."""
    actor = actor_of(request)
    found = order_for(actor, order_id)
    if kind not in MEDIA_TYPES:
        raise NotFound(_("督办单只有 Word 和 PDF 两种格式，请从督办单页面下载。"))
    cases, events = cases_of_order(found), story_of(found)
    if request.method == "POST":
        name = file_name(found, "docx").removesuffix(".docx")
        return redirect("core:job", start_office_pdf(actor=actor, word=order_word(found, cases, events), name=name).pk)
    return download(write_order(found, cases, events, kind), file_name(found, kind), MEDIA_TYPES[kind])


def _chosen(request: HttpRequest, actor: Actor) -> tuple[OrderFilterForm, Any, OrderFilter]:
    """The filter of the address."""
    form = OrderFilterForm(request.GET)
    unit = unit_for(actor, form.unit_id) if form.unit_id else None
    return form, unit, form.chosen(list(subtree_ids(path=unit.path)) if unit is not None else None)


def _views(chosen: OrderFilter, *, may_issue: bool) -> list[dict[str, Any]]:
    """The tabs of the list."""
    address = reverse("supervision:orders")
    shown = [("", _("全部")), *([("draft", _("待签发"))] if may_issue else [])]
    shown += [("issued", _("待签收")), ("signed", _("待反馈")), ("answered", _("待办结")), (LATE, _("超期"))]
    return [
        {"label": label, "url": f"{address}?state={code}" if code else address, "active": code == chosen.state}
        for code, label in shown
    ]


def _act(move: OrderMove) -> dict[str, Any]:
    return {
        "code": move.code,
        "label": _(move.label),
        "icon": ICONS[move.code][0],
        "sentence": _(SENTENCES[move.code]),
        "is_optional": not move.needs_words,
        "has_files": move.code in WITH_FILES,
    }


def _shown(event: OrderEvent) -> dict[str, Any]:
    """A move as the timeline shows it."""
    icon, tone = ICONS[event.move]
    word = event.get_move_display()
    return {
        "at": event.at,
        "word": word,
        "who": event.actor_name,
        "icon": icon,
        "tone": tone,
        "note": event.text,
        "files": list(event.files.all()),
    }
