"""The demo district: what it says agrees, it is the same every time, and it says that it is sample data."""

from __future__ import annotations

import re
from collections import Counter
from datetime import datetime
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from chuangcheng.cases.access import Reach
from chuangcheng.cases.models import Case, CaseEvent, LookBack, Recheck
from chuangcheng.cases.queries import classes_in_use, most_alike
from chuangcheng.cases.queries.claims import claimable
from chuangcheng.cases.workflow import FIX_ON_SPOT, State
from chuangcheng.command.models import DayPlanEntry
from chuangcheng.command.queries.readiness import readiness_of
from chuangcheng.command.readiness_rules import Reason
from chuangcheng.core.times import SHANGHAI, replayed_at
from chuangcheng.demo import services
from chuangcheng.demo.bulletins import make_bulletins
from chuangcheng.demo.findings import FINDINGS
from chuangcheng.demo.people import LOG_INS
from chuangcheng.inspections.models import Assignment, ControlAnswer, PlanRun, Round, SampleDraw, Tour, Visit
from chuangcheng.inspections.queries.liaisons import town_table
from chuangcheng.orgs.access import actor_with_id
from chuangcheng.orgs.models import Person
from chuangcheng.reports.figures import unpacked
from chuangcheng.reports.models import Bulletin
from chuangcheng.sites.models import ChecklistItem, Site

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
CASES = 1500 + 8 + 4  # of the office, for reports, for findings of a superior
MOST_ASKED = 36  # statements of a first page with everything on it, settings and calendar in the cache
AT = datetime(2026, 11, 26, 10, 0, tzinfo=SHANGHAI)  # a Thursday


@pytest.fixture(scope="module")
def demo(django_db_setup: Any, django_db_blocker: Any) -> Any:
    """The demo, loaded once for all tests of this file and taken out again."""

    with django_db_blocker.unblock(), transaction.atomic():
        with replayed_at(AT):
            services.load_demo()
        yield
        transaction.set_rollback(True)


@pytest.mark.usefixtures("demo", "db")
class TestDemo:
    def test_it_has_the_promised_size_with_every_state(self) -> None:
        assert Case.objects.count() == CASES
        assert Site.objects.count() == 1200
        assert Person.objects.count() >= 400
        assert set(Case.objects.values_list("state", flat=True)) == {state.value for state in State}

    def test_next_visit_is_partly_made_ready(self) -> None:
        visit = DayPlanEntry.objects.select_related("visit__creation")[0].visit
        office = actor_with_id(Person.objects.get(username="chuangchengban").pk)
        found = readiness_of(actor=office, visit=visit, today=AT.date())
        assert 30 < found.go < len(found.rows)
        assert {Reason.FAILED, Reason.MATERIAL} <= {reason for reason, _count in found.by_reason}

    def test_a_bulletin_is_issued_with_the_boards_and_one_waits_for_approval(self) -> None:
        with replayed_at(AT):
            make_bulletins()
            make_bulletins()
        found = {row.kind: row for row in Bulletin.objects.all()}
        assert {kind: row.state for kind, row in found.items()} == {"monthly": "issued", "weekly": "submitted"}
        assert unpacked(found["monthly"].figures).grid("board-1") is not None

    def test_nothing_happens_in_the_future_or_before_it_was_reported(self) -> None:
        assert not Case.objects.filter(reported_at__gte=AT).exists()
        assert not CaseEvent.objects.filter(at__gte=AT).exists()
        assert not Visit.objects.filter(submitted_at__gte=AT).exists()
        last: dict[Any, datetime] = {}
        for case_id, at in CaseEvent.objects.order_by("pk").values_list("case", "at"):
            assert last.get(case_id, at) <= at
            last[case_id] = at

    def test_offices_work_by_day(self) -> None:
        moves = CaseEvent.objects.exclude(move__in=["open", "fix_on_spot"]).values_list("at", flat=True)
        hours = Counter(at.astimezone(SHANGHAI).hour for at in moves)
        assert set(hours) <= set(range(9, 19))

    def test_text_and_class_agree_and_every_class_of_a_check_is_known(self) -> None:
        classes = classes_in_use()
        names = set(ChecklistItem.objects.exclude(problem_class="").values_list("problem_class", flat=True))
        assert [name for name in names if most_alike(name, classes) is None] == []
        assert not Case.objects.filter(problem_class=None).exists()
        classes_of = {words: finding.problem_class for finding in FINDINGS for words in finding.words}
        patrols = (
            Case.objects.exclude(source="check")
            .exclude(source_kind="intake.report")
            .values_list("description", "problem_class__name")
        )
        written = [(re.sub(r"\d", "{n}", text.rstrip("。"), count=1), name) for text, name in patrols]
        assert [(text, name) for text, name in written if classes_of[text] != name] == []

    def test_classes_are_many_and_none_rules(self) -> None:
        counts = Counter(Case.objects.values_list("problem_class", flat=True))
        assert len(counts) > 30
        assert max(counts.values()) < 300

    def test_about_a_quarter_of_what_is_being_fixed_is_late(self) -> None:
        fixing = Case.objects.filter(state="fixing")
        late = fixing.filter(due_at__lt=AT).count() / fixing.count()
        assert 0.1 < late < 0.5

    @pytest.mark.parametrize("username", [log_in.username for log_in in LOG_INS])
    def test_every_role_has_a_first_page_that_says_it_is_a_sample(self, username: str) -> None:
        cache.clear()
        client = Client()
        client.force_login(Person.objects.get(username=username), backend=BACKEND)
        client.get("/")
        with CaptureQueriesContext(connection) as asked:
            page = client.get("/").content.decode()
        assert len(asked) <= MOST_ASKED
        assert "示例数据" in page
        assert ("去" in page and "todo-table" in page) or "常用入口" in page

    def test_it_is_not_loaded_twice_or_beside_other_data(self) -> None:
        services.load_demo()
        assert Case.objects.count() == CASES

    def test_what_is_fixed_on_the_spot_is_shown_by_two_photos_and_done_by_who_may(self) -> None:
        fixes = list(
            CaseEvent.objects.filter(move="fix_on_spot").prefetch_related("case__photos", "actor__posts__role")
        )
        assert len(fixes) > 20
        for fix in fixes:
            assert sorted(photo.moment for photo in fix.case.photos.all()) == ["after", "before"]
            assert fix.actor_id == fix.case.reporter_id == fix.case.fixer_id
            assert fix.actor_id is not None
            assert actor_with_id(fix.actor_id).may(FIX_ON_SPOT)
        assert Recheck.objects.filter(result__is_good=True, case__recheck_drawn_at=None).exists()

    def test_units_find_what_they_may_claim(self) -> None:
        for username in ("lianluoyuan", "jiedao"):
            reach = Reach(actor_with_id(Person.objects.get(username=username).pk))
            assert Case.objects.filter(claimable(reach)).exists()

    def test_every_look_back_follows_the_closing(self) -> None:
        closings = CaseEvent.objects.filter(move__in=["close", "fix_on_spot"])
        assert not LookBack.objects.exclude(closing_id__in=closings.values("pk")).exists()

    def test_plans_show_what_was_done_what_was_missed_and_who_stood_in(self) -> None:
        runs = PlanRun.objects.exclude(round=None)
        assert runs.values("plan").distinct().count() == 3
        of_days_past = Assignment.objects.filter(round__plan_run__ends_on__lt=AT.date())
        assert of_days_past.filter(visited_at=None).exists()
        assert of_days_past.exclude(visited_at=None).exists()
        assert Assignment.objects.exclude(stands_in_for=None).exists()

    def test_visits_wait_came_back_and_were_amended(self) -> None:
        states = set(Visit.objects.values_list("review", flat=True))
        assert states == {"none", "waiting", "returned", "accepted", "left_out"}
        assert Visit.objects.filter(version=2).exists()
        own = Visit.objects.filter(review="returned", round__kind=Round.Kind.SELF_CHECK)
        assert own.filter(inspector__username="lianluoyuan").exists()

    def test_second_visits_differ_and_a_sample_was_drawn_again(self) -> None:
        assert set(ControlAnswer.objects.filter(note__gt="").values_list("kept", flat=True)) == {"second", ""}
        assert SampleDraw.objects.filter(replaced_by__isnull=False).exists()
        assert Round.objects.filter(is_hidden=True, state=Round.State.RUNNING).exists()

    def test_tours_compare_and_towns_are_visited_or_overdue(self) -> None:
        assert set(Tour.objects.values_list("state", flat=True)) == {"open", "finished"}
        assert Tour.objects.filter(state="finished", previous__state="finished").exists()
        rows = town_table(day=AT.date())
        assert len(rows) == 7
        overdue = [contact.is_overdue(AT.date()) for row in rows for contact in (*row.leaders, *row.bureaus)]
        assert 0 < sum(overdue) < len(overdue)
