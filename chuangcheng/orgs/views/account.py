"""My own account: posts, who acts for whom, language, password, second step."""

from __future__ import annotations

from typing import cast

from allauth.mfa.utils import is_mfa_enabled
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_POST, require_safe

from chuangcheng.core.errors import NotPermitted
from chuangcheng.core.times import today
from chuangcheng.core.web import actor_of, page
from chuangcheng.orgs import services
from chuangcheng.orgs.forms.people import LanguageForm
from chuangcheng.orgs.models import Person
from chuangcheng.orgs.queries import person_page
from chuangcheng.orgs.sign_in import remember_language
from chuangcheng.orgs.slots import account_entries


@require_safe
@page()
def account(request: HttpRequest) -> HttpResponse:
    """What I am and how I sign in."""
    person = cast("Person", request.user)
    details = {
        "page": person_page(person, today=today()),
        "form": LanguageForm(initial={"language": person.language}),
        "has_mfa": is_mfa_enabled(person),
        "today": today(),
        "entries": [entry for entries in account_entries for entry in entries(actor_of(request))],
        "stand_in_refusal": _stand_in_refusal(request, person),
    }
    return render(request, "orgs/account.html", details)


def _stand_in_refusal(request: HttpRequest, person: Person) -> str:
    """Why the person may not name who acts for them; "" when they may."""
    try:
        services.refuse_naming_stand_in(actor=actor_of(request), absent=person)
    except NotPermitted as refusal:
        return str(refusal)
    return ""


@require_POST
@page()
def language(request: HttpRequest) -> HttpResponse:
    """Choosing the language of the pages, on this device and at the next sign-in."""
    form = LanguageForm(request.POST)
    response = redirect("orgs:account")
    if not form.is_valid():
        messages.error(request, _("没有这种语言，请从列表中选择。"))
        return response
    chosen = form.cleaned_data["language"]
    services.choose_language(actor=actor_of(request), language=chosen)
    remember_language(response, chosen)
    with override(chosen):
        messages.success(request, _("界面语言已更改。"))
    return response
