from __future__ import annotations

from collections.abc import Sequence
from http import HTTPStatus
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from chuangcheng.cases.access import REPORT, VIEW, case_for, may
from chuangcheng.cases.forms import MOVE_FORMS, MoveForm
from chuangcheng.cases.forms.moves import MOST_DIGITS, DispatchForm
from chuangcheng.cases.models import Case
from chuangcheng.cases.next_acts import act_page
from chuangcheng.cases.queries import (
    CaseStory,
    dispatch_offer,
    dispatch_options,
    moves_offered,
    story_of,
    waiting_cases,
)
from chuangcheng.cases.services import move_label
from chuangcheng.cases.views.doubts import shown_doubts
from chuangcheng.cases.views.photos import SentPhotos, no_photos, sent_photos
from chuangcheng.cases.views.story import latest_words, shown_photo
from chuangcheng.cases.wording import limit_told, state_tone, term_told
from chuangcheng.cases.workflow import DISPATCH_CASES, WHISTLE
from chuangcheng.core.access import Actor
from chuangcheng.core.errors import NotFound, NotPermitted, Refusal, sentence_for_page
from chuangcheng.core.times import now, today
from chuangcheng.core.web import actor_of, page
from chuangcheng.orgs.queries import unit_names, unit_options

QUICK_TERMS = ("24小时", "3个工作日", "7个工作日", "15个工作日")  # common choices, typed as they are read; our choice


@require_http_methods(["GET", "HEAD", "POST"])
@page(VIEW, REPORT)
def move(request: HttpRequest, case_id: UUID, move: str) -> HttpResponse:
    """The form of a move, and the move itself."""
    if move not in MOVE_FORMS:
        raise Http404
    actor = actor_of(request)
    if request.method == "POST":
        return _made(request, actor, case_id, move)
    found = case_for(actor, case_id)
    _require_move(actor, move, found)
    offered = [each.code for each in moves_offered(actor=actor, story=story_of(case=found), now=now())]
    if move not in offered:
        state = found.get_state_display()
        messages.warning(request, _("该问题现为“%(state)s”，这一步现在不能办理。") % {"state": state})
        return redirect("cases:case", found.pk)
    form = MOVE_FORMS[move](case=found)
    form.prepare(actor)
    return _shown(request, form, no_photos(form.photo_fields))


@require_safe
@page(DISPATCH_CASES)
def unit_suggestions(request: HttpRequest) -> HttpResponse:
    """Units to dispatch to, while typing."""
    units = dispatch_options(actor=actor_of(request), words=request.GET.get("words", "")[:60])
    options = [(unit.pk, unit.name, unit.get_kind_display()) for unit in units]
    return render(request, "components/pick_options.html", {"options": options})


@require_safe
@page(WHISTLE)
def called_suggestions(request: HttpRequest) -> HttpResponse:
    """Units to call by a whistle, while typing: any of them."""
    units = unit_options(words=request.GET.get("words", "")[:60])
    options = [(unit.pk, unit.name, unit.get_kind_display()) for unit in units]
    return render(request, "components/pick_options.html", {"options": options})


def _require_move(actor: Actor, move: str, found: Case) -> None:
    if not may(actor, move, found, now=now()):
        raise NotPermitted(_("您没有办理此事项的权限，请联系创城办。"))


def _made(request: HttpRequest, actor: Actor, case_id: UUID, move: str) -> HttpResponse:
    kind = MOVE_FORMS[move]
    found = _seen_case(actor, case_id)
    form = kind(request.POST, case=found or Case(pk=case_id))
    form.prepare(actor)
    photos = sent_photos(request, actor, kind.photo_fields)
    for each in photos:
        form.add_photo_error(each.error)
    if not form.is_valid():
        if found is None:
            raise NotFound(_("没有找到该问题，请从问题列表进入。"))
        _require_move(actor, move, found)
        return _shown(request, form, photos, status=422)
    try:
        event = form.submit(actor=actor, photos={each.name: each.ids for each in photos})
    except Refusal as refusal:
        form.add_error(None, sentence_for_page(refusal))
        return _shown(request, form, photos, status=refusal.status)
    told = {"number": event.case.number, "deed": move_label(move)}
    following = _following(actor, found, event.case)
    messages.success(request, _("问题%(number)s：%(deed)s已办理。") % told, extra_tags=following)
    if kind.then and request.POST.get("then") == kind.then and may(actor, kind.then, event.case, now=now()):
        return redirect("cases:move", case_id, kind.then)
    # Sending back takes the case out of the unit's sight.
    return redirect("cases:case", case_id) if _seen_case(actor, case_id) else redirect("cases:list")


def _following(actor: Actor, before: Case | None, after: Case) -> str:
    """The tag that lets the message lead to the next case that waits as this one did; empty when it still waits."""
    if before is None or before.state == after.state:
        return ""
    waiting = (each.case for each in waiting_cases(actor=actor, now=now()) if each.case.state == before.state)
    following = next((case for case in waiting if case.pk != after.pk), None)
    return f"next:{act_page(following)}" if following else ""


def _seen_case(actor: Actor, case_id: UUID) -> Case | None:
    try:
        return case_for(actor, case_id)
    except NotFound:
        # Sent back by this very press, perhaps: the service answers the same press alike, and refuses any other.
        return None


def _shown(
    request: HttpRequest, form: MoveForm, photo_fields: Sequence[SentPhotos], *, status: int = 200
) -> HttpResponse:
    found, story = form.case, story_of(case=form.case)
    context = {
        "form": form,
        "photo_fields": photo_fields,
        "case": found,
        "state_tone": state_tone(found.state),
        "photos": [photo for photo in (shown_photo(story.before), shown_photo(story.after)) if photo],
        "cancel_url": reverse("cases:case", args=[found.pk]),
        "latest": latest_words(story),
        "is_stale": status == HTTPStatus.CONFLICT,
        "then": form.then if form.then and may(actor_of(request), form.then, found, now=now()) else "",
        "alternative": _alternative(request, form, story),
        "picks": _picks(form),
        "own_photo": shown_photo(story.before),
        "doubts": shown_doubts(actor_of(request), story) if form.compares_photos else [],
        **form.page_context(actor_of(request), request.GET.get("words", "")[:60]),
        **(_dispatch_context(form) if isinstance(form, DispatchForm) else {}),
    }
    return render(request, form.template, context, status=status)


def _alternative(request: HttpRequest, form: MoveForm, story: CaseStory) -> tuple[str, object] | None:
    """Address and name of the other move that this look at the case may lead to."""
    offered = [move.code for move in moves_offered(actor=actor_of(request), story=story, now=now())]
    if form.alternative not in offered:
        return None
    return reverse("cases:move", args=[story.case.pk, form.alternative]), MOVE_FORMS[form.alternative].submit_label


def _picks(form: MoveForm) -> list[dict[str, object]]:
    """The units to choose, each with those that are chosen and the address that suggests more."""
    chosen = {
        each.name: _numbers(form, each.name) if form.is_bound else form.chosen_units(each.name) for each in form.picks
    }
    names = unit_names([pk for units in chosen.values() for pk in units]) if any(chosen.values()) else {}
    return [
        {
            "field": form[each.name],
            "chosen": [(pk, names[pk]) for pk in chosen[each.name] if pk in names],
            "url": reverse(each.options),
            "required": each.is_required,
            "many": each.many,
            "help": each.help,
        }
        for each in form.picks
    ]


def _dispatch_context(form: DispatchForm) -> dict[str, object]:
    found = form.case
    offered = dispatch_offer(case=found, day=today()) if not form.is_bound else None
    lead = [offered.lead_unit_id] if offered and offered.lead_unit_id else _numbers(form, "lead_unit_id")
    assisting = list(offered.assisting_ids) if offered else _numbers(form, "assisting_unit_ids")
    names = unit_names([*lead, *assisting])
    usual = found.problem_class
    return {
        "lead_units": [(pk, names[pk]) for pk in lead if pk in names],
        "assisting_units": [(pk, names[pk]) for pk in assisting if pk in names],
        "usual_term": limit_told(usual.limit_amount, usual.limit_unit) if usual else "",
        "class_name": usual.name if usual else "",
        "quick_terms": QUICK_TERMS,
        "why": offered.sentence if offered else "",
        "rule_term": term_told(offered.term) if offered else "",
    }


def _numbers(form: MoveForm, name: str) -> list[int]:
    if not form.is_bound:
        return []
    sent = form.data.getlist(name) if hasattr(form.data, "getlist") else []
    return [int(value) for value in sent if value.isdecimal() and len(value) <= MOST_DIGITS]
