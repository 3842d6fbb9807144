"""Units as cells name them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from chuangcheng.core.access import Actor
from chuangcheng.orgs.services import SeveralUnits, UnitFinder

if TYPE_CHECKING:
    from chuangcheng.orgs.models import Unit


class NamedTakers:
    """Finds who shall have a task by the name in a cell. None is made: a slip of the pen must not give work to a unit
    that nobody knows. The names are read once, when the first cell asks."""

    def __init__(self, actor: Actor) -> None:
        self._actor = actor
        self._finder: UnitFinder | None = None

    def find(self, name: str) -> tuple[Unit | None, str]:
        """The unit, and "" or why none could be taken."""
        bare = " ".join(name.split())
        if not bare:
            return None, _("请选择责任单位。")
        self._finder = self._finder or UnitFinder(actor=self._actor)
        try:
            found = self._finder.find(bare)
        except SeveralUnits as problem:
            return None, str(problem)
        if found is None:
            return None, _("没有登记“%(name)s”，请先登记单位或改正名称。") % {"name": bare[:40]}
        return found, ""
