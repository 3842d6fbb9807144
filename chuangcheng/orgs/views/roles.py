"""Roles: the list, the matrix of permissions, making and changing one."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from chuangcheng.core.times import today
from chuangcheng.core.web import actor_of, page
from chuangcheng.orgs import services
from chuangcheng.orgs.access import CHANGE_ROLES, VIEW_UNITS
from chuangcheng.orgs.forms.roles import RoleForm
from chuangcheng.orgs.models import Role
from chuangcheng.orgs.queries import permission_matrix, role_for, role_lines
from chuangcheng.orgs.views.common import attempt, form_page


@require_safe
@page(VIEW_UNITS)
def roles(request: HttpRequest) -> HttpResponse:
    """Who may do what: roles with their people, and the matrix."""
    lines = role_lines(today=today())
    details = {
        "lines": lines,
        "groups": permission_matrix([line.role for line in lines]),
        "may_change": actor_of(request).may(CHANGE_ROLES),
    }
    return render(request, "orgs/roles.html", details)


@page(CHANGE_ROLES)
def new_role(request: HttpRequest) -> HttpResponse:
    """Making a role."""
    form = RoleForm(request.POST or None)
    role = attempt(
        form,
        lambda said: services.create_role(actor=actor_of(request), code=said["code"], facts=form.facts()),
    )
    if role is not None:
        messages.success(request, _("已建立角色“%(name)s”。") % {"name": role.name})
        return redirect("orgs:roles")
    return _form_page(request, form, role=None)


@page(CHANGE_ROLES)
def edit_role(request: HttpRequest, role_id: int) -> HttpResponse:
    """Changing a role."""
    role = role_for(role_id)
    initial = {
        "name": role.name,
        "whole_place": role.whole_place,
        "needs_mfa": role.needs_mfa,
        "excludes": role.excludes,
        "permissions": role.permissions,
    }
    form = RoleForm(request.POST or None, role=role, initial=initial)
    saved = attempt(
        form,
        lambda _said: services.change_role(actor=actor_of(request), role_id=role.pk, facts=form.facts()),
    )
    if saved is not None:
        messages.success(request, _("角色“%(name)s”已保存，担任它的人下一次打开页面时生效。") % {"name": role.name})
        return redirect("orgs:roles")
    return _form_page(request, form, role=role)


@require_POST
@page(CHANGE_ROLES)
def delete_role(request: HttpRequest, role_id: int) -> HttpResponse:
    """Taking away a role that nobody has ever held."""
    services.delete_role(actor=actor_of(request), role_id=role_id)
    messages.success(request, _("角色已删除。"))
    return redirect("orgs:roles")


def _form_page(request: HttpRequest, form: RoleForm, *, role: Role | None) -> HttpResponse:
    ticked = set(form["permissions"].value() or ())
    details = {
        "cancel_url": reverse("orgs:roles"),
        "role": role,
        "groups": permission_matrix([]),
        "chosen": ticked,
        "may_delete": role is not None and not role.posts.exists(),
    }
    return form_page(request, "orgs/role_form.html", form, **details)
