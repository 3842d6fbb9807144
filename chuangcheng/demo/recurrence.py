"""Which problems of the demo came back and why, and what looking back at the fixes found."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from chuangcheng.cases.models import Case, CaseEvent, LookBack, Relapse
from chuangcheng.cases.recurrence_policies import CAUSES, LOOK_BACK_DAYS
from chuangcheng.cases.services.look_backs import CLOSING
from chuangcheng.cases.services.relapses import recognise
from chuangcheng.core.times import SHANGHAI, local_date
from chuangcheng.demo.dice import dice, id_at
from chuangcheng.demo.people import People

DONE = 0.85  # of the looks that are due
CANNOT_TELL = 0.06  # of those done
TAKEN = 0.4  # of those left


def make_recurrence(cases: Sequence[Case], people: People, at: datetime) -> None:
    """Relapses by the rule; causes where the case is closed; looks at what was fixed."""
    recognise([case.pk for case in cases])
    rng, causes = dice("relapses"), CAUSES.on(local_date(at))
    links = list(Relapse.objects.select_related("case").order_by("pk"))
    for link in links:
        if link.case.closed_at is not None or rng.random() < 0.5:  # noqa: PLR2004 - every second one
            link.cause, link.cause_at = rng.choice(causes[:-1]), link.case.fed_back_at or link.case.reported_at
            link.cause_by_name = rng.choice([person.name for person in people.liaisons.values()])
    Relapse.objects.bulk_update(links, ["cause", "cause_at", "cause_by_name"], batch_size=500)
    came_back = {link.earlier_id: link.case.reported_at for link in links}
    fixed = Case.objects.filter(state="closed", outcome="fixed", is_held=False).order_by("pk")
    closings = CaseEvent.objects.filter(move__in=CLOSING, case__in=fixed).order_by("pk")
    closing_of = dict(closings.values_list("case", "pk"))
    made = (_looks(case, people, at, closing_of[case.pk], came_back.get(case.pk)) for case in fixed)
    LookBack.objects.bulk_create([look for looks in made for look in looks], batch_size=500)


def _looks(case: Case, people: People, at: datetime, closing: UUID, back_at: datetime | None) -> list[LookBack]:
    if case.closed_at is None:
        return []
    rng, found = dice(f"looks-{case.number}"), []
    for days in LOOK_BACK_DAYS.on(local_date(case.closed_at)):
        due = case.closed_at + timedelta(days=days)
        look = LookBack(pk=id_at(due, rng), case=case, closing_id=closing, after_days=days, due_on=local_date(due))
        if back_at is not None and back_at < due:
            look.state, look.note = LookBack.State.LAPSED, "已回潮"
        elif due < at and rng.random() < DONE:
            person = rng.choice(people.inspectors)
            look.state, look.finding = LookBack.State.DONE, LookBack.Finding.STILL_FIXED
            if rng.random() < CANNOT_TELL:
                look.finding, look.note = LookBack.Finding.CANNOT_TELL, "现场围挡，看不到。"
            look.done_by, look.done_by_name = person, person.name
            look.done_at = min(due.astimezone(SHANGHAI).replace(hour=10, minute=rng.randint(0, 59)), at)
        elif due < at + timedelta(days=30) and rng.random() < TAKEN:
            look.assignee = people.by_username["jianchayuan"]
        found.append(look)
    return found
