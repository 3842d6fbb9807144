"""Examples of a checklist item: words and pictures that inspectors have at hand."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db.models import ProtectedError
from django.test import Client
from django.urls import reverse

from chuangcheng.core import files
from chuangcheng.core.errors import InvalidInput, NotFound, NotPermitted
from chuangcheng.core.models import StoredFile
from chuangcheng.core.testing import photo, photo_upload
from chuangcheng.core.times import today
from chuangcheng.orgs.testing import Cast, actor_of, signed_in
from chuangcheng.sites.models import ChecklistItem
from chuangcheng.sites.services import ItemFacts, ItemRetired, add_pictures, change_item, remove_picture, retire_item
from chuangcheng.sites.services import checklists as service
from chuangcheng.sites.testing import make_item, make_site_type

WORDS = "墙上一处小广告算1处；擦不掉的残迹也算。"


@pytest.fixture
def item(cast: Cast) -> ChecklistItem:
    return make_item(make_site_type(), "L.1")


@pytest.fixture
def office(cast: Cast) -> Client:
    return signed_in(cast.chief)


def stored(shade: int) -> StoredFile:
    return files.store(photo(shade=shade), name="例.jpg", limits=files.PHOTOS)


def page_of(office: Client, item: ChecklistItem) -> str:
    return office.get(reverse("sites:edit_item", args=[item.pk])).content.decode()


def test_pictures_are_added_shown_with_their_verdict_and_taken_away(office: Client, item: ChecklistItem) -> None:
    address = reverse("sites:item_pictures", args=[item.pk])
    assert (
        office.post(address, {"photos": photo_upload(shade=1), "passes": "no", "caption": "墙面小广告"}).status_code
        == 302
    )
    assert office.post(address, {"photos": photo_upload(shade=2), "passes": "yes"}).status_code == 302
    good, bad = item.pictures.all()
    assert (good.passes, bad.passes, bad.caption) == (True, False, "墙面小广告")
    assert "不合格：墙面小广告" in page_of(office, item)
    assert office.get(reverse("core:file_copy", args=[bad.file_id, 480])).status_code == 200
    office.post(reverse("sites:remove_item_picture", args=[item.pk, bad.pk]))
    assert list(item.pictures.all()) == [good]
    assert "墙面小广告" not in page_of(office, item)


def test_without_a_picture_or_with_too_many_the_page_says_so(office: Client, item: ChecklistItem) -> None:
    address = reverse("sites:item_pictures", args=[item.pk])
    answer = office.post(address, {"passes": "no"})
    assert (answer.status_code, "请至少上传1张照片。" in answer.content.decode()) == (422, True)
    for shade in range(4):
        office.post(address, {"photos": photo_upload(shade=shade), "passes": "no"})
    answer = office.post(address, {"photos": photo_upload(shade=9), "passes": "no"})
    assert (answer.status_code, "最多4张示例图片" in answer.content.decode()) == (422, True)
    assert item.pictures.count() == 4


def test_the_same_picture_twice_is_one(cast: Cast, item: ChecklistItem) -> None:
    actor, shot = actor_of(cast.chief), stored(3)
    first = add_pictures(actor=actor, item_id=item.pk, files=[shot], passes=True)
    assert add_pictures(actor=actor, item_id=item.pk, files=[shot], passes=True) == first
    assert item.pictures.count() == 1


def test_only_the_office_sets_them_and_not_on_a_retired_item(cast: Cast, item: ChecklistItem) -> None:
    with pytest.raises((NotFound, NotPermitted)):
        add_pictures(actor=actor_of(cast.liaison), item_id=item.pk, files=[stored(3)], passes=True)
    office = actor_of(cast.chief)
    (picture,) = add_pictures(actor=office, item_id=item.pk, files=[stored(3)], passes=True)
    with pytest.raises((NotFound, NotPermitted)):
        remove_picture(actor=actor_of(cast.liaison), item_id=item.pk, picture_id=picture.pk)
    retire_item(actor=office, item_id=item.pk, day=today())
    with pytest.raises(ItemRetired):
        add_pictures(actor=office, item_id=item.pk, files=[stored(4)], passes=True)
    assert item.pictures.count() == 1


def test_an_item_in_the_place_of_an_answered_one_has_its_examples(
    cast: Cast, item: ChecklistItem, monkeypatch: pytest.MonkeyPatch
) -> None:
    office = actor_of(cast.chief)
    add_pictures(actor=office, item_id=item.pk, files=[stored(3)], passes=False, caption="残迹")
    monkeypatch.setattr(service, "_is_answered", lambda _item: True)
    facts = ItemFacts(code="L.1", text="地面干净，没有积水。", kind="yes_no", example=WORDS)
    fresh = change_item(actor=office, item_id=item.pk, facts=facts, standard_codes={}, day=today() + timedelta(days=1))
    assert fresh.pk != item.pk
    assert fresh.example == WORDS
    assert [(row.passes, row.caption) for row in fresh.pictures.all()] == [(False, "残迹")]
    assert item.pictures.count() == 1


def test_a_picture_in_use_is_not_swept_away(cast: Cast, item: ChecklistItem) -> None:
    (picture,) = add_pictures(actor=actor_of(cast.chief), item_id=item.pk, files=[stored(3)], passes=True)
    with pytest.raises(ProtectedError):
        picture.file.delete()


def test_an_example_of_three_hundred_and_one_letters_is_refused(cast: Cast, item: ChecklistItem) -> None:
    facts = ItemFacts(code="L.1", text="地面干净。", kind="yes_no", example="例" * 301)
    with pytest.raises(InvalidInput, match="举例"):
        change_item(actor=actor_of(cast.chief), item_id=item.pk, facts=facts, standard_codes={}, day=today())


def test_who_inspects_for_others_sees_the_pictures_and_a_resident_does_not(cast: Cast, item: ChecklistItem) -> None:
    (picture,) = add_pictures(actor=actor_of(cast.chief), item_id=item.pk, files=[stored(3)], passes=True)
    address = reverse("core:file_copy", args=[picture.file_id, 480])
    assert signed_in(cast.liaison).get(address).status_code == 200
    assert signed_in(cast.stranger).get(address).status_code == 404


def test_the_api_adds_and_removes_pictures(office: Client, item: ChecklistItem) -> None:
    address = f"/api/v1/checklist-items/{item.pk}/pictures"
    answer = office.post(f"{address}?passes=false&caption=残迹", {"photos": photo_upload(shade=5)})
    assert answer.status_code == 201
    (made,) = answer.json()
    assert (made["passes"], made["caption"]) == (False, "残迹")
    (told,) = office.get(f"/api/v1/site-types/{item.site_type_id}/checklist").json()
    assert [each["id"] for each in told["pictures"]] == [made["id"]]
    assert office.delete(f"{address}/{made['id']}").status_code == 204
    assert item.pictures.count() == 0
