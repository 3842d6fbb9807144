"""Named permissions and the person who acts. Code asks for a permission, never for a role; an unknown name raises."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from chuangcheng.core.errors import NotPermitted

WHOLE_PLACE = ""  # the unit path that every unit's path begins with

_permissions: dict[str, str | Promise] = {}
_default_roles: dict[str, tuple[str, ...]] = {}


class UnknownPermission(LookupError):
    """A permission name that nobody defined: a programming mistake, never a user's."""


def define(code: str, label: str | Promise, *, roles: tuple[str, ...] = ()) -> str:
    """Registers the permission `code` ("context.deed") and gives it back, for a constant in a context's `access.py`.

    `roles`: codes of the roles that get it when it first appears in an installation; afterwards the office decides.
    """
    if code in _permissions:
        raise ValueError(f"permission {code} is defined twice")
    _permissions[code] = label
    _default_roles[code] = roles
    return code


def default_roles(code: str) -> tuple[str, ...]:
    """The roles that get this permission when it first appears."""
    return _default_roles[known(code)]


def permissions() -> Mapping[str, str | Promise]:
    """All permission codes with their labels, in order of definition."""
    return MappingProxyType(_permissions)


def known(code: str) -> str:
    """`code` itself; raises UnknownPermission when nobody defined it."""
    if code not in _permissions:
        raise UnknownPermission(code)
    return code


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts, and where: made once per request from the posts held now (`orgs.access.actor_for`)."""

    person_id: int | None  # None: the system itself (jobs, command line)
    name: str
    grants: Mapping[str, frozenset[str]] = field(default_factory=dict)  # permission → paths of unit subtrees
    unit_ids: frozenset[int] = frozenset()  # units where the person holds a post now, own and acted for
    unit_name: str = ""  # of the first own post
    acts_for: tuple[str, ...] = ()  # names of those who are away
    is_system: bool = False
    looked_up: dict[object, Any] = field(default_factory=dict, repr=False, compare=False)  # for as long as it acts

    def may(self, code: str) -> bool:
        """True when the permission is held anywhere."""
        return self.is_system or bool(self.grants.get(known(code)))

    def may_at(self, code: str, path: str) -> bool:
        """True when the permission is held for the unit with this tree path."""
        return self.is_system or any(path.startswith(root) for root in self.grants.get(known(code), ()))

    def everywhere(self, code: str) -> bool:
        """True when the permission covers the whole place."""
        return self.is_system or WHOLE_PLACE in self.grants.get(known(code), ())

    def roots(self, code: str) -> frozenset[str]:
        """The unit subtrees (tree paths) where the permission is held."""
        return frozenset({WHOLE_PLACE}) if self.is_system else self.grants.get(known(code), frozenset())


SYSTEM = Actor(person_id=None, name="系统", is_system=True)


def require(actor: Actor, code: str) -> None:
    """Raises NotPermitted unless the actor holds the permission somewhere."""
    if not actor.may(code):
        raise NotPermitted(_("您没有办理此事项的权限，请联系创城办。"))
