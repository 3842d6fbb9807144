"""What upper contexts may add to a visit; they fill the slots in `apps.ready`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeAlias

from chuangcheng.core.access import Actor
from chuangcheng.core.slots import Slot

if TYPE_CHECKING:
    from chuangcheng.inspections.models import Visit


@dataclass(frozen=True)
class VisitPanel:
    """A panel beside a visit and its review: a template of the context that brings it, and what the template needs."""

    template: str  # its root is one <section class="panel">
    context: Mapping[str, Any] = field(default_factory=dict)


# (actor, visit that the actor sees) → the panel, or None when there is nothing to show. A query at most.
VisitPanelOf: TypeAlias = "Callable[[Actor, Visit], VisitPanel | None]"
visit_panels: Slot[VisitPanelOf] = Slot("panels beside a visit")


def panels_of(actor: Actor, visit: Visit) -> list[VisitPanel]:
    """All that there are."""
    return [panel for panel in (panel_of(actor, visit) for panel_of in visit_panels) if panel is not None]
