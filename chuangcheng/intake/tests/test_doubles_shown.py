"""What stands side by side on the page of a report and of a case: photos, place, time, words, caller."""

from __future__ import annotations

import io
import random
from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from PIL import Image

from chuangcheng.cases.testing import problem_class, report
from chuangcheng.core import files
from chuangcheng.intake.models import Report
from chuangcheng.intake.queries import doubles_of_case, doubles_of_report
from chuangcheng.intake.services import Contact
from chuangcheng.intake.testing import PHONE, make_clerk, make_report
from chuangcheng.orgs.testing import Cast, actor_of, signed_in

pytestmark = pytest.mark.django_db

HERE: dict[str, Any] = {"lon": 114.49, "lat": 36.61}
MOST_QUERIES = 6


def scene(number: int, *, quality: int = 90, width: int = 640) -> UUID:
    """A stored picture of coloured patches; the same number is the same scene, whatever its size and quality."""
    dice = random.Random(number)  # noqa: S311 - a picture, no secret
    small = Image.new("RGB", (8, 6))
    small.putdata([(dice.randrange(256), dice.randrange(256), dice.randrange(256)) for _pixel in range(48)])
    target = io.BytesIO()
    small.resize((width, width * 3 // 4), Image.Resampling.BICUBIC).save(target, "JPEG", quality=quality)
    return files.store(target.getvalue(), name="现场.jpg", limits=files.PHOTOS).pk


def heard(cast: Cast, **details: Any) -> Report:
    """A report of what the case in the east street may be."""
    usual = {**HERE, "problem_class_id": problem_class().pk, "opens_case": False}
    return make_report(actor_of(make_clerk(cast)), **{**usual, **details})


def test_the_same_photo_sent_smaller_speaks_for_one_problem(cast: Cast) -> None:
    case = report(cast, **HERE, photo_ids=[scene(1)])
    plain = doubles_of_report(actor=actor_of(cast.chief), report=heard(cast))[0]
    copied = make_report(
        actor_of(cast.chief), **HERE, photo_ids=[scene(2), scene(1, quality=40, width=320)], opens_case=False
    )
    found = doubles_of_report(actor=actor_of(cast.chief), report=copied)[0]
    assert found.case == case
    assert found.likeness.grounds.picture is not None
    assert found.likeness.grounds.picture > 0.7
    assert plain.likeness.grounds.picture is None
    assert found.own_photo_id == scene(1, quality=40, width=320)
    page = signed_in(cast.chief).get(f"/intake/{copied.pk}/").content.decode()
    assert "照片几乎相同" in page
    assert f"/files/{found.own_photo_id}" in page
    assert f"/files/{found.photo_id}" in page


def test_another_angle_looks_different_and_says_nothing_against(cast: Cast) -> None:
    report(cast, **HERE, photo_ids=[scene(1)])
    with_photo, without = heard(cast, photo_ids=[scene(5)]), None
    found = doubles_of_report(actor=actor_of(cast.chief), report=with_photo)[0]
    Report.objects.get(pk=with_photo.pk).photos.all().delete()
    without = doubles_of_report(actor=actor_of(cast.chief), report=Report.objects.get(pk=with_photo.pk))[0]
    assert found.likeness.bits is not None
    assert found.likeness.grounds.picture is None
    assert found.likeness.likelihood == without.likeness.likelihood


def test_page_of_a_report_shows_both_sides_on_a_map_with_distance_and_hours(cast: Cast) -> None:
    case = report(cast, **HERE, photo_ids=[scene(1)])
    told = heard(cast, lat=36.6101)
    page = signed_in(cast.chief).get(f"/intake/{told.pk}/").content.decode()
    assert "相距11米" in page
    assert "相隔0小时" in page
    assert "data-given-points=" in page
    assert f"{told.number}与{case.number}的位置" in page
    assert "同一反映人" not in page


def test_at_the_same_spot_no_map_is_drawn(cast: Cast) -> None:
    report(cast, **HERE)
    page = signed_in(cast.chief).get(f"/intake/{heard(cast).pk}/").content.decode()
    assert "相距0米" in page
    assert "data-given-points=" not in page


def test_without_a_position_no_map_is_drawn(cast: Cast) -> None:
    report(cast, photo_ids=[scene(1)])
    told = heard(cast, lon=None, lat=None, area_id=cast.east.pk)
    page = signed_in(cast.chief).get(f"/intake/{told.pk}/").content.decode()
    assert "没有定位" in page
    assert "data-given-points=" not in page


def test_the_same_caller_is_told_to_who_sees_reports_and_to_nobody_else(cast: Cast) -> None:
    clerk = actor_of(make_clerk(cast))
    first = make_report(clerk, **HERE, contact=Contact("王某", PHONE))
    again = make_report(clerk, **HERE, contact=Contact("王", PHONE))
    other = make_report(clerk, **HERE, contact=Contact("李某", "19900000002"))
    case = first.current_case
    assert case is not None
    callers = {
        each.case: each.likeness.grounds.caller for each in doubles_of_case(actor=actor_of(cast.chief), case=case)
    }
    assert callers == {again.current_case: 1.0, other.current_case: None}
    blind = doubles_of_case(actor=actor_of(cast.inspector), case=case)
    assert {each.likeness.grounds.caller for each in blind} == {None}


@pytest.mark.parametrize("many", [1, 12])
def test_doubles_cost_as_many_questions_for_twelve_candidates_as_for_one(cast: Cast, many: int) -> None:
    clerk = actor_of(make_clerk(cast))
    for number in range(many):
        make_report(clerk, **HERE, photo_ids=[scene(number), scene(number + 40)])
    told = make_report(clerk, **HERE, photo_ids=[scene(3)])
    case, chief = told.current_case, actor_of(cast.chief)
    assert case is not None
    looks: list[Callable[[], object]] = [
        lambda: doubles_of_case(actor=chief, case=case),
        lambda: doubles_of_report(actor=chief, report=told),
    ]
    for look in looks:
        with CaptureQueriesContext(connection) as asked:
            look()
        assert len(asked) <= MOST_QUERIES
