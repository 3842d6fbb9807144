"""People: the list, one person, entering and changing them, their phone."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from chuangcheng.core.times import today
from chuangcheng.core.web import actor_of, download, page
from chuangcheng.orgs import services
from chuangcheng.orgs.access import (
    CHANGE_PEOPLE,
    CHANGE_ROLES,
    MANAGE_ACCOUNTS,
    VIEW_PHONES,
    VIEW_UNITS,
    person_for,
    unit_for,
)
from chuangcheng.orgs.forms.people import ChangedPersonForm, NewPersonForm, PeopleFilterForm
from chuangcheng.orgs.models import Unit
from chuangcheng.orgs.queries import masked_phone, people_for, person_page
from chuangcheng.orgs.views.common import asked_id, attempt, form_page, list_page, password_page
from chuangcheng.orgs.workbooks import people_workbook


@require_safe
@page(VIEW_UNITS)
def people(request: HttpRequest) -> HttpResponse:
    """Everybody who works where the actor may look."""
    actor = actor_of(request)
    form = PeopleFilterForm(request.GET)
    chosen = form.chosen()
    found = list_page(people_for(actor, chosen, today=today()), request)
    details = {
        "form": form,
        "page": found,
        "rows": [(person, masked_phone(person)) for person in found.rows],
        "views": _views(request.GET, chosen.view),
        "chosen": chosen,
        "query": request.GET.urlencode(),
        "unit": Unit.objects.filter(pk=chosen.unit_id).first() if chosen.unit_id else None,
        "may_change": actor.may(CHANGE_PEOPLE),
    }
    return render(request, "orgs/people.html", details)


@require_safe
@page(VIEW_UNITS)
def export(request: HttpRequest) -> HttpResponseBase:
    """The filtered people as a workbook, phones masked."""
    chosen = PeopleFilterForm(request.GET).chosen()
    content = people_workbook(actor=actor_of(request), chosen=chosen, today=today())
    return download(content, _("人员名册-%(day)s.xlsx") % {"day": today()})


@require_safe
@page(VIEW_UNITS)
def person(request: HttpRequest, person_id: int) -> HttpResponse:
    """One person with posts, delegations and secondments."""
    actor = actor_of(request)
    found = person_for(actor, person_id)
    shown = person_page(found, today=today())
    details = {
        "page": shown,
        "handled": {post.pk for post in shown.present if services.may_handle(actor, post)},
        "may_change": actor.may(CHANGE_PEOPLE) and found.pk != actor.person_id,
        "may_give_posts": (actor.may(CHANGE_PEOPLE) or actor.may(CHANGE_ROLES)) and found.pk != actor.person_id,
        "may_delegate": found.is_active and services.may_name_stand_in(actor=actor, absent=found),
        "may_manage": actor.may(MANAGE_ACCOUNTS) and found.pk != actor.person_id,
        "may_open_phone": actor.may(VIEW_PHONES),
        "today": today(),
    }
    return render(request, "orgs/person.html", details)


@page(CHANGE_PEOPLE)
def new_person(request: HttpRequest) -> HttpResponse:
    """Entering a person; the answer shows the first password, this once. `?unit=` says where they work."""
    actor = actor_of(request)
    asked = asked_id(request, "unit")
    unit = unit_for(actor, asked) if asked else None
    must_have_unit = not actor.everywhere(CHANGE_PEOPLE)
    form = NewPersonForm(request.POST or None, actor=actor, must_have_unit=must_have_unit, initial={"unit": unit})
    made = attempt(
        form,
        lambda said: services.create_person(
            actor=actor,
            facts=form.facts(),
            unit_id=said["unit"].pk if said["unit"] else None,
            post=form.post_facts() if said["unit"] else None,
        ),
    )
    if made is not None:
        return password_page(request, made)
    return form_page(request, "orgs/person_form.html", form, cancel_url=reverse("orgs:people"), person=None)


@page(CHANGE_PEOPLE)
def edit_person(request: HttpRequest, person_id: int) -> HttpResponse:
    """Changing name, log-in name, phone and mail."""
    actor = actor_of(request)
    found = person_for(actor, person_id, permission=CHANGE_PEOPLE)
    initial = {"name": found.name, "username": found.username, "email": found.email}
    form = ChangedPersonForm(request.POST or None, actor=actor, initial=initial, masked_phone=masked_phone(found))
    saved = attempt(form, lambda _said: services.change_person(actor=actor, person_id=found.pk, facts=form.facts()))
    if saved is not None:
        messages.success(request, _("已保存。"))
        return redirect("orgs:person", found.pk)
    details: dict[str, Any] = {"cancel_url": reverse("orgs:person", args=[found.pk]), "person": found}
    return form_page(request, "orgs/person_form.html", form, **details)


@require_POST
@page(VIEW_PHONES)
def phone(request: HttpRequest, person_id: int) -> HttpResponse:
    """The full number, which is kept on record."""
    number = services.open_phone(actor=actor_of(request), person_id=person_id)
    response = render(request, "orgs/phone.html", {"number": number})
    response["Cache-Control"] = "no-store"
    return response


def _views(parameters: QueryDict, chosen: str) -> list[dict[str, object]]:
    labels = {
        "": _("在用"),
        "no_post": _("无任职"),
        "seconded": _("抽调中"),
        "no_password": _("未发首次密码"),
        "locked": _("已锁定"),
        "inactive": _("已停用"),
    }
    return [
        {"label": label, "url": _view_url(parameters, view), "active": view == chosen} for view, label in labels.items()
    ]


def _view_url(parameters: QueryDict, view: str) -> str:
    query = parameters.copy()
    query.pop("page", None)
    query.pop("view", None)
    if view:
        query["view"] = view
    return f"{reverse('orgs:people')}?{query.urlencode()}" if query else reverse("orgs:people")
