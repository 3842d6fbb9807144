"""What an installation starts with and gains on upgrade: default roles; each new permission offered once."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from chuangcheng.core.access import default_roles, permissions
from chuangcheng.orgs.models import KnownPermission, Role
from chuangcheng.orgs.roles import DEFAULT_ROLES


def offer_roles_and_permissions(**_signal: Any) -> None:
    """Creates missing default roles and offers new permissions. Safe to run again; runs after `migrate`."""
    with transaction.atomic():
        roles = {role.code: role for role in Role.objects.all()}
        for default in DEFAULT_ROLES:
            if default.code not in roles:
                roles[default.code] = Role.objects.create(
                    code=default.code,
                    name=str(default.name),
                    whole_place=default.whole_place,
                    excludes=list(default.excludes),
                    needs_mfa=default.needs_mfa,
                    # Also what was offered before there was this role.
                    permissions=[code for code in permissions() if default.code in default_roles(code)],
                )
        _offer_new_permissions(roles)


def _offer_new_permissions(roles: dict[str, Role]) -> None:
    offered = set(KnownPermission.objects.values_list("code", flat=True))
    fresh = [code for code in permissions() if code not in offered]
    changed = set()
    for code in fresh:
        for name in default_roles(code):
            if name in roles and code not in roles[name].permissions:
                roles[name].permissions.append(code)
                changed.add(name)
    for name in changed:
        roles[name].save(update_fields=["permissions"])
    KnownPermission.objects.bulk_create([KnownPermission(code=code) for code in fresh])
