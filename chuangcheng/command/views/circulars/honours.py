from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from chuangcheng.command.circular_access import KEEP, require_keeper
from chuangcheng.command.forms.circulars import PassForm
from chuangcheng.command.services.circulars import send_list
from chuangcheng.command.views.meetings.holding import chosen_units
from chuangcheng.core.errors import Refusal
from chuangcheng.core.web import actor_of, page
from chuangcheng.supervision.queries.accountability.honours import list_to_send


@require_http_methods(["GET", "HEAD", "POST"])
@page(KEEP)
def send_honour_list(request: HttpRequest, list_id: UUID) -> HttpResponse:
    """A published red and black list to units, as a circular."""
    actor = actor_of(request)
    require_keeper(actor)
    found = list_to_send(actor=actor, list_id=list_id)
    form = PassForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = send_list(actor=actor, list_id=list_id, given=form.given())
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("已发给单位，编号%(number)s，各单位会收到待签收。") % {"number": made.number})
            return redirect("command:circular", made.pk)
    context = {
        "form": form,
        "title": found.title,
        "picks": [(form[name], chosen_units(*(form[name].value() or []))) for name in ("unit_ids", "branch_ids")],
        "units_url": reverse("command:circular_units"),
        "cancel_url": reverse("supervision:honour_list", args=[list_id]),
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "command/circular_of_list.html", context, status=status)
