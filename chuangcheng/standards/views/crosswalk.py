"""指标对照: pairs of frameworks, what is linked, suggested and open between two, and links by hand."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from chuangcheng.core.errors import InvalidInput, Refusal
from chuangcheng.core.web import actor_of, download, page
from chuangcheng.standards import queries
from chuangcheng.standards.access import CHANGE, VIEW, framework_for, link_for
from chuangcheng.standards.crosswalk_table import links_workbook
from chuangcheng.standards.forms.crosswalk import LinkForm, RelationForm
from chuangcheng.standards.models import Framework, StandardLink
from chuangcheng.standards.relation_words import relation_words
from chuangcheng.standards.services import (
    LinkDraft,
    change_link,
    end_link,
    link_several,
    link_standards,
    refuse_pair,
    take_up_pair,
)
from chuangcheng.standards.views.common import attempt, form_page, is_sound

MOST_SUGGESTED = 200  # on a page, best first; our choice
TABS = ("linked", "suggested", "open")


@require_GET
@page(VIEW)
def crosswalk(request: HttpRequest) -> HttpResponse:
    """Every two frameworks, with how many standards are linked."""
    actor = actor_of(request)
    context = {"pairs": queries.linked_pairs(actor=actor), "may_change": actor.may(CHANGE)}
    return render(request, "standards/crosswalk.html", context)


@require_GET
@page(VIEW)
def pair(request: HttpRequest, first_id: int, second_id: int) -> HttpResponse:
    """What stands between two frameworks."""
    actor = actor_of(request)
    first, second = _pair(request, first_id, second_id)
    tab = request.GET.get("tab", "")
    tab = tab if tab in TABS else "linked"
    context = {"first": first, "second": second, "tab": tab, "may_change": actor.may(CHANGE)}
    return render(request, "standards/crosswalk_pair.html", {**context, **_TAB_CONTEXTS[tab](first, second)})


@require_GET
@page(VIEW)
def export_links(request: HttpRequest, first_id: int, second_id: int) -> FileResponse:
    """The standing links of two frameworks as an Excel table, whose edited cells come back."""
    first, second = _pair(request, first_id, second_id)
    content = links_workbook(actor=actor_of(request), first=first, second=second)
    return download(content, f"{_('指标对照')}-{first.name}-{second.name}.xlsx")


@page(CHANGE)
def new_link(request: HttpRequest, first_id: int, second_id: int) -> HttpResponse:
    """A link by hand; `?first=` and `?second=` are codes that stand in the form already."""
    first, second = _pair(request, first_id, second_id)
    sides = {"first": list(first.standards.order_by("order")), "second": list(second.standards.order_by("order"))}
    form = LinkForm(
        request.POST or None,
        codes={side: {row.code: row.pk for row in rows} for side, rows in sides.items()},
        names={"first": first.name, "second": second.name},
        initial={side: request.GET.get(side, "") for side in sides},
    )
    if form.is_valid():
        draft = LinkDraft(form.cleaned_data["first"], form.cleaned_data["second"], **form.said())
        if attempt(form, lambda: link_standards(actor=actor_of(request), draft=draft)) is not None:
            messages.success(request, _("已对照。"))
            return redirect(_address(first, second, "linked"))
    back = _address(first, second, "linked")
    return form_page(
        request, "standards/crosswalk_form.html", form, first=first, second=second, sides=sides, cancel_url=back
    )


@page(CHANGE)
def edit_link(request: HttpRequest, link_id: int) -> HttpResponse:
    """Another relation between the same standards; the one before is ended and stays on record."""
    actor = actor_of(request)
    link = link_for(actor, link_id, permission=CHANGE)
    share = None if link.share is None else int(link.share * 100)
    form = RelationForm(request.POST or None, initial={"relation": link.relation, "share": share})
    form.fields["reason"].required = True
    form.fields["reason"].label = _("修改的原因")
    back = _address(link.first.framework, link.second.framework, "linked")
    if form.is_valid():
        draft = LinkDraft(link.first_id, link.second_id, **form.said())
        if attempt(form, lambda: change_link(actor=actor, link_id=link.pk, draft=draft)) is not None:
            messages.success(request, _("已修改，原来的对照保留在记录中。"))
            return redirect(back)
    return form_page(request, "standards/crosswalk_form.html", form, link=link, cancel_url=back)


@require_POST
@page(CHANGE)
def remove_link(request: HttpRequest, link_id: int) -> HttpResponse:
    """Ends a link, with a reason."""
    link = end_link(actor=actor_of(request), link_id=link_id, reason=request.POST.get("reason", ""))
    messages.success(request, _("对照已结束，从现在起不再互相计入。"))
    return redirect(_address(link.first.framework, link.second.framework, "linked"))


@require_POST
@page(CHANGE)
def decide(request: HttpRequest, first_id: int, second_id: int) -> HttpResponse:
    """Confirms the chosen suggestions with one relation, or refuses them."""
    first, second = _pair(request, first_id, second_id)
    form, back = RelationForm(request.POST), redirect(_address(first, second, "suggested"))
    if not is_sound(request, form):
        return back
    try:
        chosen = _chosen(request.POST.getlist("pair"))
        if "refuse" in request.POST:
            for one, other in chosen:
                refuse_pair(actor=actor_of(request), first_id=one, second_id=other, reason=form.cleaned_data["reason"])
            messages.success(request, _("已记下不采纳，以后不再建议。"))
            return back
        drafts = [LinkDraft(one, other, **form.said()) for one, other in chosen]
        made = link_several(actor=actor_of(request), drafts=drafts, origin=StandardLink.Origin.SUGGESTION)
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return back
    messages.success(request, _("已对照%(count)s对标准。") % {"count": len(made)})
    return back


@require_POST
@page(CHANGE)
def take_up(request: HttpRequest, pair_id: int) -> HttpResponse:
    """What was refused may be suggested again."""
    pair = take_up_pair(actor=actor_of(request), pair_id=pair_id)
    messages.success(request, _("已恢复为待确认的建议。"))
    return redirect(_address(pair.first.framework, pair.second.framework, "suggested"))


def _linked(first: Framework, second: Framework) -> dict[str, Any]:
    rows = [
        (link, *queries.seen_between(link, first.pk))
        for link in queries.links_between(first_id=first.pk, second_id=second.pk)
    ]
    shown = [(link, own, relation_words(relation, link.share), other) for link, own, relation, other in rows]
    return {
        "links": [row for row in shown if row[0].ended_at is None],
        "ended": [row for row in shown if row[0].ended_at is not None],
        "counts": first.code != second.code,
    }


def _suggested(first: Framework, second: Framework) -> dict[str, Any]:
    found = queries.suggestions(first_id=first.pk, second_id=second.pk)
    return {
        "suggestions": found[:MOST_SUGGESTED],
        "is_cut": len(found) > MOST_SUGGESTED,
        "refused": queries.refused_pairs(first_id=first.pk, second_id=second.pk),
        "form": RelationForm(),
    }


def _open(first: Framework, second: Framework) -> dict[str, Any]:
    sides = ((first, second, "first"), (second, first, "second"))
    return {
        "sides": [
            (one, queries.unlinked_standards(framework_id=one.pk, other_id=other.pk), name)
            for one, other, name in sides
        ]
    }


_TAB_CONTEXTS = {"linked": _linked, "suggested": _suggested, "open": _open}


def _pair(request: HttpRequest, first_id: int, second_id: int) -> tuple[Framework, Framework]:
    actor = actor_of(request)
    if first_id == second_id:
        raise InvalidInput(_("请选择两个不同的体系。"))
    return framework_for(actor, first_id), framework_for(actor, second_id)


def _address(first: Framework, second: Framework, tab: str) -> str:
    return reverse("standards:crosswalk_pair", args=[first.pk, second.pk]) + f"?tab={tab}"


def _chosen(values: Sequence[str]) -> list[tuple[int, int]]:
    """The pairs that were ticked, as `first-second`."""
    found = [re.fullmatch(r"([0-9]{1,18})-([0-9]{1,18})", value) for value in values]
    pairs = [(int(match[1]), int(match[2])) for match in found if match]
    if not pairs or len(pairs) < len(values):
        raise InvalidInput(_("请先选择要对照的标准。"))
    return pairs
