"""What the score pages share: the sheet that the address chooses, and links that keep the choice."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.http import HttpRequest, QueryDict

from chuangcheng.core.times import now
from chuangcheng.core.web import actor_of
from chuangcheng.scoring.access import subject_for
from chuangcheng.scoring.forms import SheetForm
from chuangcheng.scoring.queries import SheetChoice, kinds_words, rounds_words

CHOOSING = ("unit", "day", "kinds", "known", "round", "without")  # parameters of the address


def chosen_by(request: HttpRequest) -> tuple[SheetForm, SheetChoice]:
    """The form as the address fills it in, and the sheet it chooses. Raises NotFound for a subject not theirs."""
    form = SheetForm(request.GET)
    choice = form.chosen()
    subject_for(actor_of(request), choice.subject)
    return form, choice


def choice_context(request: HttpRequest, form: SheetForm, choice: SheetChoice) -> dict[str, Any]:
    """What the templates need to say and to keep the choice."""
    kept = _query(request)
    return {
        "choice": choice,
        "choice_form": form,
        "kinds_words": kinds_words(choice),
        "chosen_rounds": rounds_words(actor=actor_of(request), choice=choice),
        "kept": f"?{kept}" if kept else "",
        "permanent": request.build_absolute_uri(f"{request.path}?{_permanent(request, choice, now())}"),
    }


def _query(request: HttpRequest) -> str:
    query = QueryDict(mutable=True)
    for name in CHOOSING:
        values = [value for value in request.GET.getlist(name) if value]
        if values:
            query.setlist(name, values)
    return query.urlencode()


def _permanent(request: HttpRequest, choice: SheetChoice, moment: datetime) -> str:
    """The same choice with the day and the moment written out, so that it shows the same for ever."""
    query = QueryDict(_query(request), mutable=True)
    query["day"] = choice.day.isoformat()
    query["known"] = (choice.known_at or moment).isoformat().replace("+00:00", "Z")
    return query.urlencode()
