from __future__ import annotations

from collections import Counter
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from chuangcheng.cases.access import ISSUE_NOTICES, VIEW, may_sign, notice_for
from chuangcheng.cases.forms.notices import NoticeForm
from chuangcheng.cases.models import Case
from chuangcheng.cases.notice_packing import start_pack
from chuangcheng.cases.notice_papers import MEDIA_TYPES, file_name, write_notice
from chuangcheng.cases.noticing import asked_by_filter, asked_by_source
from chuangcheng.cases.queries.notices import cases_of_notice, notices
from chuangcheng.cases.services.notices import REQUIREMENT, SELECTION, NoticeSource, issue_notices, sign_notice
from chuangcheng.cases.views.lists import filter_form, known_view
from chuangcheng.core.access import Actor
from chuangcheng.core.errors import NotFound
from chuangcheng.core.keyset import keyset_page
from chuangcheng.core.times import today
from chuangcheng.core.web import actor_of, download, page


@require_safe
@page(VIEW)
def notice_list(request: HttpRequest) -> HttpResponse:
    """The notices: signed for or not, and how many of their problems are closed."""
    actor = actor_of(request)
    source = request.GET.get("source", "")[:40]
    found = keyset_page(notices(actor=actor, source_id=source), parameters=request.GET)
    label = found.rows[0].source_label if source and found.rows else ""
    context = {"page": found, "rows": found.rows, "source": source, "label": label, "today": today()}
    return render(request, "cases/notices.html", context)


@require_safe
@page(VIEW)
def notice(request: HttpRequest, notice_id: UUID) -> HttpResponse:
    """One notice with its problems as they stand."""
    actor = actor_of(request)
    found = notice_for(actor, notice_id)
    cases = cases_of_notice(notice=found)
    context = {
        "found": found,
        "cases": cases,
        "closed": sum(case.state == "closed" for case in cases),
        "may_sign": may_sign(actor, found) and found.signed_at is None,
        "list_url": reverse("cases:notices"),
    }
    return render(request, "cases/notice.html", context)


@require_safe
@page(VIEW)
def notice_file(request: HttpRequest, notice_id: UUID, kind: str) -> HttpResponseBase:
    """The notice as Word or PDF."""
    found = notice_for(actor_of(request), notice_id)
    if kind not in MEDIA_TYPES:
        raise NotFound(_("通知单只有 Word 和 PDF 两种格式，请从通知单页面下载。"))
    return download(write_notice(found, kind), file_name(found, kind), MEDIA_TYPES[kind])


@require_POST
@page(VIEW)
def sign(request: HttpRequest, notice_id: UUID) -> HttpResponse:
    """签收."""
    sign_notice(actor=actor_of(request), notice_id=notice_id)
    messages.success(request, _("已签收，请按期整改并反馈。"))
    return redirect("cases:notice", notice_id=notice_id)


@require_POST
@page(VIEW)
def pack(request: HttpRequest) -> HttpResponse:
    """All notices of a source as one zip."""
    kind, source = request.POST.get("kind", ""), request.POST.get("source", "")[:40]
    return redirect("core:job", start_pack(actor=actor_of(request), source_id=source, kind=kind).pk)


@require_http_methods(["GET", "HEAD", "POST"])
@page(ISSUE_NOTICES)
def issue(request: HttpRequest) -> HttpResponse:
    """Notices for the cases of the list in the address, or of a round: which units, how many, then written."""
    actor = actor_of(request)
    form = NoticeForm(request.POST or None, initial={"requirement": REQUIREMENT})
    source, cases = _asked_for(request, actor)
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        source = source or NoticeSource(SELECTION, str(values["batch_id"]), _("日常检查"))
        made = issue_notices(
            actor=actor,
            source=source,
            case_ids=[case.pk for case in cases],
            requirement=values["requirement"],
            reply_by=values["reply_by"],
        )
        if made:
            messages.success(request, _("已印发整改通知单%(count)s份。") % {"count": len(made)})
        else:
            messages.info(request, _("各单位的问题没有变化，通知单不需要重新印发。"))
        return redirect(f"{reverse('cases:notices')}?source={source.id}")
    counts = Counter(case.lead_unit for case in cases)
    context = {
        "form": form,
        "units": sorted(((unit.name, count) for unit, count in counts.items() if unit), key=lambda row: -row[1]),
        "count": len(cases),
        "label": source.label if source else "",
        "cancel_url": reverse("cases:list"),
    }
    return render(request, "cases/notice_form.html", context, status=422 if request.method == "POST" else 200)


def _asked_for(request: HttpRequest, actor: Actor) -> tuple[NoticeSource | None, list[Case]]:
    """The source that the address names with its cases; else the cases of the filter in the address."""
    kind = request.GET.get("from", "")
    if kind:
        return asked_by_source(actor=actor, kind=kind, source_id=request.GET.get("id", ""))
    chosen = filter_form(request, actor).chosen(actor, view=known_view(request))
    return None, asked_by_filter(actor=actor, chosen=chosen)
