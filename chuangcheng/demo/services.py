"""Loads the demo district into an empty installation; every page then says that it is sample data."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

from django.db import transaction

from chuangcheng.core import jobs
from chuangcheng.core.access import SYSTEM
from chuangcheng.core.errors import Refusal
from chuangcheng.core.sample_mark import holds_sample_data, mark_sample_data
from chuangcheng.core.times import SHANGHAI, now, today
from chuangcheng.demo.accountability import make_accountability
from chuangcheng.demo.appraisals import make_appraisals
from chuangcheng.demo.cases import make_cases
from chuangcheng.demo.changes import make_changes
from chuangcheng.demo.circulars import make_circulars
from chuangcheng.demo.composites import make_composites
from chuangcheng.demo.cycles import make_cycles
from chuangcheng.demo.duties import make_duties
from chuangcheng.demo.escalations import make_escalations
from chuangcheng.demo.intake import make_intake
from chuangcheng.demo.leaders import make_leaders
from chuangcheng.demo.library import make_library
from chuangcheng.demo.materials import make_materials
from chuangcheng.demo.meetings import make_meetings
from chuangcheng.demo.negative import make_negative
from chuangcheng.demo.notices import make_notices
from chuangcheng.demo.patrols import make_patrols
from chuangcheng.demo.people import LOG_INS, PASSWORD, People, make_people
from chuangcheng.demo.plans import Ground, make_plans
from chuangcheng.demo.portal import make_submissions
from chuangcheng.demo.readiness import make_readiness
from chuangcheng.demo.recurrence import make_recurrence
from chuangcheng.demo.rehearsals import make_rehearsal
from chuangcheng.demo.results import make_results
from chuangcheng.demo.reviews import make_reviews
from chuangcheng.demo.rounds import checklists, make_rounds
from chuangcheng.demo.rules import make_rules
from chuangcheng.demo.searching import index_everything
from chuangcheng.demo.sites import make_sites, put_into_cells
from chuangcheng.demo.specials import make_specials
from chuangcheng.demo.spot_fixes import fix_on_the_spot
from chuangcheng.demo.tasks import make_tasks_of_standards
from chuangcheng.demo.units import Units, make_units
from chuangcheng.demo.visits import make_visits
from chuangcheng.demo.waits import make_waits
from chuangcheng.orgs.models import Person
from chuangcheng.sites.models import Site
from chuangcheng.sites.services import load_sample_checklists
from chuangcheng.standards.services import load_samples


class NotEmpty(Refusal):
    """The demo never mixes with what is there."""


def is_empty() -> bool:
    """True while nobody was registered."""
    return not Person.objects.exists()


def is_demo() -> bool:
    """True when the demo district is what this installation holds."""
    return holds_sample_data()


def load_demo() -> None:
    """The demo district in one transaction; does nothing when it is there. Raises NotEmpty beside other data."""
    if is_demo():
        return
    if not is_empty():
        raise NotEmpty("系统中已有数据，示例区只能装入空的系统。")
    at = now().astimezone(SHANGHAI).replace(minute=0, second=0, microsecond=0)
    with _no_garbage_collected(), transaction.atomic():
        mark_sample_data(actor=SYSTEM, name="云澜区")
        units = make_units()
        people = make_people(units, today())
        framework = load_samples(actor=SYSTEM)
        load_sample_checklists(actor=SYSTEM, framework=framework)
        sites = make_sites(units, people, at - timedelta(days=300))
        failures = make_rounds(framework, sites, people, at)
        ground = Ground(framework, {site.pk: site for site in sites}, checklists(), people, at)
        make_plans(ground, units)
        make_reviews(ground, [units.bureaus["CGJ"], units.streets[0]])
        visit = make_visits(ground)
        make_rehearsal(ground, visit)
        put_into_cells(sites)
        Site.objects.bulk_update(sites, ["last_checked_at", "grid_cell"], batch_size=400)
        cases, spot_fixes = make_cases(units, people, sites, failures, at)
        fix_on_the_spot(spot_fixes)
        make_patrols(units, people, spot_fixes, at)
        make_waits(units, people, cases, at)
        make_recurrence(cases, people, at)
        make_composites(units, at)
        make_leaders(ground, units, cases)
        make_rules(ground, units)
        make_notices(people, cases, at)
        make_duties(framework, units, people, today())
        make_results(framework, at)
        make_negative(framework, people, cases, at)
        make_cycles(framework, at)
        make_changes(units, today())
        make_intake(people, sites, cases, at)
        index_everything(sites, cases)
        make_submissions(sites, at)
        make_tasks_of_standards(framework, people, at)
        make_meetings(units, people, at)
        make_circulars(units, people, at)
        make_library(units, people, at)
        make_materials(framework, people, at)
        make_specials(framework, units, people, at)
        make_readiness(visit, units, people, at)
        _supervise(units, people, at)
        jobs.start("demo.draw_photos", actor=SYSTEM)
        jobs.start("demo.keep_sheets", actor=SYSTEM, arguments={"framework_id": framework.pk, "day": str(today())})


def _supervise(units: Units, people: People, at: datetime) -> None:
    make_appraisals(units, people, at)
    make_escalations(people, at)
    make_accountability(people, at)


@contextmanager
def _no_garbage_collected() -> Iterator[None]:
    """Nearly all that is made here lives until the end: looking through it again and again took a fifth of the time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def log_ins() -> list[str]:
    """One line for each role: who one can be in the demo."""
    lines = [f"  {log_in.username:<16}{log_in.words}" for log_in in LOG_INS]
    return [f"示例区的登录名（密码都是 {PASSWORD}，仅用于示例）：", *lines]
