"""People as cells name them."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _

from chuangcheng.core.times import today
from chuangcheng.orgs.queries import people_called


class NamedPeople:
    """Finds who is meant by a name, among those who hold a post in a unit or below it. One query for all names."""

    def __init__(self, names: Iterable[str]) -> None:
        wanted = {" ".join(name.split()) for name in names} - {""}
        self._known = people_called(wanted, today=today()) if wanted else {}

    def find(self, name: str, unit_path: str) -> tuple[int | None, str]:
        """The person's id, and "" or why nobody could be taken; nobody for an empty cell."""
        bare = " ".join(name.split())
        if not bare:
            return None, ""
        found = {person_id for person_id, path in self._known.get(bare, ()) if path.startswith(unit_path)}
        if len(found) == 1:
            return found.pop(), ""
        told = {"name": bare[:20]}
        if found:
            return None, _("责任单位有几位“%(name)s”，分不清是哪一位，请先在人员页面区分姓名。") % told
        return None, _("责任单位没有叫“%(name)s”的人，请先登记或改正。") % told
