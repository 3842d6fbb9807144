"""The photo of a fix is a new one, by whichever way it comes; and who found a problem may fix it at once."""

from __future__ import annotations

from typing import Any, TypedDict
from uuid import UUID

import pytest
from django.test import Client

from chuangcheng.cases import services
from chuangcheng.cases.models import Case
from chuangcheng.cases.services import Step
from chuangcheng.cases.services.photos import PhotoKnown
from chuangcheng.cases.testing import case_in, report, stored_photo
from chuangcheng.core.errors import NotPermitted
from chuangcheng.core.testing import photo_upload
from chuangcheng.orgs.testing import Cast, actor_of, make_person


class Photos(TypedDict):
    """Those of a fix on the spot."""

    before: list[UUID]
    after: list[UUID]


BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
pytestmark = pytest.mark.django_db


def client_of(person: Any) -> Client:
    client = Client()
    client.force_login(person, backend=BACKEND)
    return client


def failed(cast: Cast) -> Case:
    """A case whose after-photo 77 was rejected, with check photo 78."""
    case = case_in("fed_back", cast)
    services.fail_check(
        actor=actor_of(cast.inspector), step=Step(case.pk), reason="仍有垃圾。", check=[stored_photo(78)]
    )
    return case


def test_rejected_photo_is_refused_and_another_one_taken(cast: Cast) -> None:
    case, liaison = failed(cast), actor_of(cast.liaison)
    with pytest.raises(PhotoKnown, match="以前已经提交过"):
        services.feed_back(actor=liaison, step=Step(case.pk), after=[stored_photo(77)])
    with pytest.raises(PhotoKnown, match="同一张"):
        services.feed_back(actor=liaison, step=Step(case.pk), after=[stored_photo(78)])
    services.feed_back(actor=liaison, step=Step(case.pk), after=[stored_photo(79)])
    assert Case.objects.get().state == "fed_back"


def test_same_press_again_is_still_the_same_step(cast: Cast) -> None:
    step = Step(case_in("fixing", cast).pk)
    first = services.feed_back(actor=actor_of(cast.liaison), step=step, after=[stored_photo(5)])
    assert services.feed_back(actor=actor_of(cast.liaison), step=step, after=[stored_photo(5)]) == first


def test_page_and_api_say_so_in_one_sentence(cast: Cast) -> None:
    case, client = failed(cast), client_of(cast.liaison)
    upload = photo_upload("整改后.jpg")
    page = client.post(f"/cases/{case.pk}/feed_back/", {"event_id": str(Step(case.pk).event_id), "after": [upload]})
    assert page.status_code == 302
    services.fail_check(actor=actor_of(cast.inspector), step=Step(case.pk), reason="仍有垃圾。")
    given = {"event_id": str(Step(case.pk).event_id), "after": [photo_upload("另一名.jpg")]}
    page = client.post(f"/cases/{case.pk}/feed_back/", given)
    assert (page.status_code, "以前已经提交过" in page.content.decode()) == (422, True)
    answer = client.post(
        f"/api/v1/cases/{case.pk}/feed_back", {"after": [str(stored_photo(77))]}, content_type="application/json"
    )
    assert (answer.status_code, answer.json()["code"]) == (422, "PhotoKnown")


def test_fix_on_the_spot_needs_two_different_photos(cast: Cast) -> None:
    one, other = report(cast), report(cast, photo_ids=[stored_photo(1)])
    chief = actor_of(cast.chief)
    with pytest.raises(PhotoKnown, match="同一张"):
        services.fix_on_spot(actor=chief, step=Step(one.pk), before=[stored_photo(1)], after=[stored_photo(1)])
    with pytest.raises(PhotoKnown, match="同一张"):
        services.fix_on_spot(actor=chief, step=Step(other.pk), after=[stored_photo(1)])
    services.fix_on_spot(actor=chief, step=Step(other.pk), after=[stored_photo(2)])


def test_inspector_fixes_on_the_spot_what_they_reported_and_nothing_else(cast: Cast) -> None:
    own, photos = report(cast), Photos(before=[stored_photo(1)], after=[stored_photo(2)])
    colleague = make_person("colleague", unit=cast.office, role="inspector", name="另检查")
    with pytest.raises(NotPermitted):
        services.fix_on_spot(actor=actor_of(colleague), step=Step(own.pk), **photos)
    assert "立行立改" in client_of(cast.inspector).get(f"/cases/{own.pk}/").content.decode()
    assert "/fix_on_spot/" not in client_of(colleague).get(f"/cases/{own.pk}/").content.decode()
    services.fix_on_spot(actor=actor_of(cast.inspector), step=Step(own.pk), **photos)
    assert Case.objects.get().outcome == "fixed"
