"""The pages of one case: what is shown, the one next act, every move by its form, the report."""

from __future__ import annotations

import re
from itertools import count
from typing import Any
from uuid import UUID

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from chuangcheng.cases import services
from chuangcheng.cases.models import Case
from chuangcheng.cases.services import Step
from chuangcheng.cases.slots import Origin, case_origin
from chuangcheng.cases.testing import case_in, make_site, problem_class, report, stored_photo
from chuangcheng.core.ids import new_id
from chuangcheng.core.testing import photo_upload
from chuangcheng.orgs.testing import Cast, actor_of, grant, signed_in

MOST_QUERIES = 15  # twelve of the case, one each of its campaigns, its escalation and its orders


def press(person: Any, case: Case, move: str, **fields: Any) -> Any:
    """Sends the form of a move as its page does."""
    given = {"event_id": str(new_id()), "seen": str(Case.objects.get(pk=case.pk).latest_event_id), **fields}
    return signed_in(person).post(f"/cases/{case.pk}/{move}/", given)


def page_of(person: Any, case: Case) -> str:
    return str(signed_in(person).get(f"/cases/{case.pk}/").content.decode())


def primary_act(page: str) -> str:
    found = re.search(r'class="btn btn-primary" href="[^"]*">([^<]+)<', page)
    return found[1] if found else ""


def state_of(case: Case) -> str:
    return Case.objects.get(pk=case.pk).state


# The whole way, each step by the person whose part it is


def test_case_goes_its_way_from_report_to_closure_by_the_forms(cast: Cast) -> None:
    case_id = new_id()
    site = make_site(cast, area=cast.lane)
    answer = signed_in(cast.inspector).post(
        "/cases/new/",
        {
            "case_id": str(case_id),
            "description": "果皮箱满溢",
            "site": str(site.pk),
            "problem_class": problem_class().pk,
            "severity": "normal",
            "source": "patrol",
            "photos": [photo_upload(shade=1)],
        },
    )
    assert answer.headers["Location"] == f"/cases/{case_id}/"
    case = Case.objects.get(pk=case_id)

    press(cast.chief, case, "file", problem_class_id=problem_class().pk, severity="urgent")
    press(cast.chief, case, "dispatch", lead_unit_id=cast.sanitation.pk, assisting_unit_ids=[cast.east.pk], term="3天")
    press(cast.liaison, case, "feed_back", reason="已清运。", after=[photo_upload(shade=2)])
    press(cast.chief, case, "fail_check", reason="桶边仍有垃圾。", check=[photo_upload(shade=3)])
    press(cast.liaison, case, "feed_back", after=[photo_upload(shade=4)])
    press(cast.chief, case, "close", outcome="fixed")

    assert state_of(case) == "closed"
    moves = list(case.history.values_list("move", flat=True))
    assert moves == ["open", "file", "dispatch", "feed_back", "fail_check", "feed_back", "close"]
    page = page_of(cast.inspector, case)
    for words in ("已结案", "已清运。", "桶边仍有垃圾。", "区城管局", "东关街道", "程主任", "廉联络", "返工"):
        assert words in page


@pytest.mark.parametrize(
    ("state", "who", "act"),
    [
        ("reported", "chief", "立案"),
        ("filed", "chief", "派遣"),
        ("fixing", "liaison", "反馈处置情况"),
        ("fed_back", "chief", "核查结案"),
        ("fixing", "chief", ""),
        ("fed_back", "liaison", ""),
        ("closed", "chief", ""),
        ("fixing", "leader", ""),
    ],
)
def test_page_offers_the_one_next_act_of_this_person(cast: Cast, state: str, who: str, act: str) -> None:
    assert primary_act(page_of(getattr(cast, who), case_in(state, cast))) == act


def test_who_fixed_is_not_offered_to_close(cast: Cast) -> None:

    case = case_in("fed_back", cast)
    grant(cast.liaison, cast.place, "cases.verify")
    assert primary_act(page_of(cast.liaison, case)) == ""
    assert press(cast.liaison, case, "close", outcome="fixed").status_code == 422
    assert state_of(case) == "fed_back"


def test_other_unit_gets_the_same_answer_as_for_a_case_that_is_not_there(cast: Cast) -> None:
    case, client = case_in("fixing", cast), signed_in(cast.west_liaison)
    answers = [client.get(f"/cases/{case_id}/") for case_id in (case.pk, new_id())]
    assert [answer.status_code for answer in answers] == [404, 404]
    assert case.number not in answers[0].content.decode()


@pytest.mark.parametrize(
    "move", ["file", "dispatch", "send_back", "feed_back", "close", "fail_check", "void", "reopen"]
)
def test_move_on_a_foreign_case_is_not_found_and_changes_nothing(cast: Cast, move: str) -> None:
    case = case_in("fixing", cast)
    fields = {"reason": "无", "lead_unit_id": cast.west.pk, "outcome": "fixed", "severity": "normal"}
    answer = press(cast.west_liaison, case, move, after=[photo_upload()], **fields)
    assert answer.status_code == 404
    assert state_of(case) == "fixing"


def test_form_of_a_move_that_does_not_begin_here_leads_back(cast: Cast) -> None:
    case = case_in("reported", cast)
    answer = signed_in(cast.chief).get(f"/cases/{case.pk}/dispatch/", follow=True)
    assert "现在不能办理" in answer.content.decode()
    assert answer.redirect_chain == [(f"/cases/{case.pk}/", 302)]


@pytest.mark.parametrize("move", ["end_claim", "open", "nonsense"])
def test_move_without_a_screen_has_no_address(cast: Cast, move: str) -> None:
    case = case_in("filed", cast)
    assert signed_in(cast.chief).get(f"/cases/{case.pk}/{move}/").status_code == 404


def test_feedback_without_photo_says_so_on_the_form(cast: Cast) -> None:
    case = case_in("fixing", cast)
    answer = press(cast.liaison, case, "feed_back", reason="已清运。")
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "请上传整改后照片。" in page
    assert "已清运。" in page
    assert state_of(case) == "fixing"


def test_old_form_is_told_what_happened_meanwhile(cast: Cast) -> None:
    case = case_in("fed_back", cast)
    seen = case.latest_event_id
    services.fail_check(actor=actor_of(cast.inspector), step=Step(case.pk), reason="仍有垃圾。")
    answer = press(cast.chief, case, "close", outcome="fixed", seen=str(seen))
    assert answer.status_code == 409
    assert "简检查已于" in answer.content.decode()
    assert state_of(case) == "fixing"


def test_same_form_sent_again_is_one_step(cast: Cast) -> None:
    case, event_id = case_in("fixing", cast), str(new_id())
    for _ in range(2):
        answer = press(cast.liaison, case, "send_back", event_id=event_id, reason="不归我们。")
        assert answer.headers["Location"] == "/cases/"  # out of the unit's sight by now
    assert case.history.filter(move="send_back").count() == 1


@pytest.mark.parametrize("term", ["尽快", "0天", "2020-01-01", "99999天"])
def test_unusable_term_is_refused_on_the_form(cast: Cast, term: str) -> None:
    case = case_in("filed", cast)
    answer = press(cast.chief, case, "dispatch", lead_unit_id=cast.sanitation.pk, term=term)
    assert answer.status_code == 422
    assert state_of(case) == "filed"


def test_dispatch_form_offers_the_usual_unit_and_not_the_one_that_sent_it_back(cast: Cast) -> None:
    site = make_site(cast, area=cast.east, owner=cast.sanitation)
    case = case_in("filed", cast, site_id=site.pk)
    form = signed_in(cast.chief).get(f"/cases/{case.pk}/dispatch/").content.decode()
    assert f'name="lead_unit_id" value="{cast.sanitation.pk}"' in form
    services.dispatch_case(actor=actor_of(cast.chief), step=Step(case.pk), lead_unit_id=cast.sanitation.pk)
    services.send_back(actor=actor_of(cast.liaison), step=Step(case.pk), reason="不归我们。")
    form = signed_in(cast.chief).get(f"/cases/{case.pk}/dispatch/").content.decode()
    assert f'name="lead_unit_id" value="{cast.east.pk}"' in form


def test_units_and_sites_are_suggested_while_typing(cast: Cast) -> None:
    make_site(cast, name="红星农贸市场")
    chief, keeper = signed_in(cast.chief), signed_in(cast.keeper)
    assert "区城管局" in chief.get("/cases/suggest/units/", {"words": "城管"}).content.decode()
    assert "红星农贸市场" in chief.get("/cases/suggest/sites/", {"words": "红星"}).content.decode()
    assert "红星农贸市场" not in keeper.get("/cases/suggest/sites/", {"words": "红星"}).content.decode()
    assert keeper.get("/cases/suggest/units/", {"words": "城管"}).status_code == 403


# Cost and looks


def test_page_costs_the_same_for_three_and_for_thirty_steps(cast: Cast) -> None:
    case, costs = case_in("fixing", cast), []
    liaison, chief = actor_of(cast.liaison), actor_of(cast.chief)
    client = signed_in(cast.chief)
    shades = count(2)  # a photo that failed the check proves nothing a second time
    for rounds in (1, 13):
        for _round in range(rounds):
            services.feed_back(actor=liaison, step=Step(case.pk), after=[stored_photo(next(shades))])
            services.fail_check(actor=chief, step=Step(case.pk), reason="返工。")
        cache.clear()  # settings and calendar are kept for seconds: fetched now, not while it is counted
        client.get(f"/cases/{case.pk}/")
        with CaptureQueriesContext(connection) as queries:
            client.get(f"/cases/{case.pk}/")
        costs.append(len(queries))
    assert costs[0] == costs[1]
    assert costs[1] <= MOST_QUERIES


def test_before_and_after_stand_side_by_side(cast: Cast) -> None:
    case = case_in("fed_back", cast, photo_ids=[stored_photo(1)])
    page = page_of(cast.chief, case)
    for photo in case.photos.all():
        assert f"/files/{photo.file_id}/1600.jpg" in page
    assert "data-photo-pair" in page


def test_origin_is_told_by_the_context_behind_the_case(cast: Cast) -> None:
    case = report(cast, source="check", source_kind="test.check", source_id="9", source_label="9月月评比")
    assert "9月月评比" in page_of(cast.chief, case)
    case_origin.fill("test.check", lambda _actor, source_id: Origin(f"检查{source_id}号", "/rounds/"))
    try:
        assert '<a href="/rounds/">检查9号</a>' in page_of(cast.chief, case)
    finally:
        case_origin._fillings.pop("test.check")


def test_other_cases_at_the_same_site_are_shown(cast: Cast) -> None:
    site = make_site(cast)
    case, other = report(cast, site_id=site.pk), report(cast, site_id=site.pk)
    assert other.number in page_of(cast.chief, case)


# 上报


def test_report_form_names_what_is_missing(cast: Cast) -> None:
    answer = signed_in(cast.inspector).post("/cases/new/", {"case_id": str(new_id()), "severity": "normal"})
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "请写明发现了什么问题。" in page
    assert "请选择点位，或写明问题在什么地方。" in page
    assert not Case.objects.exists()


def test_report_form_keeps_the_site_it_was_opened_for(cast: Cast) -> None:
    site = make_site(cast, name="红星农贸市场")
    page = signed_in(cast.inspector).get(f"/cases/new/?site={site.pk}").content.decode()
    assert "红星农贸市场" in page
    assert signed_in(cast.inspector).get("/cases/new/?site=nonsense").status_code == 200


def test_file_that_is_no_photo_is_refused_and_no_case_is_made(cast: Cast) -> None:

    given = {
        "case_id": str(new_id()),
        "description": "果皮箱满溢",
        "place_text": "西门",
        "severity": "normal",
        "source": "patrol",
        "photos": [SimpleUploadedFile("现场.jpg", b"MZ\x90\x00 no picture at all", content_type="image/jpeg")],
    }
    answer = signed_in(cast.inspector).post("/cases/new/", given)
    assert answer.status_code == 422
    assert "果皮箱满溢" in answer.content.decode()
    assert not Case.objects.exists()


@pytest.mark.parametrize("position", ["", "117.1,31.8", "east,west", "1,2,3", "nan,nan", "999,0"])
def test_position_of_the_phone_is_taken_or_left(cast: Cast, position: str) -> None:
    case_id = new_id()
    given = {"case_id": str(case_id), "description": "垃圾", "place_text": "西门", "severity": "normal"}
    signed_in(cast.inspector).post("/cases/new/", {**given, "source": "patrol", "position": position})
    case = Case.objects.filter(pk=case_id).first()
    assert (case.lon if case else None) == (117.1 if position == "117.1,31.8" else None)


@pytest.mark.parametrize("who", ["leader", "liaison", "stranger", "admin"])
def test_report_form_is_for_those_who_report(cast: Cast, who: str) -> None:
    assert signed_in(getattr(cast, who)).get("/cases/new/").status_code == 403


def test_english_page_has_no_chinese_of_ours(cast: Cast) -> None:
    case = case_in("fixing", cast)
    client = signed_in(cast.chief)
    client.cookies["django_language"] = "en"
    with translation.override("en"):  # afterwards the thread speaks Chinese again
        page = client.get(f"/cases/{case.pk}/").content.decode()
    assert "Being fixed" in page
    assert "处置中" not in page


def test_case_address_is_its_id(cast: Cast) -> None:
    case = report(cast)
    assert UUID(str(case.pk)).version == 7
