"""Helpers of tests that need cases: a site, a photo, and a case brought as far as wanted."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, Unpack
from uuid import UUID

from django.apps import apps

from chuangcheng.cases import services
from chuangcheng.cases.models import Case, ProblemClass
from chuangcheng.cases.services import Report, Step
from chuangcheng.core import files
from chuangcheng.core.ids import id_at, new_id
from chuangcheng.core.testing import photo
from chuangcheng.core.times import SHANGHAI
from chuangcheng.orgs.testing import Cast, actor_of

HALF_A_DAY = timedelta(hours=12)
RECEIVED, FILED, DUE, CLOSED, ON_TIME = 1054, 996, 972, 911, 737  # of the month of 天门, domain.md §6.3
WAY = ("reported", "filed", "fixing", "fed_back", "closed")


def make_site(cast: Cast, *, name: str = "东关大街", area: Any = None, owner: Any = None) -> Any:
    """A site in the east street, owned by nobody unless said."""
    kinds = apps.get_model("standards", "SiteType").objects
    kind, _created = kinds.get_or_create(code="road", defaults={"name": "主次干道"})
    sites = apps.get_model("sites", "Site").objects
    number = f"DW{sites.count() + 1:04d}"
    return sites.create(number=number, name=name, site_type=kind, area=area or cast.east, owner=owner)


def stored_photo(shade: int = 1) -> UUID:
    """The id of a stored picture; another shade is another picture."""
    return files.store(photo(shade=shade), name="现场.jpg", limits=files.PHOTOS).pk


def problem_class(name: str = "暴露垃圾") -> ProblemClass:
    """One of the default classes."""
    return ProblemClass.objects.get(name=name)


def report(cast: Cast, **details: Unpack[Report]) -> Case:
    """A case reported by the inspector, in the east street."""
    given: Report = {"place_text": "东关大街12号门前", "area_id": cast.east.pk, "problem_class": problem_class()}
    given.update(details)
    return services.open_case(actor=actor_of(cast.inspector), case_id=new_id(), description="门前堆放垃圾", **given)


def case_at(unit: Any, cast: Cast, **details: Unpack[Report]) -> Case:
    """A case that was filed and dispatched to this unit."""
    case, chief = report(cast, **details), actor_of(cast.chief)
    services.file_case(actor=chief, step=Step(case.pk))
    services.dispatch_case(actor=chief, step=Step(case.pk), lead_unit_id=unit.pk)
    return Case.objects.get(pk=case.pk)


def case_in(state: str, cast: Cast, **details: Unpack[Report]) -> Case:
    """A case that went the usual way as far as the state: dispatched to the sanitation bureau, fed back, closed."""
    case = report(cast, **details)
    chief, liaison = actor_of(cast.chief), actor_of(cast.liaison)
    for reached in WAY[1 : WAY.index(state) + 1]:
        step = Step(case.pk)
        if reached == "filed":
            services.file_case(actor=chief, step=step)
        elif reached == "fixing":
            services.dispatch_case(actor=chief, step=step, lead_unit_id=cast.sanitation.pk)
        elif reached == "fed_back":
            services.feed_back(actor=liaison, step=step, after=[stored_photo(77)])
        else:
            services.close_case(actor=chief, step=step)
    return Case.objects.get(pk=case.pk)


def unsaved_case(number: int, cast: Cast, **columns: Any) -> Case:
    """A case of the sanitation bureau with these columns, to be stored in bulk."""
    at = columns["reported_at"]
    usual = {"area": cast.lane, "lead_unit": cast.sanitation, "problem_class": problem_class(), "source": "patrol"}
    return Case(pk=id_at(at), number=f"2026-{number:06d}", description="垃圾", **{**usual, **columns})


def make_month_of_tianmen(cast: Cast) -> None:
    """September 2026 as the published month of 天门."""
    made = []
    for number in range(1, RECEIVED + 1):
        at = datetime(2026, 9, 1 + number % 20, 10, tzinfo=SHANGHAI)
        filed, closed = number <= FILED, number <= CLOSED
        due = at + timedelta(days=5 if number <= DUE else 40)
        fed_back = due + (-HALF_A_DAY if number <= ON_TIME else HALF_A_DAY)
        made.append(
            unsaved_case(
                number,
                cast,
                reported_at=at,
                filed_at=at if filed else None,
                due_at=due if filed else None,
                fed_back_at=fed_back if closed else None,
                closed_at=fed_back + timedelta(hours=1) if closed else None,
                state="closed" if closed else "fixing" if filed else "rejected",
                lead_unit=(cast.sanitation if number % 3 else cast.east) if filed else None,
            )
        )
    Case.objects.bulk_create(made, batch_size=500)
