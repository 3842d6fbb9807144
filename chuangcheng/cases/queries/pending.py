"""What of a case waits for an answer besides its next move: a request for more time, units that were called.

Each stands as a moment on the case while it waits. A joined case keeps its moments, since undoing the join brings them
back, and waits for nothing meanwhile: so the state is asked for, too.
"""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Q

from chuangcheng.cases.access import NOWHERE
from chuangcheng.cases.models import WhistleCall
from chuangcheng.cases.pending import STANDS_IN

WAITS = {  # what waits → since when
    "extension": "extension_asked_at",
    "whistle": "whistled_at",
    "meeting": "escalated_at",
}


def waiting_for(wait: str) -> Q:
    """The cases that wait for an answer, a called unit or a decision; none for other words."""
    if wait not in WAITS:
        return NOWHERE
    column = WAITS[wait]
    found = Q(**{f"{column}__isnull": False}, state__in=sorted(STANDS_IN[column]))
    return found & Q(_is_awaited()) if wait == "whistle" else found


def _is_awaited() -> Exists:
    calls = WhistleCall.objects.filter(is_waiting=True, whistle__case=OuterRef("pk"))
    return Exists(calls.filter(whistle__called_at=OuterRef("whistled_at")))
