"""What becomes of units: the pages for merging and splitting."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from chuangcheng.core.times import today
from chuangcheng.core.web import actor_of, page
from chuangcheng.orgs import services
from chuangcheng.orgs.access import CHANGE_UNITS, unit_for
from chuangcheng.orgs.forms.units import MergeForm, SplitForm
from chuangcheng.orgs.models import Unit
from chuangcheng.orgs.queries import unit_page
from chuangcheng.orgs.views.common import asked_id, attempt, form_page


@page(CHANGE_UNITS)
def merge_unit(request: HttpRequest, unit_id: int) -> HttpResponse:
    """Merging this unit into another; `?into=` suggests which."""
    actor = actor_of(request)
    old = unit_for(actor, unit_id, permission=CHANGE_UNITS)
    form = MergeForm(request.POST or None, actor=actor, initial=_suggested(request, old))
    merged = attempt(
        form,
        lambda said: services.merge_units(
            actor=actor, old_ids=[old.pk], new_id=said["into"].pk, on=said["on"], reason=said["reason"]
        ),
    )
    if merged is not None:
        names = {"old": old.name, "new": merged.name}
        messages.success(request, _("“%(old)s”已并入“%(new)s”。") % names)
        return redirect("orgs:unit", merged.pk)
    details = {"cancel_url": reverse("orgs:unit", args=[old.pk]), "page": unit_page(old, today=today())}
    return form_page(request, "orgs/unit_merge.html", form, **details)


@page(CHANGE_UNITS)
def split_unit(request: HttpRequest, unit_id: int) -> HttpResponse:
    """Splitting this unit into several."""
    actor = actor_of(request)
    old = unit_for(actor, unit_id, permission=CHANGE_UNITS)
    form = SplitForm(request.POST or None, actor=actor, page=unit_page(old, today=today()))
    made = attempt(
        form,
        lambda said: services.split_unit(
            actor=actor, unit_id=old.pk, parts=form.parts(), on=said["on"], reason=said["reason"]
        ),
    )
    if made is not None:
        names = {"old": old.name, "new": "、".join(unit.name for unit in made)}
        messages.success(request, _("“%(old)s”已拆分为%(new)s。") % names)
        return redirect("orgs:unit", made[0].pk)
    details = {"cancel_url": reverse("orgs:unit", args=[old.pk]), "unit": old}
    return form_page(request, "orgs/unit_split.html", form, **details)


def _suggested(request: HttpRequest, old: Unit) -> dict[str, object]:
    asked = asked_id(request, "into")
    if not asked:
        return {}
    into = unit_for(actor_of(request), asked, permission=CHANGE_UNITS)
    reason = "" if old.is_confirmed else _("同一单位的另一种叫法")
    return {"into": into, "reason": reason}
