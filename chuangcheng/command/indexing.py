"""What the search finds of campaigns and visits."""

from __future__ import annotations

from chuangcheng.command.models import AssessorVisit, Creation
from chuangcheng.core.search import index

CREATION, VISIT = "creation", "assessorvisit"


def index_creation(found: Creation) -> None:
    """Makes the campaign findable, or changes what is found."""
    index(kind=CREATION, object_id=found.pk, title=found.name, text=f"{found.title_sought} {found.note}")


def index_visit(found: AssessorVisit) -> None:
    """Makes the visit findable, or changes what is found."""
    text = f"{found.creation.name} {found.assessor} {found.note}"
    index(kind=VISIT, object_id=found.pk, title=found.name, text=text)
