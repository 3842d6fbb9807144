"""Reading who holds a permission."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db.models import Exists, OuterRef, QuerySet

from chuangcheng.core.access import known
from chuangcheng.orgs.models import Person, Post, Role
from chuangcheng.orgs.queries.units import current


def people_with(*, permission: str, today: date) -> QuerySet[Person]:
    """Active people who hold a post with the permission on that day, by name. Two queries."""
    roles = [role.pk for role in Role.objects.only("permissions") if known(permission) in role.permissions]
    posts = Post.objects.filter(current(today), person=OuterRef("pk"), role__in=roles)
    return Person.objects.filter(Exists(posts), is_active=True).order_by("name", "pk")


def people_over(*, permission: str, paths: Iterable[str], today: date) -> list[int]:
    """Ids of the active people who hold the permission for one of the units with these tree paths. Two queries."""
    roles = {role.pk: role.whole_place for role in Role.objects.all() if known(permission) in role.permissions}
    posts = Post.objects.filter(current(today), role__in=roles, person__is_active=True)
    held = posts.values_list("person", "role", "unit__path")
    wanted = tuple(paths)
    return sorted(
        {person for person, role, root in held if roles[role] or any(path.startswith(root) for path in wanted)}
    )
