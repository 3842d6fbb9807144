from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from chuangcheng.core.documents.media_types import DOCX
from chuangcheng.core.errors import Refusal
from chuangcheng.core.files import photos_from_request
from chuangcheng.core.ids import new_id
from chuangcheng.core.web import actor_of, download, page
from chuangcheng.inspections.access import (
    PLAN,
    SCORE_TOUR,
    VIEW,
    may_see_result,
    tour_for,
    tour_stop_to_score,
    visible_tour_scores,
)
from chuangcheng.inspections.forms.picked import picked
from chuangcheng.inspections.forms.tours import PICKS, TourForm, marks_posted
from chuangcheng.inspections.models import Tour
from chuangcheng.inspections.queries.tours import (
    results_of,
    stations_of,
    stops_to_score,
    tours_in_view,
    units_of,
)
from chuangcheng.inspections.services.photos import keep_photos
from chuangcheng.inspections.services.tours import (
    ScoreGiven,
    finish_tour,
    open_case_for_score,
    open_tour,
    put_stops_in_order,
    save_tour,
    score_stop,
    suggest_order,
)
from chuangcheng.inspections.tour_papers import result_workbook, route_sheet
from chuangcheng.inspections.tour_policies import HIGHEST_MARK, TOUR_CRITERIA

MOST_TOURS = 200  # on the page; one a week for four years
MOVES = {"open": open_tour, "finish": finish_tour, "suggest": suggest_order}


@require_safe
@page(VIEW, SCORE_TOUR)
def tours(request: HttpRequest) -> HttpResponse:
    """The tours, newest first."""
    actor = actor_of(request)
    rows = list(tours_in_view(actor=actor).prefetch_related("leaders", "stops")[:MOST_TOURS])
    return render(request, "inspections/tours.html", {"rows": rows, "may_plan": actor.may(PLAN)})


@require_safe
@page(VIEW, SCORE_TOUR)
def tour(request: HttpRequest, tour_id: UUID) -> HttpResponse:
    """One tour: its route with times, and once it is finished the comparison."""
    actor = actor_of(request)
    found = tour_for(actor, tour_id)
    leaders = list(found.leaders.all())
    results = results_of(found) if may_see_result(actor, found) else []
    own = visible_tour_scores(actor, found)
    context = {
        "found": found,
        "leaders": leaders,
        "stations": stations_of(found),
        "results": results,
        "units": units_of(results),
        "scored": set(own.values_list("stop_id", flat=True)),
        "may_plan": actor.may(PLAN),
        "may_score": found.state == Tour.State.OPEN and any(person.pk == actor.person_id for person in leaders),
    }
    return render(request, "inspections/tour.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@page(PLAN)
def new_tour(request: HttpRequest) -> HttpResponse:
    """A tour to be prepared."""
    return _form(request, None)


@require_http_methods(["GET", "HEAD", "POST"])
@page(PLAN)
def edit_tour(request: HttpRequest, tour_id: UUID) -> HttpResponse:
    """A tour before it begins."""
    return _form(request, tour_for(actor_of(request), tour_id))


@require_POST
@page(PLAN)
def move_tour(request: HttpRequest, tour_id: UUID, move: str) -> HttpResponse:
    """Opens or finishes a tour, or puts its stops in a short order."""
    MOVES[move](actor=actor_of(request), tour_id=tour_id)
    words = {"open": _("已开始，领导可以打分。"), "finish": _("已结束，各单位看得到结果。")}
    messages.success(request, words.get(move, _("已按较短的路线排好，可以再调整。")))
    return redirect("inspections:tour", tour_id=tour_id)


@require_POST
@page(PLAN)
def order_stops(request: HttpRequest, tour_id: UUID) -> HttpResponse:
    """The stops in another order."""
    ids = [found for found in map(_id, request.POST.getlist("stop")) if found is not None]
    put_stops_in_order(actor=actor_of(request), tour_id=tour_id, stop_ids=ids)
    messages.success(request, _("路线已调整。"))
    return redirect("inspections:tour", tour_id=tour_id)


@require_http_methods(["GET", "HEAD", "POST"])
@page(SCORE_TOUR)
def score(request: HttpRequest, stop_id: UUID) -> HttpResponse:
    """A leader scores a stop, on the phone."""
    actor = actor_of(request)
    stop = tour_stop_to_score(actor, stop_id)
    criteria, problem, own = TOUR_CRITERIA.on(stop.tour.held_on), "", visible_tour_scores(actor, stop.tour)
    last = own.filter(stop=stop).order_by("-given_at").first()
    marks = dict(marks_posted(request.POST, criteria) if request.method == "POST" else last.marks if last else {})
    if request.method == "POST":
        try:
            photos = keep_photos(actor=actor, files=photos_from_request(request, "photos"), may=SCORE_TOUR)
            score_id = _id(request.POST.get("score", "")) or UUID(int=0)
            given = ScoreGiven(score_id, stop.pk, marks, request.POST.get("remark", ""), photos)
            made = score_stop(actor=actor, given=given)
            if "case" in request.POST:
                case = open_case_for_score(actor=actor, score_id=made.pk, case_id=new_id())
                messages.success(request, _("已生成问题%(number)s。") % {"number": case.number})
        except Refusal as refusal:
            problem = str(refusal)
        else:
            left = [each for each in stops_to_score(actor=actor) if each.tour_id == stop.tour_id]
            following = f"next:{reverse('inspections:score_stop', args=[left[0].pk])}" if left else ""
            messages.success(request, _("打分已保存，可以再改。"), extra_tags=following)
            return redirect("inspections:tour", tour_id=stop.tour_id)
    context = {
        "stop": stop,
        "rows": [(index, name, marks.get(name)) for index, name in enumerate(criteria)],
        "marks": range(HIGHEST_MARK, -1, -1),
        "remark": request.POST.get("remark", last.remark if last else ""),
        "score_id": new_id(),
        "problem": problem,
    }
    return render(request, "inspections/tour_score.html", context, status=422 if problem else 200)


@require_safe
@page(VIEW, SCORE_TOUR)
def route_paper(request: HttpRequest, tour_id: UUID) -> FileResponse:
    """The route sheet as Word."""
    found = tour_for(actor_of(request), tour_id)
    content = route_sheet(found, stations=stations_of(found), leaders=[person.name for person in found.leaders.all()])
    return download(content, f"{found.name}-{_('路线单')}.docx", DOCX)


@require_safe
@page(VIEW, SCORE_TOUR)
def result_table(request: HttpRequest, tour_id: UUID) -> FileResponse:
    """The comparison as Excel."""
    actor = actor_of(request)
    found = tour_for(actor, tour_id)
    results = results_of(found) if may_see_result(actor, found) else []
    return download(result_workbook(results, units_of(results)), f"{found.name}-{_('结果')}.xlsx")


def _form(request: HttpRequest, found: Tour | None) -> HttpResponse:
    form = TourForm(request.POST or None, found=found)
    if request.method == "POST" and form.is_valid():
        tour_id = found.pk if found else form.cleaned_data["tour_id"]
        try:
            made = save_tour(actor=actor_of(request), tour_id=tour_id, given=form.given(), is_new=found is None)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("拉练已保存，请核对路线。"))
            return redirect("inspections:tour", tour_id=made.pk)
    cancel = reverse("inspections:tour", args=[found.pk]) if found else reverse("inspections:tours")
    picks = [(form[name], picked(form, name, actor=actor_of(request))) for name in PICKS]
    context = {"form": form, "found": found, "cancel_url": cancel, "picks": picks}
    return render(request, "inspections/tour_form.html", context, status=422 if request.method == "POST" else 200)


def _id(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
