"""Reading roles: the list with how many hold each, and the matrix of permissions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from chuangcheng.core.access import permissions
from chuangcheng.core.errors import NotFound
from chuangcheng.orgs.models import Post, Role
from chuangcheng.orgs.queries.units import current

# Headings of the matrix, by the part of a permission's name before the dot; one not named here stands as it is.
GROUP_LABELS: dict[str, str | Promise] = {
    "core": _("系统"),
    "orgs": _("单位与人员"),
    "standards": _("体系"),
    "sites": _("点位"),
    "inspections": _("检查"),
    "cases": _("问题"),
    "intake": _("来件"),
    "tasks": _("任务"),
    "evidence": _("申报材料"),
    "scoring": _("得分"),
    "workbench": _("工作台"),
}


@dataclass(frozen=True)
class RoleLine:
    """A role and how many active people hold it today."""

    role: Role
    people_count: int
    excluded: Sequence[str]  # names of the roles that the same person must not hold


@dataclass(frozen=True)
class PermissionRow:
    """One permission across the roles, in the order of the roles."""

    code: str
    label: str | Promise
    held: Sequence[bool]


@dataclass(frozen=True)
class PermissionGroup:
    """The permissions of one context."""

    context: str  # "orgs", the part before the dot
    label: str | Promise
    rows: Sequence[PermissionRow]


def role_lines(*, today: date) -> list[RoleLine]:
    """Every role with the number of active people who hold it today, in the order in which they were made."""
    held: dict[int, set[int]] = {}
    posts = Post.objects.filter(current(today), role__isnull=False, person__is_active=True)
    for role_id, person_id in posts.values_list("role_id", "person_id"):
        if role_id is not None:
            held.setdefault(role_id, set()).add(person_id)
    roles = list(Role.objects.order_by("pk"))
    return [RoleLine(role, len(held.get(role.pk, ())), _excluded(role, roles)) for role in roles]


def role_for(role_id: int) -> Role:
    """The role; raises NotFound when there is none."""
    role = Role.objects.filter(pk=role_id).first()
    if role is None:
        raise NotFound(gettext("没有找到该角色，请从角色列表进入。"))
    return role


def permission_matrix(roles: Sequence[Role]) -> list[PermissionGroup]:
    """All permissions by context; no query."""
    groups: dict[str, list[PermissionRow]] = {}
    for code, label in permissions().items():
        row = PermissionRow(code, label, [code in role.permissions for role in roles])
        groups.setdefault(code.split(".")[0], []).append(row)
    return [PermissionGroup(context, GROUP_LABELS.get(context, context), rows) for context, rows in groups.items()]


def _excluded(role: Role, roles: Sequence[Role]) -> list[str]:
    """Exclusion holds both ways, whichever role says so."""
    return [other.label for other in roles if other.code in role.excludes or role.code in other.excludes]
