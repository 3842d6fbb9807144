from __future__ import annotations

from collections.abc import Sequence

import pytest

from chuangcheng.core.access import SYSTEM, Actor
from chuangcheng.core.errors import NotPermitted
from chuangcheng.core.imports.kinds import kind_for
from chuangcheng.core.imports.report import Report
from chuangcheng.core.imports.run import run_import
from chuangcheng.core.models import AuditEntry, ImportedRow, SearchEntry
from chuangcheng.core.sheets import Book, Cell, Sheet
from chuangcheng.core.times import today
from chuangcheng.orgs import services
from chuangcheng.orgs.models import Person, Post, Unit
from chuangcheng.orgs.testing import Cast, actor_of, grant, make_person, make_unit

UNITS = (
    ["云澜区创城单位名册", "", "", "", ""],
    ["单位全称", "上级单位", "单位类别", "隶属关系", "曾用名"],
    ["桃源社区居委会", "石门镇", "社区", "本级", ""],
    ["石门镇", "", "镇", "本级", "石门乡"],
    ["供电公司", "", "驻区单位", "中央", ""],
    ["合计", "", "", "", "3"],
)
PEOPLE = (
    ["姓名", "工号", "手机", "单位", "职务", "职责", "角色"],
    ["辛同志", "xin", "138 1234 5678", "东关街道", "主任", "第一责任人", "单位负责人"],
    ["孙同志", "", "13900000000", "城管局", "科员", "", "联络员"],
    ["辛同志", "xin", "13812345678", "西苑街道", "", "分管领导", ""],
)


def book(*rows: Sequence[Cell]) -> Book:
    width = max(len(row) for row in rows)
    return Book([Sheet("表", [[*row, *[""] * (width - len(row))] for row in rows], [])])


def bring(code: str, *rows: Sequence[Cell], actor: Actor = SYSTEM) -> Report:
    return run_import(kind_for(code), book(*rows), actor=actor)


def counts(report: Report) -> tuple[int, int, int, int]:
    return (report.read, report.created, report.updated, report.unchanged)


def test_units_come_in_whatever_their_order(cast: Cast) -> None:
    report = bring("units", *UNITS)
    assert counts(report) == (3, 3, 0, 0)
    assert report.problems == []
    lane, town, power = (Unit.objects.get(name=name) for name in ("桃源社区居委会", "石门镇", "供电公司"))
    assert Unit.objects.get_parent(lane) == town
    assert Unit.objects.get_parent(town) == cast.place
    assert (lane.kind, town.kind, power.kind) == ("community", "town", "resident")
    assert power.affiliation == "central"
    assert lane.is_confirmed
    assert services.find_or_make_unit(name="石门乡", actor=SYSTEM) == (town, False)
    assert SearchEntry.objects.filter(kind="unit", object_id=str(lane.pk)).exists()


def test_same_file_twice_changes_nothing(cast: Cast) -> None:
    bring("units", *UNITS)
    before = list(Unit.objects.order_by("pk").values())
    assert counts(bring("units", *UNITS)) == (3, 0, 0, 3)
    assert list(Unit.objects.order_by("pk").values()) == before


def test_what_was_moved_on_since_is_not_undone(cast: Cast) -> None:
    bring("units", *UNITS)
    lane = Unit.objects.get(name="桃源社区居委会")
    services.rename_unit(actor=SYSTEM, unit_id=lane.pk, name="桃源社区")
    services.move_unit(actor=SYSTEM, unit_id=lane.pk, parent_id=cast.east.pk)
    assert counts(bring("units", *UNITS)) == (3, 0, 0, 3)
    lane = Unit.objects.get(pk=lane.pk)
    assert lane.name == "桃源社区"
    assert Unit.objects.get_parent(lane) == cast.east


def test_changed_row_changes_the_unit(cast: Cast) -> None:
    bring("units", ["编码", "名称", "类别"], ["T01", "石门镇", "镇"])
    report = bring("units", ["编码", "名称", "类别"], ["T01", "石门街道", "街道"])
    assert counts(report) == (1, 0, 1, 0)
    unit = Unit.objects.get(code="T01")
    assert (unit.name, unit.kind) == ("石门街道", "street")
    assert list(unit.aliases.values_list("name", flat=True)) == ["石门镇"]


def test_unit_made_by_another_import_is_confirmed(cast: Cast) -> None:
    made, _ = services.find_or_make_unit(name="桃源社区居委会", actor=SYSTEM)
    assert counts(bring("units", *UNITS)) == (3, 2, 1, 0)
    lane = Unit.objects.get(pk=made.pk)
    assert lane.is_confirmed
    assert Unit.objects.get_parent(lane).name == "石门镇"


def test_parent_not_known_is_made_to_be_confirmed_and_named(cast: Cast) -> None:
    report = bring("units", ["单位名称", "上级单位"], ["桃源社区", "某某街道"])
    assert not Unit.objects.get(name="某某街道").is_confirmed
    assert [problem.rejects for problem in report.problems] == [False]
    assert "某某街道" in report.problems[0].reason


def test_same_name_under_two_parents_is_two_units(cast: Cast) -> None:
    rows = (["单位名称", "上级单位"], ["党政办", "东关街道"], ["党政办", "西苑街道"])
    assert counts(bring("units", *rows)) == (2, 2, 0, 0)
    assert counts(bring("units", *rows)) == (2, 0, 0, 2)


def test_known_name_under_another_parent_asks_for_the_code(cast: Cast) -> None:
    report = bring("units", ["单位名称", "上级单位"], ["柳巷社区", "西苑街道"])
    assert report.created == 0
    assert "请填写编码以便区分" in report.problems[0].reason
    assert Unit.objects.filter(name="柳巷社区").count() == 1


def test_code_twice_with_different_names_is_a_problem(cast: Cast) -> None:
    report = bring("units", ["编码", "单位名称"], ["T01", "甲局"], ["T01", "乙局"])
    assert counts(report)[:2] == (2, 1)
    assert len(report.rejections) == 1


def test_units_under_each_other_do_no_harm(cast: Cast) -> None:
    report = bring("units", ["单位名称", "上级单位"], ["甲局", "乙局"], ["乙局", "甲局"])
    assert report.read == 2
    assert not any(Unit.objects.find_problems())


def test_word_for_a_kind_that_nobody_knows_is_told(cast: Cast) -> None:
    report = bring("units", ["单位名称", "类别"], ["桃源社区", "神秘机构"])
    assert Unit.objects.get(name="桃源社区").kind == "community"
    assert "神秘机构" in report.problems[0].reason


def test_missing_place_is_made(db: None) -> None:
    assert counts(bring("units", *UNITS)) == (3, 3, 0, 0)
    assert Unit.objects.get(depth=1).kind == "place"


@pytest.mark.parametrize("name", ["<script>", "=cmd|' /C calc'!A0", "'; DROP TABLE orgs_unit;--", "名" * 300])
def test_hostile_names_come_in_as_text_or_not_at_all(cast: Cast, name: str) -> None:
    report = bring("units", ["单位名称", "类别"], [name, "部门"], ["正常局", "部门"])
    assert report.created + len(report.rejections) == 2
    assert Unit.objects.filter(name="正常局").exists()


def test_keeper_of_a_street_brings_in_no_units_elsewhere(cast: Cast) -> None:
    keeper = grant(make_person("keeper2"), cast.east, "orgs.view", "orgs.change_units")
    rows = (["单位名称", "上级单位"], ["甲社区", "东关街道"], ["乙社区", "西苑街道"])
    report = bring("units", *rows, actor=keeper)
    assert report.created == 1
    assert "不能维护" in report.rejections[0].reason
    with pytest.raises(NotPermitted):
        bring("units", *rows, actor=actor_of(cast.leader))


def test_people_come_in_with_their_posts_and_no_password(cast: Cast) -> None:
    report = bring("people", *PEOPLE)
    assert counts(report) == (3, 2, 1, 0)
    assert report.problems == []
    xin = Person.objects.get(username="xin")
    assert not xin.has_usable_password()
    assert {(post.unit.name, post.duty) for post in xin.posts.all()} == {("东关街道", "head"), ("西苑街道", "leader")}
    assert services.open_phone(actor=SYSTEM, person_id=xin.pk) == "13812345678"
    sun = Person.objects.get(name="孙同志")
    assert sun.username.startswith("u2026") or sun.username.startswith("u20")
    assert (sun.posts.get().unit, sun.posts.get().duty) == (cast.sanitation, Post.Duty.LIAISON)


def test_same_people_twice_change_nothing(cast: Cast) -> None:
    bring("people", *PEOPLE)
    assert counts(bring("people", *PEOPLE)) == (3, 0, 0, 3)
    assert Person.objects.filter(name__in=["辛同志", "孙同志"]).count() == 2


def test_post_ended_since_is_not_given_again(cast: Cast) -> None:
    bring("people", *PEOPLE)
    post = Person.objects.get(name="孙同志").posts.get()
    services.end_post(actor=SYSTEM, post_id=post.pk, last_day=today(), reason="调离")
    assert counts(bring("people", *PEOPLE)) == (3, 0, 0, 3)
    assert Person.objects.get(name="孙同志").posts.count() == 1


def test_phones_stand_nowhere_in_the_clear(cast: Cast) -> None:
    bring("people", *PEOPLE)
    kept = [str(list(model.objects.values())) for model in (ImportedRow, AuditEntry, SearchEntry)]
    assert not any(number in text for text in kept for number in ("13812345678", "13900000000"))


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (["某人", "chief", "", "东关街道", "", "", ""], "已属于程主任"),
        (["某人", "mou", "", "东关街道", "", "", "皇帝"], "没有名为“皇帝”的角色"),
        (["某人", "mou", "", "东关街道", "", "打酱油", ""], "职责“打酱油”不在可选范围"),
        (["某人", "mou", "12", "东关街道", "", "", ""], "电话"),
        (["某人", "m", "", "东关街道", "", "", ""], "登录名应为"),
        (["", "mou", "", "东关街道", "", "", ""], "姓名"),
    ],
)
def test_bad_row_is_listed_and_leaves_nothing(cast: Cast, row: list[str], said: str) -> None:
    report = bring("people", PEOPLE[0], row, PEOPLE[2])
    assert said in report.rejections[0].reason + report.rejections[0].column
    assert not Person.objects.filter(name="某人").exists()
    assert report.created == 1


def test_unit_of_a_person_not_known_is_made_to_be_confirmed(cast: Cast) -> None:
    report = bring("people", ["姓名", "单位"], ["某人", "某某局"])
    assert not Unit.objects.get(name="某某局").is_confirmed
    assert "某某局" in report.problems[0].reason
    assert report.created == 1


def test_second_head_of_a_unit_is_a_problem(cast: Cast) -> None:
    report = bring(
        "people", ["姓名", "单位", "职责"], ["甲同志", "东关街道", "第一责任人"], ["乙同志", "东关街道", "一把手"]
    )
    assert "现为甲同志" in report.rejections[0].reason
    assert not Person.objects.filter(name="乙同志").exists()


def test_creation_office_brings_in_no_administrators(cast: Cast) -> None:
    report = bring("people", ["姓名", "单位", "角色"], ["某人", "云澜区", "安全管理员"], actor=actor_of(cast.chief))
    assert "只能由安全管理员授予" in report.rejections[0].reason
    assert not Person.objects.filter(name="某人").exists()


def test_one_person_of_a_unit_is_known_by_name(cast: Cast) -> None:
    report = bring("people", ["姓名", "单位", "手机"], ["东联络", "东关街道", "13812345678"])
    assert counts(report)[1:3] == (0, 1)
    assert services.open_phone(actor=SYSTEM, person_id=cast.east_liaison.pk) == "13812345678"


def test_every_kind_and_affiliation_comes_in_under_our_own_word(cast: Cast) -> None:
    kinds = [[f"测试{kind.value}", str(kind.label), ""] for kind in Unit.Kind]
    affiliations = [[f"测试隶属{each.value}", "部门", str(each.label)] for each in Unit.Affiliation]
    report = bring("units", ["单位名称", "类别", "隶属"], *kinds, *affiliations)
    assert report.problems == []
    made = dict(Unit.objects.filter(name__startswith="测试").values_list("name", "kind"))
    assert {kind.value: made[f"测试{kind.value}"] for kind in Unit.Kind} == {
        kind.value: kind.value for kind in Unit.Kind
    }
    assert Unit.objects.get(name="测试隶属dual").affiliation == "dual"


def test_every_duty_comes_in_under_our_own_word(cast: Cast) -> None:
    group = make_unit("区创城领导小组", parent=cast.place, kind=Unit.Kind.LEADING_GROUP)
    rows = [[f"人员{duty.value}", group.name, str(duty.label)] for duty in Post.Duty]
    assert bring("people", ["姓名", "单位", "职责"], *rows).problems == []
    assert set(group.posts.values_list("duty", flat=True)) == set(Post.Duty.values)


def test_offices_that_act_as_one_come_in_as_one(cast: Cast) -> None:
    rows = (
        ["单位名称", "合署办公"],
        ["区联席会议办公室", "区创城办"],
        ["甲室", "乙室"],
        ["乙室", "甲室"],
        ["丙室", "丁室"],
    )
    report = bring("units", *rows)
    together = dict(Unit.objects.exclude(acts_with=None).values_list("name", "acts_with__name"))
    assert together == {"区联席会议办公室": "区创城办", "甲室": "乙室", "丙室": "丁室"}
    assert [problem.reason for problem in report.problems] == ["单位“丁室”尚未登记，新建为待确认。"]
    assert counts(bring("units", *rows))[3] == 4


def test_chain_of_units_comes_in_as_deep_as_the_tree_may_be(cast: Cast) -> None:
    rows = [[f"第{number}级", f"第{number - 1}级" if number > 2 else ""] for number in reversed(range(2, 70))]
    report = bring("units", ["单位名称", "上级单位"], *rows)
    assert Unit.objects.get(name="第20级").depth == 20
    assert not Unit.objects.filter(name="第21级", is_confirmed=True).exists()
    assert any("不能超过20级" in problem.reason for problem in report.problems)
