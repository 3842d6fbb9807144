from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from chuangcheng.core.access import Actor
from chuangcheng.core.errors import InvalidInput, Refusal
from chuangcheng.core.ids import uuids_of
from chuangcheng.core.times import now
from chuangcheng.core.web import actor_of, page
from chuangcheng.supervision.forms.orders import OrdersForm
from chuangcheng.supervision.models import SupervisionOrder
from chuangcheng.supervision.order_access import ISSUE_ORDERS
from chuangcheng.supervision.queries.order_groups import OrderGroups, order_groups, why_nothing
from chuangcheng.supervision.services.orders import draft_and_issue_orders, draft_orders
from chuangcheng.supervision.services.orders.together import MOST_CHOSEN, grounds_of, is_late, title_of
from chuangcheng.supervision.views.orders.acting import REQUIREMENT


@require_POST
@page(ISSUE_ORDERS)
def orders_for_cases(request: HttpRequest) -> HttpResponse:
    """Orders about chosen cases, one to each of their units: first what they will say, then the drafts."""
    case_ids = uuids_of(request.POST.getlist("case"))
    if "press_id" not in request.POST:
        return ask_about_cases(request, case_ids)
    actor, form = actor_of(request), OrdersForm(request.POST)
    if form.is_valid():
        draft = draft_and_issue_orders if form.cleaned_data["issue"] else draft_orders
        try:
            made = draft(actor=actor, press_id=form.cleaned_data["press_id"], given=form.given(case_ids=case_ids))
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            return _told(request, made, is_issued=form.cleaned_data["issue"])
    return _shown(request, form, _groups(actor, case_ids), status=422)


def ask_about_cases(request: HttpRequest, case_ids: Sequence[UUID]) -> HttpResponse:
    """The form, filled for these cases. Refuses when none of them can be on an order."""
    return _shown(request, OrdersForm(initial={"requirement": _(REQUIREMENT)}), _groups(actor_of(request), case_ids))


def _groups(actor: Actor, case_ids: Sequence[UUID]) -> OrderGroups:
    if len(case_ids) > MOST_CHOSEN:
        raise InvalidInput(_("一次最多为%(most)s个问题拟督办单，请缩小范围。") % {"most": MOST_CHOSEN})
    found = order_groups(actor=actor, case_ids=case_ids)
    if not found.groups:
        raise InvalidInput(why_nothing(found))
    return found


def _shown(request: HttpRequest, form: OrdersForm, found: OrderGroups, *, status: int = 200) -> HttpResponse:
    moment = now()
    shown = [
        {
            "unit": group.unit,
            "title": title_of(group.cases),
            "grounds": grounds_of(group.cases, moment=moment),
            "cases": [(case, is_late(case, moment)) for case in group.cases],
        }
        for group in found.groups
    ]
    context = {
        "form": form,
        "groups": shown,
        "found": found,
        "case_count": len(found.case_ids),
        "cancel_url": reverse("cases:list"),
    }
    return render(request, "supervision/orders/together.html", context, status=status)


def _told(request: HttpRequest, made: Sequence[SupervisionOrder], *, is_issued: bool) -> HttpResponse:
    count = len(made)
    if is_issued:
        said = ngettext("已签发%(count)s份督办单，单位会收到消息。", "已签发%(count)s份督办单，单位会收到消息。", count)
    else:
        said = ngettext("已拟%(count)s份督办单，请核对后签发。", "已拟%(count)s份督办单，请核对后签发。", count)
    messages.success(request, said % {"count": count})
    if len(made) == 1:
        return redirect("supervision:order", made[0].pk)
    return redirect(f"{reverse('supervision:orders')}?state={'issued' if is_issued else 'draft'}")
