"""Log-in accounts, for those who keep them: passwords given anew, locks, the second step, coming and going."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from chuangcheng.core.documents.media_types import XLSX
from chuangcheng.core.times import today
from chuangcheng.core.web import actor_of, page
from chuangcheng.orgs import services
from chuangcheng.orgs.access import CHANGE_PEOPLE, MANAGE_ACCOUNTS
from chuangcheng.orgs.password_list import password_workbook
from chuangcheng.orgs.views.common import password_page


@require_POST
@page(MANAGE_ACCOUNTS)
def reset_password(request: HttpRequest, person_id: int) -> HttpResponse:
    """A new first password, shown this once."""
    return password_page(request, services.reset_password(actor=actor_of(request), person_id=person_id))


@require_POST
@page(MANAGE_ACCOUNTS)
def unlock(request: HttpRequest, person_id: int) -> HttpResponse:
    """Forgets the failed sign-ins."""
    person = services.unlock_account(actor=actor_of(request), person_id=person_id)
    messages.success(request, _("%(name)s的账号已解锁。") % {"name": person.name})
    return redirect("orgs:person", person.pk)


@require_POST
@page(MANAGE_ACCOUNTS)
def remove_mfa(request: HttpRequest, person_id: int) -> HttpResponse:
    """Takes the second step away from somebody who has lost the phone."""
    person = services.remove_mfa(actor=actor_of(request), person_id=person_id)
    messages.success(request, _("%(name)s的两步验证已取消，请本人登录后重新设置。") % {"name": person.name})
    return redirect("orgs:person", person.pk)


@require_POST
@page(CHANGE_PEOPLE)
def deactivate(request: HttpRequest, person_id: int) -> HttpResponse:
    """Signs a person out for good."""
    person = services.deactivate_person(
        actor=actor_of(request), person_id=person_id, reason=request.POST.get("reason", "")
    )
    messages.success(request, _("%(name)s的账号已停用，任职已结束。") % {"name": person.name})
    return redirect("orgs:person", person.pk)


@require_POST
@page(CHANGE_PEOPLE)
def reactivate(request: HttpRequest, person_id: int) -> HttpResponse:
    """Brings a person back with a new first password, shown this once."""
    return password_page(request, services.reactivate_person(actor=actor_of(request), person_id=person_id))


@page(CHANGE_PEOPLE)
def first_passwords(request: HttpRequest) -> HttpResponse:
    """How many people wait for a first password; a POST gives them out as a workbook, this once."""
    actor = actor_of(request)
    if request.method != "POST":
        waiting = services.people_without_password(actor=actor)
        details = {"waiting": list(waiting.order_by("name", "pk")[: services.MOST_AT_ONCE + 1])}
        return render(request, "orgs/first_passwords.html", {**details, "most": services.MOST_AT_ONCE})
    accounts = services.issue_first_passwords(actor=actor)
    if not accounts:
        messages.info(request, _("没有等待首次密码的人员。"))
        return redirect("orgs:first_passwords")
    response = HttpResponse(password_workbook(accounts), content_type=XLSX)
    response["Content-Disposition"] = f'attachment; filename="first-passwords-{today():%Y%m%d}.xlsx"'
    response["Cache-Control"] = "no-store"
    return response
