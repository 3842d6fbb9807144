"""What the search finds of campaigns, visits, meetings and special campaigns."""

from __future__ import annotations

from chuangcheng.command.models import AssessorVisit, Creation, Meeting, SpecialCampaign
from chuangcheng.core.search import index, person_scope, unit_scopes

CREATION, VISIT, MEETING, SPECIAL = "creation", "assessorvisit", "meeting", "specialcampaign"


def index_creation(found: Creation) -> None:
    """Makes the campaign findable, or changes what is found."""
    index(kind=CREATION, object_id=found.pk, title=found.name, text=f"{found.title_sought} {found.note}")


def index_visit(found: AssessorVisit) -> None:
    """Makes the visit findable, or changes what is found."""
    text = f"{found.creation.name} {found.assessor} {found.note}"
    index(kind=VISIT, object_id=found.pk, title=found.name, text=text)


def index_meeting(found: Meeting) -> None:
    """Makes the meeting findable for the units called, or changes what is found."""
    scopes = unit_scopes(found.units.values_list("unit", flat=True))
    index(kind=MEETING, object_id=found.pk, title=found.title, number=found.number, text=found.note, scopes=scopes)


def index_special(found: SpecialCampaign) -> None:
    """Makes the special campaign findable for its units and its leader, or changes what is found."""
    scopes = [*unit_scopes(found.units.values_list("pk", flat=True)), person_scope(found.leader_id)]
    index(kind=SPECIAL, object_id=found.pk, title=found.name, number=found.number, text=found.purpose, scopes=scopes)
