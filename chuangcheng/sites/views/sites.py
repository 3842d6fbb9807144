from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from chuangcheng.core.crypto import decrypt
from chuangcheng.core.phones import mask_phone, mask_phones_in
from chuangcheng.core.times import today
from chuangcheng.core.web import actor_of, page
from chuangcheng.orgs.access import VIEW_PHONES
from chuangcheng.sites.access import CHANGE, STEWARD, VIEW, may_at, site_for
from chuangcheng.sites.forms import LeaderForm, OwnerForm, StewardForm
from chuangcheng.sites.models import Site
from chuangcheng.sites.queries import items_asked, looks_of, steward_history, story_of_site
from chuangcheng.sites.slots import site_panels


@require_GET
@page(VIEW)
def site(request: HttpRequest, site_id: UUID) -> HttpResponse:
    """One site: who answers for it, its stewards with their history, its checklist, what other contexts know of it."""
    return site_page(request, site_for(actor_of(request), site_id))


def site_page(request: HttpRequest, found: Site, **refused: Form) -> HttpResponse:
    """The page; `refused` are forms that could not be taken, shown open with what was typed and what is wrong."""
    actor = actor_of(request)
    stewardships = list(steward_history(site_id=found.pk))
    context = {
        "site": found,
        "site_key": str(found.pk),
        "today": today(),
        "look": looks_of(actor, [found], today=today())[found.pk],
        "masked_phone": _masked_phone(found),
        "note_words": mask_phones_in(found.note),
        "has_note_phones": mask_phones_in(found.note) != found.note,
        "stewards": [row for row in stewardships if row.ends_on is None or row.ends_on >= today()],
        "former_stewards": [row for row in stewardships if row.ends_on is not None and row.ends_on < today()],
        "checklist": list(items_asked(site_type_id=found.site_type_id, day=today())),
        "story": story_of_site(actor=actor, site_id=found.pk, stewardships=stewardships, before=_moment(request)),
        "is_later": _moment(request) is not None,
        "panels": [panel for make in site_panels if (panel := make(actor, found.pk)) is not None],
        "may_change": may_at(actor, CHANGE, found),
        "may_name_stewards": may_at(actor, STEWARD, found),
        "may_open_phone": may_at(actor, VIEW_PHONES, found),
        "owner_form": OwnerForm(initial={"owner": found.owner}),
        "leader_form": LeaderForm(initial={"leader": found.contract_leader}),
        "steward_form": StewardForm(),
        **refused,
    }
    return render(request, "sites/site.html", context, status=422 if refused else 200)


def _moment(request: HttpRequest) -> datetime | None:
    """The moment in the address before which the story goes on; None for none, and for what is none."""
    try:
        found = datetime.fromisoformat(request.GET.get("before", "").replace(" ", "+"))
    except ValueError:
        return None
    return found if found.tzinfo is not None else None


def _masked_phone(found: Site) -> str:
    return mask_phone(decrypt(found.contact_phone_encrypted)) if found.contact_phone_encrypted else ""
