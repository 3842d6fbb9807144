"""What of a case waits for an answer besides its next move: a request for more time, a whistle.

Each stands as a moment on the case while it waits. A column that this release does not have yet waits for nothing.
"""

from __future__ import annotations

from django.db.models import Q

from chuangcheng.cases.access import NOWHERE
from chuangcheng.cases.models import Case

WAITS = {"extension": "extension_asked_at", "whistle": "whistled_at"}  # what waits → since when


def known_waits() -> dict[str, str]:
    """What can wait, and the column that tells since when."""
    columns = {field.name for field in Case._meta.get_fields()}
    return {wait: column for wait, column in WAITS.items() if column in columns}


def waiting_for(wait: str) -> Q:
    """The cases in which this waits; none for what is not known."""
    column = known_waits().get(wait)
    return Q(**{f"{column}__isnull": False}) if column else NOWHERE
