"""Who hears of a matter: the unit's own people and those whom it names; the offices that decide."""

from __future__ import annotations

from collections.abc import Iterable

from django.urls import reverse

from chuangcheng.core.inbox_text import InboxText, inbox_text
from chuangcheng.core.notices import notify
from chuangcheng.core.times import SHANGHAI, today
from chuangcheng.orgs.queries import people_of_units, people_with
from chuangcheng.supervision.accountability import Grade, Ground
from chuangcheng.supervision.accountability_access import DECIDE_MATTERS
from chuangcheng.supervision.models import Appeal, Matter
from chuangcheng.supervision.models.matters import GRADE_WORDS, GROUND_WORDS

UNITS_DUTIES = ("head", "leader", "liaison")


def tell_concerned(matter: Matter, what: str, title: InboxText) -> None:
    """A line for the unit and the people named."""
    people = set(people_of_units([matter.unit_id], duties=UNITS_DUTIES, today=today()).get(matter.unit_id, []))
    people |= {pk for pk in (matter.head_id, matter.responsible_id) if pk is not None}
    _tell(matter, people, what, title)


def tell_deciders(matter: Matter, what: str, title: InboxText) -> None:
    """A line for whoever decides."""
    people = people_with(permission=DECIDE_MATTERS, today=today()).values_list("pk", flat=True)
    _tell(matter, people, what, title)


def tell_of_decision(matter: Matter) -> None:
    """What was decided, and until when it may be appealed against."""
    facts = {
        "unit": matter.unit.name,
        "number": matter.number,
        "ground": inbox_text(GROUND_WORDS[Ground(matter.ground)]),
        "grade": inbox_text(GRADE_WORDS[Grade(matter.grade)]),
    }
    if matter.is_praise or matter.appeal_until is None:
        title = inbox_text("%(unit)s因%(ground)s受到%(grade)s（%(number)s）", facts)
    else:
        last = matter.appeal_until.astimezone(SHANGHAI)
        facts["last"] = f"{last:%m-%d %H:%M}"
        title = inbox_text("%(unit)s因%(ground)s受到%(grade)s（%(number)s），不服的可以在%(last)s前申诉", facts)
    tell_concerned(matter, f"decided-{matter.pk}", title)


def tell_of_appeal(appeal: Appeal) -> None:
    """Somebody who did not decide the matter has to decide the appeal."""
    facts = {"unit": appeal.matter.unit.name, "number": appeal.matter.number}
    tell_deciders(appeal.matter, f"appeal-{appeal.pk}", inbox_text("%(unit)s对%(number)s提出申诉，请办理", facts))


def _tell(matter: Matter, people: Iterable[int], what: str, title: InboxText) -> None:
    link = reverse("supervision:matter", args=[matter.pk])
    notify(person_ids=sorted(set(people)), key=f"supervision:matter-{what}", title=title, link=link)
