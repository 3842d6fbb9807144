from __future__ import annotations

from dataclasses import dataclass
from math import asin, cos, radians, sin, sqrt
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from chuangcheng.cases.access import REPORT
from chuangcheng.core.errors import InvalidInput
from chuangcheng.core.ids import new_id
from chuangcheng.core.web import actor_of, page
from chuangcheng.inspections.access import (
    CORRECT,
    REVIEW,
    SELF_CHECK,
    VIEW,
    VISIT,
    is_open_to_all,
    may_visit,
    visit_for,
)
from chuangcheng.inspections.forms import CorrectionForm
from chuangcheng.inspections.models import AnswerPhoto, ReviewState, Verdict, Visit
from chuangcheng.inspections.queries import (
    AnswerShown,
    is_open_to_amend,
    last_review,
    my_open_assignments,
    versions_of,
    visit_id_of,
    visit_sheet,
)
from chuangcheng.inspections.services import correct_answer, open_case_for_answer, open_cases_for_visit
from chuangcheng.inspections.slots import panels_of
from chuangcheng.inspections.wording import VERDICT_LOOKS, corrected_words, found_words

EARTH_METRES = 6_371_000
FAR_METRES = 2_000  # from here on in kilometres


@dataclass(frozen=True)
class ShownPhoto:
    """A photo as the parts of a page want it."""

    url: str
    thumbnail_url: str
    caption: str


@dataclass(frozen=True)
class Row:
    """An answer as the page shows it."""

    shown: AnswerShown
    tone: str
    icon: str
    word: str  # the standing verdict
    found: str  # what was found, in words
    entered: str  # the verdict as entered, when a correction stands in its place
    photos: list[ShownPhoto]


@require_safe
@page(VIEW, VISIT)
def visit_result(request: HttpRequest, visit_id: UUID) -> HttpResponse:
    """What a visit found: failed items first, each with its case or the press that opens one."""
    actor = actor_of(request)
    visit = visit_for(actor, visit_id)
    sheet = visit_sheet(actor=actor, visit=visit)
    may_open = may_visit(actor) and actor.may(REPORT)
    context = {
        "visit": visit,
        "sheet": sheet,
        "failed": [answer_row(shown) for shown in sheet.with_verdict(Verdict.FAIL)],
        "others": [answer_row(shown) for shown in sheet.answers if shown.verdict != Verdict.FAIL],
        "passed_count": len(sheet.with_verdict(Verdict.PASS)),
        "na_count": len(sheet.with_verdict(Verdict.NA)),
        "distance": distance_told(visit),
        "may_open": may_open,
        "to_open": len(sheet.without_case) if may_open else 0,
        "may_correct": actor.may(CORRECT),
        "correction_form": CorrectionForm(),
        "last_review": last_review(visit=visit) if visit.review != ReviewState.NONE else None,
        "versions": versions_of(actor=actor, visit=visit),
        "may_amend": visit.inspector_id == actor.person_id and is_open_to_amend(visit),
        "may_review": actor.may(REVIEW) and visit.inspector_id != actor.person_id,
        "is_hidden_now": not is_open_to_all(visit.round),
        "panels": panels_of(actor, visit),
        "next_site": my_open_assignments(actor=actor).first() if visit.inspector_id == actor.person_id else None,
    }
    return render(request, "inspections/visit_result.html", context)


@require_POST
@page(VISIT, SELF_CHECK)
def open_case(request: HttpRequest, answer_id: UUID) -> HttpResponse:
    """A failed item becomes a case."""
    case = open_case_for_answer(actor=actor_of(request), answer_id=answer_id, case_id=new_id())
    later = _("已生成问题%(number)s，轮次发布后开始办理。")
    words = later if case.is_held else _("已生成问题%(number)s，等待立案派遣。")
    messages.success(request, words % {"number": case.number})
    return _back_to(visit_id_of(answer_id=answer_id), f"answer-{answer_id}")


@require_POST
@page(VISIT, SELF_CHECK)
def open_cases(request: HttpRequest, visit_id: UUID) -> HttpResponse:
    """All failed items become cases."""
    made = open_cases_for_visit(actor=actor_of(request), visit_id=visit_id)
    if made:
        messages.success(request, _("已生成%(count)s个问题。") % {"count": len(made)})
    else:
        messages.info(request, _("不合格的检查项都已生成问题。"))
    return redirect("inspections:visit_result", visit_id=visit_id)


@require_POST
@page(CORRECT)
def correct(request: HttpRequest, answer_id: UUID) -> HttpResponse:
    """Another verdict stands in place of a wrong one."""
    form = CorrectionForm(request.POST)
    if not form.is_valid():
        raise InvalidInput(_("请选择判定、填写违规数和更正的理由，再提交。"))
    made = correct_answer(actor=actor_of(request), answer_id=answer_id, **form.cleaned_data)
    messages.success(request, _("已更正，原来的判定保留在记录中。"))
    return _back_to(made[0].answer.visit_id, f"answer-{answer_id}")


def _back_to(visit_id: UUID, anchor: str) -> HttpResponse:
    return HttpResponseRedirect(f"{reverse('inspections:visit_result', args=[visit_id])}#{anchor}")


def answer_row(shown: AnswerShown) -> Row:
    """An answer of `visit_sheet` as pages show it."""
    look = VERDICT_LOOKS[shown.verdict]
    answer = shown.answer
    photos: list[AnswerPhoto] = answer.shown_photos  # type: ignore[attr-defined] # put there by `visit_sheet`
    return Row(
        shown=shown,
        tone=look.tone,
        icon=look.icon,
        word=str(Verdict(shown.verdict).label),
        found=corrected_words(shown.violations) if shown.corrections else found_words(answer.item, answer.value),
        entered=answer.get_verdict_display() if shown.corrections else "",
        photos=[_photo(photo, answer.item.text) for photo in photos],
    )


def _photo(photo: AnswerPhoto, caption: str) -> ShownPhoto:
    large = reverse("core:file_copy", args=[photo.file_id, 1600])
    return ShownPhoto(large, reverse("core:file_copy", args=[photo.file_id, 480]), caption)


def distance_told(visit: Visit) -> str:
    """How far from the site the visit was made, in words; empty when unknown."""
    metres = _metres_from_site(visit)
    if metres is None:
        return ""
    if metres < FAR_METRES:
        return _("%(distance)s米") % {"distance": metres}
    return _("%(distance)s公里") % {"distance": f"{metres / 1000:.1f}"}


def _metres_from_site(visit: Visit) -> int | None:
    """How far from the site the device said it was, in metres along the earth; None when either is unknown."""
    site = visit.site
    if visit.lon is None or visit.lat is None or site.lon is None or site.lat is None:
        return None
    here, there = radians(visit.lat), radians(site.lat)
    half = sin((there - here) / 2) ** 2 + cos(here) * cos(there) * sin(radians(site.lon - visit.lon) / 2) ** 2
    return round(2 * EARTH_METRES * asin(sqrt(half)))
