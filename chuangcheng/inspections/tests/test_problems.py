from __future__ import annotations

from typing import Any

import pytest

from chuangcheng.cases.queries import case_of_source
from chuangcheng.core.access import Actor
from chuangcheng.core.errors import InvalidInput, NotFound, NotPermitted
from chuangcheng.core.ids import new_id
from chuangcheng.inspections import services
from chuangcheng.inspections.access import VIEW, VISIT
from chuangcheng.inspections.models import Answer, Visit
from chuangcheng.inspections.queries import SOURCE_KIND
from chuangcheng.inspections.services import AnswerGiven
from chuangcheng.inspections.testing import Field, bring_to, make_field, make_round, make_visit, sent_photo
from chuangcheng.inspections.wording import asked_words, found_words, problem_text
from chuangcheng.orgs.testing import Cast, actor_of, grant, make_person


@pytest.fixture
def field(cast: Cast) -> Field:
    return make_field(cast)


def answer(field: Field, visit: Visit, code: str) -> Answer:
    return visit.answers.get(item=field.items[code])


def opened(actor: Actor, row: Answer, **more: Any) -> Any:
    return services.open_case_for_answer(actor=actor, answer_id=row.pk, case_id=new_id(), **more)


def test_failed_answer_becomes_a_case_with_its_photos(cast: Cast, field: Field) -> None:
    photo = sent_photo(cast.inspector)
    visit = make_visit(
        cast, field, make_round(cast, field), litter=AnswerGiven(0, {"faults": 3}, "菜摊后面。", (photo,))
    )
    row = answer(field, visit, "litter")
    case = opened(actor_of(cast.inspector), row)
    assert case.description == "暴露垃圾，3处。检查项：地面干净，无积存垃圾。菜摊后面。"
    assert (case.source, case.source_kind, case.source_id) == ("check", SOURCE_KIND, str(row.pk))
    assert case.source_label == "周检查·第1集贸市场"
    assert case.problem_class.name == "暴露垃圾"
    assert (case.site, case.area) == (field.sites[0], cast.lane)
    assert list(case.photos.values_list("file_id", flat=True)) == [photo]
    assert not case.is_held


def test_pressing_twice_is_one_case(cast: Cast, field: Field) -> None:
    row = answer(field, make_visit(cast, field, make_round(cast, field), litter={"faults": 1}), "litter")
    first = opened(actor_of(cast.inspector), row)
    assert opened(actor_of(cast.chief), row) == first
    row.refresh_from_db()
    assert row.case == first


def test_passed_answer_becomes_no_case_nor_does_one_corrected_to_pass(cast: Cast, field: Field) -> None:
    visit = make_visit(cast, field, make_round(cast, field), litter={"faults": 1})
    with pytest.raises(InvalidInput, match="只有不合格"):
        opened(actor_of(cast.inspector), answer(field, visit, "stalls"))
    row = answer(field, visit, "litter")
    services.correct_answer(
        actor=actor_of(cast.chief), answer_id=row.pk, verdict="pass", violations=0, reason="不是垃圾"
    )
    with pytest.raises(InvalidInput, match="只有不合格"):
        opened(actor_of(cast.inspector), row)


def test_answer_corrected_to_fail_becomes_a_case(cast: Cast, field: Field) -> None:
    row = answer(field, make_visit(cast, field, make_round(cast, field)), "litter")
    services.correct_answer(actor=actor_of(cast.chief), answer_id=row.pk, verdict="fail", violations=2, reason="看漏了")
    case = opened(actor_of(cast.chief), row)
    assert case.source_id == str(row.pk)
    assert case.description == "暴露垃圾，违规2。检查项：地面干净，无积存垃圾。"


def test_all_failed_answers_become_cases_at_once_and_again_none(cast: Cast, field: Field) -> None:
    visit = make_visit(
        cast, field, make_round(cast, field), litter={"faults": 1}, stalls={"ok": False}, scales={"present": []}
    )
    opened(actor_of(cast.inspector), answer(field, visit, "litter"))
    inspector = actor_of(cast.inspector)
    assert len(services.open_cases_for_visit(actor=inspector, visit_id=visit.pk)) == 2
    assert services.open_cases_for_visit(actor=inspector, visit_id=visit.pk) == []


def test_who_may_not_report_or_see_opens_none(cast: Cast, field: Field) -> None:
    row = answer(field, make_visit(cast, field, make_round(cast, field), litter={"faults": 1}), "litter")
    with pytest.raises(NotPermitted):
        opened(actor_of(cast.east_liaison), row)
    with pytest.raises(NotPermitted):
        opened(grant(make_person("looker"), cast.place, VIEW, VISIT), row)
    with pytest.raises(NotFound):
        opened(grant(make_person("elsewhere"), cast.west, VIEW, VISIT), row)
    assert case_of_source(source_kind=SOURCE_KIND, source_id=str(row.pk)) is None


@pytest.mark.parametrize("kind", ["mystery", "third_party", "rehearsal"])
def test_case_of_a_hidden_round_is_held_until_the_release(cast: Cast, field: Field, kind: str) -> None:
    found = make_round(cast, field, kind=kind)
    row = answer(field, make_visit(cast, field, found, litter={"faults": 1}), "litter")
    case = opened(actor_of(cast.inspector), row)
    assert case.is_held
    bring_to(cast, found, "finished")
    case.refresh_from_db()
    assert case.is_held
    bring_to(cast, found, "released")
    case.refresh_from_db()
    assert not case.is_held


def test_case_corrected_to_fail_in_a_hidden_round_is_let_go_too(cast: Cast, field: Field) -> None:
    found = make_round(cast, field, kind="mystery")
    row = answer(field, make_visit(cast, field, found), "litter")
    services.correct_answer(actor=actor_of(cast.chief), answer_id=row.pk, verdict="fail", violations=2, reason="看漏")
    case = opened(actor_of(cast.chief), row)
    bring_to(cast, found, "released")
    case.refresh_from_db()
    assert not case.is_held


@pytest.mark.parametrize(
    ("code", "value", "words"),
    [
        ("stalls", {"ok": False}, "店外经营。检查项：摊位整齐，划行归市。"),
        ("posters", {"count": 1}, "应有2处，实有1处。检查项：公益广告不少于2处。"),
        ("smoking", {"faults": 2}, "2人次。检查项：无人在禁烟区吸烟。"),
        ("prices", {"percent": "90.5"}, "90.5%，应达95%。检查项：商品明码标价。"),
        ("scales", {"present": ["有公平秤"]}, "缺：在检定期内。检查项：公平秤配备到位。"),
    ],
)
def test_problem_tells_what_was_found(cast: Cast, field: Field, code: str, value: dict[str, Any], words: str) -> None:
    row = answer(field, make_visit(cast, field, make_round(cast, field), **{code: value}), code)
    assert problem_text(row, found=found_words(row.item, row.value)) == words


def test_form_says_what_passes(field: Field) -> None:
    assert {code: asked_words(item) for code, item in field.items.items()} == {
        "stalls": "",
        "posters": "不少于2处",
        "litter": "发现几处填几，0为合格",
        "smoking": "观察5分钟，发现几人次填几，0为合格",
        "prices": "95%以上合格",
        "scales": "各项须全部具备",
    }
    assert found_words(field.items["litter"], {"na": True}) == ""
