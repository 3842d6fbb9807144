"""Posts: given, ended, handed over; acting for another; secondment."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from chuangcheng.core.errors import NotPermitted
from chuangcheng.core.web import actor_of, page
from chuangcheng.orgs import services
from chuangcheng.orgs.access import CHANGE_PEOPLE, CHANGE_ROLES, person_for, unit_for
from chuangcheng.orgs.forms.people import DelegationForm, EndPostForm, HandOverForm, PostForm, SecondmentForm
from chuangcheng.orgs.models import Person, Post
from chuangcheng.orgs.queries import post_for
from chuangcheng.orgs.views.common import asked_id, attempt, form_page


@page(CHANGE_PEOPLE, CHANGE_ROLES)
def new_post(request: HttpRequest) -> HttpResponse:
    """Giving a post; `?person=` and `?unit=` say what is known already."""
    actor = actor_of(request)
    person, unit = asked_id(request, "person"), asked_id(request, "unit")
    initial = {
        "person": person_for(actor, person) if person else None,
        "unit": unit_for(actor, unit) if unit else None,
    }
    form = PostForm(request.POST or None, actor=actor, initial=initial)
    post = attempt(
        form,
        lambda said: services.give_post(
            actor=actor, person_id=said["person"].pk, unit_id=said["unit"].pk, facts=form.post_facts()
        ),
    )
    if post is not None:
        names = {"person": post.person.name, "unit": post.unit.name}
        messages.success(request, _("%(person)s已在“%(unit)s”任职。") % names)
        return redirect("orgs:person", post.person_id)
    back = reverse("orgs:person", args=[person]) if person else reverse("orgs:unit", args=[unit]) if unit else ""
    return form_page(request, "orgs/post_form.html", form, cancel_url=back or reverse("orgs:people"))


@require_POST
@page(CHANGE_PEOPLE, CHANGE_ROLES)
def end_post(request: HttpRequest, post_id: int) -> HttpResponse:
    """Ending a post on a day, for a reason."""
    _handled(request, post_id)
    form = EndPostForm(request.POST)
    if form.is_valid():
        said = form.cleaned_data
        services.end_post(actor=actor_of(request), post_id=post_id, last_day=said["last_day"], reason=said["reason"])
        messages.success(request, _("任职已结束，记录保留。"))
    else:
        messages.error(request, _("请填写最后一天和原因。"))
    return redirect(_back(request))


@page(CHANGE_PEOPLE, CHANGE_ROLES)
def hand_over(request: HttpRequest, post_id: int) -> HttpResponse:
    """Handing a post over to a successor."""
    actor, post = actor_of(request), _handled(request, post_id)
    form = HandOverForm(request.POST or None, actor=actor)
    next_post = attempt(
        form,
        lambda said: services.hand_over(
            actor=actor, post_id=post.pk, successor_id=said["successor"].pk, on=said["on"], note=said["note"]
        ),
    )
    if next_post is not None:
        messages.success(request, _("已交接给%(name)s。") % {"name": next_post.person.name})
        return redirect("orgs:unit", post.unit_id)
    details = {"cancel_url": reverse("orgs:person", args=[post.person_id]), "post": post}
    return form_page(request, "orgs/hand_over.html", form, **details)


@require_POST
@page()
def read_handover(request: HttpRequest, post_id: int) -> HttpResponse:
    """The successor has read the note."""
    services.read_handover(actor=actor_of(request), post_id=post_id)
    messages.success(request, _("已标记为知悉。"))
    return redirect("orgs:account")


@page()
def delegate(request: HttpRequest, person_id: int) -> HttpResponse:
    """Somebody acts for this person; for oneself, or by those who keep the people."""
    actor = actor_of(request)
    is_own = actor.person_id == person_id
    absent = Person.objects.get(pk=person_id) if is_own else person_for(actor, person_id)
    services.refuse_naming_stand_in(actor=actor, absent=absent)
    form = DelegationForm(request.POST or None, actor=actor)
    made = attempt(
        form,
        lambda said: services.delegate(
            actor=actor,
            absent_id=absent.pk,
            acting_id=said["acting"].pk,
            starts_on=said["starts_on"],
            ends_on=said["ends_on"],
            reason=said["reason"],
        ),
    )
    back = reverse("orgs:account") if is_own else reverse("orgs:person", args=[absent.pk])
    if made is not None:
        messages.success(request, _("已由%(name)s代行。") % {"name": made.acting.name})
        return redirect(back)
    return form_page(request, "orgs/delegation_form.html", form, cancel_url=back, absent=absent)


@require_POST
@page()
def end_delegation(request: HttpRequest, delegation_id: int) -> HttpResponse:
    """Calling the stand-in back."""
    services.end_delegation(actor=actor_of(request), delegation_id=delegation_id)
    messages.success(request, _("代行已结束。"))
    return redirect(_back(request))


@page(CHANGE_PEOPLE)
def second_person(request: HttpRequest, person_id: int) -> HttpResponse:
    """Lending a person to another unit."""
    actor = actor_of(request)
    person = person_for(actor, person_id, permission=CHANGE_PEOPLE)
    home = person.posts.filter(ends_on__isnull=True).select_related("unit").order_by("pk").first()
    form = SecondmentForm(request.POST or None, actor=actor, initial={"from_unit": home.unit if home else None})
    made = attempt(
        form,
        lambda said: services.second_person(
            actor=actor,
            person_id=person.pk,
            from_unit_id=said["from_unit"].pk,
            to_unit_id=said["unit"].pk,
            facts=form.post_facts(),
            reason=said["reason"],
        ),
    )
    if made is not None:
        messages.success(request, _("已抽调到“%(unit)s”。") % {"unit": made.to_unit.name})
        return redirect("orgs:person", person.pk)
    details = {"cancel_url": reverse("orgs:person", args=[person.pk]), "person": person}
    return form_page(request, "orgs/secondment_form.html", form, **details)


@require_POST
@page(CHANGE_PEOPLE)
def end_secondment(request: HttpRequest, secondment_id: int) -> HttpResponse:
    """The person goes back to the own unit."""
    form = EndPostForm({**request.POST.dict(), "reason": "-"})
    if form.is_valid():
        services.end_secondment(
            actor=actor_of(request), secondment_id=secondment_id, last_day=form.cleaned_data["last_day"]
        )
        messages.success(request, _("抽调已结束。"))
    else:
        messages.error(request, _("请填写最后一天。"))
    return redirect(_back(request))


def _handled(request: HttpRequest, post_id: int) -> Post:
    """The post, when the actor may hand it over or end it."""
    post = post_for(actor_of(request), post_id)
    if not services.may_handle(actor_of(request), post):
        raise NotPermitted(_("这项任职不归您办理，请联系创城办或安全管理员。"))
    return post


def _back(request: HttpRequest) -> str:
    """The page of ours where the button stood."""
    address = request.headers.get("referer", "")
    is_ours = url_has_allowed_host_and_scheme(address, allowed_hosts={request.get_host()})
    return address if address and is_ours else reverse("orgs:people")
