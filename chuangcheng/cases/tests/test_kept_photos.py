"""Photos that came with a form which has to be mended come back with it, for the same person only."""

from __future__ import annotations

import re
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from chuangcheng.cases.models import Case, CasePhoto
from chuangcheng.cases.testing import case_in
from chuangcheng.core.ids import new_id
from chuangcheng.core.testing import photo_upload
from chuangcheng.orgs.testing import Cast

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def send(person: Any, address: str, **fields: Any) -> Any:
    client = Client()
    client.force_login(person, backend=BACKEND)
    return client.post(address, fields)


def kept(answer: Any, name: str) -> list[str]:
    """The ids that the form carries along."""
    return re.findall(rf'name="{name}_kept" value="([^"]+)"', answer.content.decode())


def fail(cast: Cast, case: Case, person: Any = None, **fields: Any) -> Any:
    given = {"event_id": str(new_id()), "seen": str(Case.objects.get(pk=case.pk).latest_event_id), **fields}
    return send(person or cast.chief, f"/cases/{case.pk}/fail_check/", **given)


def test_photo_comes_back_with_the_form_and_goes_into_the_step(cast: Cast) -> None:
    case = case_in("fed_back", cast)
    refused = fail(cast, case, check=[photo_upload("现场.jpg")])
    assert refused.status_code == 422
    assert "没有写明原因" in refused.content.decode()
    assert "data:image/jpeg;base64," in refused.content.decode()
    tokens = kept(refused, "check")
    assert len(tokens) == 1
    assert fail(cast, case, check_kept=tokens, reason="仍有垃圾").status_code == 302
    assert CasePhoto.objects.filter(case=case, moment="check").count() == 1


def test_bad_photo_loses_neither_the_good_ones_nor_the_text(cast: Cast) -> None:
    case = case_in("fed_back", cast)
    tokens = kept(fail(cast, case, check=[photo_upload("现场.jpg")]), "check")
    broken = SimpleUploadedFile("坏.jpg", b"not a picture", content_type="image/jpeg")
    answer = fail(cast, case, check=[broken], check_kept=tokens, reason="仍有垃圾")
    assert answer.status_code == 422
    assert kept(answer, "check") == tokens
    assert "仍有垃圾" in answer.content.decode()
    assert Case.objects.get(pk=case.pk).state == "fed_back"


def test_photo_that_was_taken_off_stays_off(cast: Cast) -> None:
    case = case_in("fed_back", cast)
    fail(cast, case, check=[photo_upload("现场.jpg")])
    fail(cast, case, reason="仍有垃圾")
    assert not CasePhoto.objects.filter(case=case, moment="check").exists()


def test_photo_kept_for_one_person_is_nothing_to_another(cast: Cast) -> None:
    case = case_in("fed_back", cast)
    tokens = kept(fail(cast, case, check=[photo_upload("现场.jpg")]), "check")
    fail(cast, case, person=cast.inspector, check_kept=[*tokens, f"{new_id()}:forged"], reason="仍有垃圾")
    assert Case.objects.get(pk=case.pk).state == "fixing"
    assert not CasePhoto.objects.filter(case=case, moment="check").exists()


def test_required_photo_that_was_kept_counts(cast: Cast) -> None:
    case = case_in("fixing", cast)
    seen = str(case.latest_event_id)
    address = f"/cases/{case.pk}/feed_back/"
    fields = {"event_id": str(new_id()), "seen": seen, "reason": "字" * 1001}
    tokens = kept(send(cast.liaison, address, **fields, after=[photo_upload("整改后.jpg")]), "after")
    send(cast.liaison, address, event_id=str(new_id()), seen=seen, reason="已清运", after_kept=tokens)
    assert Case.objects.get(pk=case.pk).state == "fed_back"


def test_report_brings_its_photos_back(cast: Cast) -> None:
    fields = {"case_id": str(new_id()), "description": "", "severity": "normal", "source": "patrol"}
    refused = send(cast.inspector, "/cases/new/", **fields, place_text="东关", photos=[photo_upload("现场.jpg")])
    tokens = kept(refused, "photos")
    assert len(tokens) == 1
    fields |= {"description": "垃圾"}
    assert send(cast.inspector, "/cases/new/", **fields, place_text="东关", photos_kept=tokens).status_code == 302
    assert CasePhoto.objects.filter(case__pk=fields["case_id"], moment="before").count() == 1
