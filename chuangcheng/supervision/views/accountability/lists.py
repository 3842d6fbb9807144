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
from chuangcheng.core.times import today
from chuangcheng.core.web import actor_of, download, page
from chuangcheng.orgs.access import unit_for
from chuangcheng.orgs.queries import subtree_ids
from chuangcheng.supervision.accountability import Whom
from chuangcheng.supervision.accountability_access import DECIDE_MATTERS, VIEW_MATTERS, matter_for, side_of
from chuangcheng.supervision.accountability_papers import file_name, matters_workbook
from chuangcheng.supervision.accountability_templates import letter_has_own_template, write_decision
from chuangcheng.supervision.accountability_wording import (
    finding_words,
    grade_of,
    line_words,
    people_of,
    period_of,
    state_of,
)
from chuangcheng.supervision.accountability_workflow import MOVES, PRESSED, MatterState
from chuangcheng.supervision.appraisal_wording import MERIT_WORDS
from chuangcheng.supervision.forms.accountability import MatterFilterForm
from chuangcheng.supervision.models import Appeal, Matter, MatterEvent
from chuangcheng.supervision.models.matters import WHOM_LABELS
from chuangcheng.supervision.order_papers import MEDIA_TYPES
from chuangcheng.supervision.queries.accountability.counting import counting_words, sheets_told
from chuangcheng.supervision.queries.accountability.matters import (
    IN_FORCE,
    OVER,
    PRAISE,
    PROPOSED,
    SHOWN_RECORDS,
    UNDERWAY,
    VIEWS,
    MatterFilter,
    appeals_of,
    matters_shown,
    records_told,
    story_of,
)
from chuangcheng.supervision.services.accountability.appealing import may_still_appeal

MOST_EXPORTED = 20_000  # rows; our choice
ICONS = {
    "decide": ("gavel", "blue"),
    "drop": ("ban", "muted"),
    "fulfil": ("circle-check", "green"),
    "overturn": ("corner-up-left", "muted"),
    "withdraw": ("ban", "muted"),
}
SENTENCES = {
    "drop": gettext_noop("记录保留，同一期同一情形不再重新建议；单位不会收到。"),
    "fulfil": gettext_noop("写明约谈、整改、移交或奖励的落实情况，单位会收到消息。"),
    "withdraw": gettext_noop(
        "编号保留，不再计入；公示中的榜单重新计分，已发布的榜单不改，在考核单上更正。单位和本人会收到消息。"
    ),
}


@require_safe
@page()
def matters(request: HttpRequest) -> HttpResponse:
    """奖惩问责: proposals, what is underway, in force, over, and praise; the newest first."""
    actor, day = actor_of(request), today()
    form, unit, chosen = _chosen(request, actor)
    found = keyset_page(matters_shown(actor=actor, chosen=chosen, today=day), parameters=request.GET)
    is_decider = actor.everywhere(DECIDE_MATTERS)
    context = {
        "page": found,
        "rows": [_row(row) for row in found.rows],
        "form": form,
        "unit": unit,
        "view": chosen.view,
        "is_filtered": bool(chosen.words or chosen.ground or chosen.grade or unit),
        "views": _views(chosen.view, is_decider=is_decider),
        "is_decider": is_decider,
        "may_view": actor.may(VIEW_MATTERS),
        "export_url": f"{reverse('supervision:matters_workbook')}?{request.GET.urlencode()}",
    }
    return render(request, "supervision/accountability/list.html", context)


@require_safe
@page(VIEW_MATTERS)
def workbook(request: HttpRequest) -> FileResponse:
    """The list as a workbook."""
    actor = actor_of(request)
    _form, _unit, chosen = _chosen(request, actor)
    name, content = matters_workbook(matters_shown(actor=actor, chosen=chosen, today=today())[:MOST_EXPORTED])
    return download(content, name)


@require_safe
@page()
def matter(request: HttpRequest, matter_id: UUID) -> HttpResponse:
    """One matter: its grounds with their records, what was decided, appeals, its story."""
    actor = actor_of(request)
    found = matter_for(actor, matter_id)
    appeals = appeals_of(found)
    is_open = any(getattr(appeal, "decision", None) is None for appeal in appeals)
    acts = _acts(actor, found)
    context = {
        "found": found,
        "title": f"{found.unit.name} {found.get_ground_display()}",
        "period": period_of(found),
        "state": state_of(found, today(), is_appealed=is_open),
        "grade": grade_of(found),
        "whom": WHOM_LABELS[Whom(found.proposed_whom)],
        "people": people_of(found),
        "findings": _findings(found),
        "most_shown": SHOWN_RECORDS,
        "appeals": [_appeal(actor, found, appeal) for appeal in appeals],
        "may_appeal": _may_appeal(actor, found, appeals),
        "counting": _counting(actor, found),
        "counted": sheets_told(found) if actor.everywhere(DECIDE_MATTERS) else [],
        "merit": MERIT_WORDS[found.merit.kind] if found.merit is not None else "",
        "has_own_template": found.serial is not None and letter_has_own_template(found),
        "can_print": can_print(),
        "acts": acts,
        "may_decide": _may_decide(actor, found),
        "events": [_event(each) for each in reversed(story_of(found))],
        "event_id": new_id(),
        "is_term_over": found.is_in_force(today()) and found.is_term_over(today()),
    }
    return render(request, "supervision/accountability/detail.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@page()
def paper(request: HttpRequest, matter_id: UUID, kind: str) -> HttpResponseBase:
    """The decision as Word, or as PDF in the product's own layout; posted, a job makes the PDF of the Word paper."""
    actor = actor_of(request)
    found = matter_for(actor, matter_id)
    if kind not in MEDIA_TYPES or found.serial is None:
        raise NotFound(_("决定之后才有文书，只有 Word 和 PDF 两种格式，请从奖惩事项页面下载。"))
    if request.method == "POST":
        name, word = file_name(found, "docx").removesuffix(".docx"), write_decision(found, "docx")
        return redirect("core:job", start_office_pdf(actor=actor, word=word, name=name).pk)
    return download(write_decision(found, kind), file_name(found, kind), MEDIA_TYPES[kind])


def _chosen(request: HttpRequest, actor: Actor) -> tuple[MatterFilterForm, Any, MatterFilter]:
    """The filter of the address."""
    form = MatterFilterForm(request.GET)
    unit = unit_for(actor, form.unit_id) if form.unit_id else None
    view = request.GET.get("view", "")
    ids = list(subtree_ids(path=unit.path)) if unit is not None else None
    return form, unit, form.chosen(view if view in VIEWS else "", ids)


def _views(chosen: str, *, is_decider: bool) -> list[dict[str, Any]]:
    """The tabs of the list."""
    address = reverse("supervision:matters")
    shown = [("", _("全部")), *([(PROPOSED, _("建议"))] if is_decider else [])]
    shown += [(UNDERWAY, _("处理中")), (IN_FORCE, _("生效")), (OVER, _("已过期、撤销")), (PRAISE, _("表彰"))]
    return [
        {"label": label, "url": f"{address}?view={code}" if code else address, "active": code == chosen}
        for code, label in shown
    ]


def _row(row: Matter) -> dict[str, Any]:
    return {
        "matter": row,
        "period": period_of(row),
        "grade": grade_of(row),
        "people": "、".join(name for _as, name, _post in people_of(row)),
        "state": state_of(row, today(), is_appealed=bool(getattr(row, "is_appealed", False))),
    }


def _findings(found: Matter) -> list[dict[str, Any]]:
    told = records_told(found.findings)
    return [
        {
            "words": finding_words(finding),
            "line": line_words(finding["line"], finding["measure"]),
            "records": records,
            "more": finding["count"] - len(records),
        }
        for finding, records in zip(found.findings, told, strict=True)
    ]


def _counting(actor: Actor, found: Matter) -> list[str]:
    """How it counts on the boards, for who decides, while it stands."""
    if found.merit is None or found.ended_at is not None or not actor.everywhere(DECIDE_MATTERS):
        return []
    return counting_words(unit=found.unit, kinds=[found.merit.kind], day=found.merit.on)


def _may_decide(actor: Actor, found: Matter) -> bool:
    is_own = found.proposed_by_id is not None and found.proposed_by_id == actor.person_id
    return actor.everywhere(DECIDE_MATTERS) and found.state == MatterState.PROPOSED and not is_own


def _may_appeal(actor: Actor, found: Matter, appeals: list[Appeal]) -> bool:
    side = side_of(actor, found)
    return bool(side) and may_still_appeal(found) and side not in {appeal.side for appeal in appeals}


def _acts(actor: Actor, found: Matter) -> list[dict[str, Any]]:
    if not actor.everywhere(DECIDE_MATTERS):
        return []
    offered = [MOVES[code] for code in PRESSED if MatterState(found.state) in MOVES[code].sources]
    return [
        {"code": move.code, "label": _(move.label), "icon": ICONS[move.code][0], "sentence": _(SENTENCES[move.code])}
        for move in offered
        if move.code != "fulfil" or found.done_at is None
    ]


def _appeal(actor: Actor, found: Matter, appeal: Appeal) -> dict[str, Any]:
    decision = getattr(appeal, "decision", None)
    may_decide = decision is None and found.state == MatterState.DECIDED and actor.everywhere(DECIDE_MATTERS)
    return {
        "appeal": appeal,
        "decision": decision,
        "files": list(appeal.files.all()),
        "may_decide": may_decide and actor.person_id not in {found.decided_by_id, appeal.raised_by_id},
        "waits_for_other": may_decide and actor.person_id == found.decided_by_id,
    }


def _event(event: MatterEvent) -> dict[str, Any]:
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
