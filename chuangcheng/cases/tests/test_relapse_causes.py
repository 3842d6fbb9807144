"""Why it came back: asked with the feedback and the closing of a relapse, in one step."""

from __future__ import annotations

import pytest

from chuangcheng.cases import services
from chuangcheng.cases.models import Case, Relapse
from chuangcheng.cases.services import Step
from chuangcheng.cases.testing import case_in, stored_photo
from chuangcheng.cases.tests.test_relapses import CAUSE, SPOT
from chuangcheng.core.errors import InvalidInput
from chuangcheng.core.ids import new_id
from chuangcheng.core.testing import photo_upload
from chuangcheng.orgs.testing import Cast, actor_of, signed_in


def test_feedback_of_a_relapse_asks_why_and_closing_needs_no_other_page(cast: Cast) -> None:
    case_in("closed", cast, **SPOT)
    case = case_in("fixing", cast, **SPOT)
    liaison, chief = signed_in(cast.liaison), signed_in(cast.chief)
    assert 'name="cause"' in liaison.get(f"/cases/{case.pk}/feed_back/").content.decode()
    given = {"event_id": str(new_id()), "after": photo_upload(), "cause": CAUSE, "cause_text": "夜间无人保洁"}
    assert liaison.post(f"/cases/{case.pk}/feed_back/", given).status_code == 302
    relapse = Relapse.objects.get(case=case)
    assert (relapse.cause, relapse.cause_text, relapse.cause_by_name) == (CAUSE, "夜间无人保洁", "廉联络")
    assert "夜间无人保洁" in chief.get(f"/cases/{case.pk}/close/").content.decode()
    sent = {"event_id": str(new_id()), "outcome": "fixed", "cause": CAUSE, "cause_text": "夜间无人保洁"}
    assert chief.post(f"/cases/{case.pk}/close/", sent).status_code == 302
    assert Case.objects.get(pk=case.pk).state == "closed"
    relapse.refresh_from_db()
    assert relapse.cause_by_name == "廉联络"  # unchanged: it stays whose it was


def test_closing_form_asks_for_the_cause_that_nobody_gave(cast: Cast) -> None:
    case_in("closed", cast, **SPOT)
    case = case_in("fed_back", cast, **SPOT)
    client = signed_in(cast.inspector)
    sent = {"event_id": str(new_id()), "outcome": "fixed"}
    refused = client.post(f"/cases/{case.pk}/close/", sent)
    assert refused.status_code == 422
    assert "请选择回潮原因" in refused.content.decode()
    assert 'name="cause"' in refused.content.decode()
    answer = client.post(f"/api/v1/cases/{case.pk}/close", {**sent, "cause": CAUSE}, content_type="application/json")
    assert answer.status_code == 200
    assert Relapse.objects.get(case=case).cause_by_name == "简检查"


def test_what_is_no_relapse_is_not_asked_and_an_unknown_cause_is_refused(cast: Cast) -> None:
    plain = case_in("fixing", cast, place_text="西苑", lon=115.0, lat=36.6)
    assert 'name="cause"' not in signed_in(cast.liaison).get(f"/cases/{plain.pk}/feed_back/").content.decode()
    case_in("closed", cast, **SPOT)
    case = case_in("fixing", cast, **SPOT)
    with pytest.raises(InvalidInput, match="列表中选择"):
        services.feed_back(actor=actor_of(cast.liaison), step=Step(case.pk), after=[stored_photo()], cause="天气")
    assert Case.objects.get(pk=case.pk).state == "fixing"
