"""Photos of a fix that are to be looked at twice: shown to who verifies, with evidence; nobody is accused."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from chuangcheng.cases import services
from chuangcheng.cases.models import Case
from chuangcheng.cases.queries import photo_doubts, story_of
from chuangcheng.cases.services import Step
from chuangcheng.cases.testing import case_at, report
from chuangcheng.core import files
from chuangcheng.core.errors import NotPermitted
from chuangcheng.core.testing import photo
from chuangcheng.core.times import now
from chuangcheng.orgs.testing import Cast, actor_of

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
HERE = (116.0, 39.0)  # longitude and latitude in whole degrees, as the test photos write them
pytestmark = pytest.mark.django_db


def client_of(person: Any) -> Client:
    client = Client()
    client.force_login(person, backend=BACKEND)
    return client


def taken(scene: int, **details: Any) -> UUID:
    """The id of a stored photo of a scene; another shade of it is another file that looks the same."""
    return files.store(photo(scene=scene, **details), name="现场.jpg", limits=files.PHOTOS).pk


def fixed(cast: Cast, after: UUID, **details: Any) -> Case:
    """A case of the clean-up bureau that was fed back with this photo."""
    case = case_at(cast.sanitation, cast, **details)
    services.feed_back(actor=actor_of(cast.liaison), step=Step(case.pk), after=[after])
    return Case.objects.get(pk=case.pk)


def kinds(cast: Cast, case: Case) -> list[str]:
    return [each.doubt.kind.value for each in photo_doubts(actor=actor_of(cast.inspector), story=story_of(case=case))]


def test_photo_of_another_scene_raises_no_doubt(cast: Cast) -> None:
    case = fixed(cast, taken(2, taken_at=now()), photo_ids=[taken(1)])
    assert kinds(cast, case) == []
    page = client_of(cast.inspector).get(f"/cases/{case.pk}/").content.decode()
    assert "照片请细看" not in page


def test_photo_of_the_problem_sent_again_as_the_fix_is_named(cast: Cast) -> None:
    case = fixed(cast, taken(1, shade=9), photo_ids=[taken(1)])
    assert kinds(cast, case) == ["same_as_before"]
    page = client_of(cast.inspector).get(f"/cases/{case.pk}/").content.decode()
    assert "整改后照片与本问题的“整改前”照片几乎相同（64位特征相差0位）。" in page
    assert "是否通过由核查人判断" in page


def test_photo_of_another_case_leads_there_for_who_may_see_it(cast: Cast) -> None:
    other = report(cast, photo_ids=[taken(1)])
    case = fixed(cast, taken(1, shade=9))
    assert kinds(cast, case) == ["used_elsewhere"]
    form = client_of(cast.inspector).get(f"/cases/{case.pk}/close/").content.decode()
    assert f"整改后照片与问题{other.number}的照片几乎相同" in form
    assert f"/cases/{other.pk}/" in form


def test_very_same_file_on_two_cases_is_named_too(cast: Cast) -> None:
    fixed(cast, taken(1))
    assert kinds(cast, fixed(cast, taken(1))) == ["used_elsewhere"]


def test_case_that_the_verifier_may_not_see_is_not_told(cast: Cast) -> None:
    hidden = report(cast, photo_ids=[taken(1)])
    Case.objects.filter(pk=hidden.pk).update(is_held=True)
    case = fixed(cast, taken(1, shade=9))
    answer = client_of(cast.inspector).get(f"/api/v1/cases/{case.pk}/photo-doubts").json()
    assert [(each["kind"], each["like_file_id"], each["like_case_number"]) for each in answer] == [
        ("used_elsewhere", None, "")
    ]
    page = client_of(cast.inspector).get(f"/cases/{case.pk}/").content.decode()
    assert "您无权查看的另一问题" in page
    assert hidden.number not in page


def test_duplicate_that_was_joined_shows_the_same_scene_by_right(cast: Cast) -> None:
    duplicate, chief = report(cast, photo_ids=[taken(1)]), actor_of(cast.chief)
    case = fixed(cast, taken(1, shade=9))
    services.join_case(actor=chief, step=Step(duplicate.pk), main_case_id=case.pk, reason="同一处")
    assert kinds(cast, case) == []


def test_photo_older_than_the_report_is_named_beyond_the_slack_of_clocks(cast: Cast) -> None:
    reported = now()
    assert kinds(cast, fixed(cast, taken(1, taken_at=reported - timedelta(minutes=20)))) == []
    assert kinds(cast, fixed(cast, taken(2, taken_at=reported - timedelta(hours=3)))) == ["older"]


def test_photo_taken_far_away_is_named_with_the_distance(cast: Cast) -> None:
    near = fixed(cast, taken(1, position=HERE), lon=116.001, lat=39.0)
    assert kinds(cast, near) == []
    far = fixed(cast, taken(2, position=HERE), lon=116.1, lat=39.0)
    answer = client_of(cast.inspector).get(f"/api/v1/cases/{far.pk}/photo-doubts").json()
    assert [(each["kind"], each["metres"]) for each in answer] == [("far_away", pytest.approx(8641, abs=20))]
    assert "离问题地点8.6千米" in client_of(cast.inspector).get(f"/cases/{far.pk}/").content.decode()


def test_only_the_newest_fix_is_judged(cast: Cast) -> None:
    case = fixed(cast, taken(1, shade=9), photo_ids=[taken(1)])
    services.fail_check(actor=actor_of(cast.inspector), step=Step(case.pk), reason="仍有垃圾。")
    services.feed_back(actor=actor_of(cast.liaison), step=Step(case.pk), after=[taken(3)])
    assert kinds(cast, Case.objects.get(pk=case.pk)) == []


def test_rejected_photo_in_another_size_is_recognised(cast: Cast) -> None:
    case = fixed(cast, taken(1))
    services.fail_check(actor=actor_of(cast.inspector), step=Step(case.pk), reason="仍有垃圾。")
    services.feed_back(actor=actor_of(cast.liaison), step=Step(case.pk), after=[taken(1, shade=4)])
    assert kinds(cast, Case.objects.get(pk=case.pk)) == ["same_as_before"]


def test_unit_that_fixed_is_not_shown_the_doubts(cast: Cast) -> None:
    case = fixed(cast, taken(1, shade=9), photo_ids=[taken(1)])
    with pytest.raises(NotPermitted):
        photo_doubts(actor=actor_of(cast.liaison), story=story_of(case=case))
    assert "照片请细看" not in client_of(cast.liaison).get(f"/cases/{case.pk}/").content.decode()


def test_doubtful_fix_can_be_closed_all_the_same(cast: Cast) -> None:
    case = fixed(cast, taken(1, shade=9), photo_ids=[taken(1)])
    services.close_case(actor=actor_of(cast.inspector), step=Step(case.pk), outcome="fixed")
    assert Case.objects.get(pk=case.pk).state == "closed"


def test_number_of_queries_does_not_grow_with_the_photos(cast: Cast) -> None:
    for scene in range(1, 6):
        report(cast, photo_ids=[taken(scene)])
    case = case_at(cast.sanitation, cast)
    services.feed_back(
        actor=actor_of(cast.liaison), step=Step(case.pk), after=[taken(scene, shade=9) for scene in range(1, 6)]
    )
    story, actor = story_of(case=Case.objects.get(pk=case.pk)), actor_of(cast.inspector)
    photo_doubts(actor=actor, story=story)
    with CaptureQueriesContext(connection) as ran:
        found = photo_doubts(actor=actor, story=story)
    assert len(found) == 5
    assert len(ran) <= 3
