from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from chuangcheng.cases.access import ASSIGN_LOOK_BACKS, LOOK_BACK, look_back_for
from chuangcheng.cases.forms.look_backs import LookBackForm
from chuangcheng.cases.forms.moves import MOST_DIGITS, PhotoField
from chuangcheng.cases.models import LookBack
from chuangcheng.cases.queries import COMING, DONE, DUE, LOOK_BACKS_MINE, assignment_options, look_back_page, story_of
from chuangcheng.cases.services import assign_look_backs, record_look_back, take_look_backs
from chuangcheng.cases.views.photos import SentPhotos, sent_photos
from chuangcheng.cases.views.story import shown_photo
from chuangcheng.cases.workflow import FIX_CASES
from chuangcheng.core.errors import Refusal, sentence_for_page
from chuangcheng.core.times import today
from chuangcheng.core.web import actor_of, page

PHOTOS = PhotoField(
    "photos", gettext_lazy("现场照片"), help=gettext_lazy("从整改后照片的同一位置拍摄；无法判断的可以不拍。")
)
VIEWS: dict[str, str | Promise] = {
    DUE: gettext_lazy("到期"),
    LOOK_BACKS_MINE: gettext_lazy("我的"),
    COMING: gettext_lazy("30天内"),
    DONE: gettext_lazy("最近看过"),
}


@require_safe
@page(LOOK_BACK, FIX_CASES)
def look_backs(request: HttpRequest) -> HttpResponse:
    """回头看: what is due, by area and place."""
    view = request.GET.get("view", DUE)
    view = view if view in VIEWS else DUE
    actor = actor_of(request)
    found = look_back_page(actor=actor, view=view, today=today())
    tabs = [{"label": label, "url": f"?view={name}", "active": name == view} for name, label in VIEWS.items()]
    context = {"found": found, "tabs": tabs, "view": view, "today": today(), "is_done": view == DONE}
    if actor.may(ASSIGN_LOOK_BACKS) and view != DONE and found.groups:
        rows = [row for group in found.groups for row in group.rows]
        context["takers"] = assignment_options(rows=rows, today=today())
    return render(request, "cases/look_backs.html", context)


@require_POST
@page(LOOK_BACK, FIX_CASES)
def take(request: HttpRequest) -> HttpResponse:
    """我来看: the ticked ones are mine."""
    ids = [UUID(value) for value in request.POST.getlist("look_back") if _is_uuid(value)]
    count = take_look_backs(actor=actor_of(request), look_back_ids=ids)
    messages.success(request, _("已领取%(count)d项回头看。") % {"count": count})
    return redirect(f"{reverse('cases:look_backs')}?view={LOOK_BACKS_MINE}")


@require_POST
@page(ASSIGN_LOOK_BACKS)
def assign(request: HttpRequest) -> HttpResponse:
    """交办: the ticked ones go to a person or a unit, written as person:7 or unit:7."""
    ids = [UUID(value) for value in request.POST.getlist("look_back") if _is_uuid(value)]
    kind, _colon, number = request.POST.get("to", "").partition(":")
    taker = int(number) if number.isdecimal() and len(number) <= MOST_DIGITS else None
    count = assign_look_backs(
        actor=actor_of(request),
        look_back_ids=ids,
        person_id=taker if kind == "person" else None,
        unit_id=taker if kind == "unit" else None,
    )
    messages.success(request, _("已交办%(count)d项回头看，对方会收到通知。") % {"count": count})
    return redirect("cases:look_backs")


@require_http_methods(["GET", "HEAD", "POST"])
@page(LOOK_BACK, FIX_CASES)
def look_back(request: HttpRequest, look_back_id: UUID) -> HttpResponse:
    """The small form: still fixed, came back, cannot tell; with photos."""
    actor = actor_of(request)
    found = look_back_for(actor, look_back_id)
    if request.method != "POST":
        return _shown(request, found, LookBackForm(), SentPhotos(PHOTOS))
    form = LookBackForm(request.POST)
    (photos,) = sent_photos(request, actor, [PHOTOS])
    if photos.error:
        form.add_error(None, photos.error)
    if not form.is_valid():
        return _shown(request, found, form, photos, status=422)
    try:
        made = record_look_back(actor=actor, look_back_id=found.pk, photo_ids=photos.ids, **form.cleaned_data)
    except Refusal as refusal:
        form.add_error(None, sentence_for_page(refusal))
        return _shown(request, found, form, photos, status=refusal.status)
    if made.opened_case is not None:
        messages.success(request, _("已上报回潮问题%(number)s。") % {"number": made.opened_case.number})
        return redirect("cases:case", made.opened_case.pk)
    messages.success(request, _("已登记：%(finding)s。") % {"finding": made.get_finding_display()})
    return redirect("cases:look_backs")


def _shown(
    request: HttpRequest, found: LookBack, form: LookBackForm, photos: SentPhotos, *, status: int = 200
) -> HttpResponse:
    story = story_of(case=found.case)
    context = {
        "found": found,
        "case": found.case,
        "form": form,
        "photo": photos,
        "photos": [shown for shown in (shown_photo(story.before), shown_photo(story.after)) if shown],
        "cancel_url": reverse("cases:look_backs"),
    }
    return render(request, "cases/look_back.html", context, status=status)


def _is_uuid(value: str) -> bool:
    try:
        UUID(value)
    except ValueError:
        return False
    return True
