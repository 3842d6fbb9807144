from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from chuangcheng.core.access import SYSTEM
from chuangcheng.core.errors import NotPermitted
from chuangcheng.core.sheets import Unreadable
from chuangcheng.orgs.models import Unit
from chuangcheng.orgs.testing import Cast, actor_of
from chuangcheng.standards.models import Framework, NegativeEntry, SiteType, Standard
from chuangcheng.standards.queries import draft_of
from chuangcheng.standards.services import carry_over, change_standard, put_in_force, remove_standard
from chuangcheng.standards.services.site_types import add_alias
from chuangcheng.standards.testing import standard_of
from chuangcheng.standards.tests.books import (
    HEADER,
    NEGATIVE,
    ROWS,
    SETTINGS,
    book,
    bring,
    counts,
    reasons,
    the_framework,
)

pytestmark = pytest.mark.django_db


def test_workbook_becomes_a_draft_with_its_standards(cast: Cast) -> None:
    report = bring(book(*ROWS, negative=NEGATIVE))

    framework = the_framework()
    assert counts(report) == (6, 6, 0, 0)
    assert not report.rejections
    assert (framework.name, framework.edition, framework.state) == ("云澜区测评体系", "2026版", "draft")
    assert [row.code for row in framework.standards.all()] == ["1.1", "1.2", "2.1"]
    assert [(part.method, part.share, part.rule) for part in standard_of(framework, "2.1").parts.all()] == [
        ("网上申报", Decimal("0.4"), "proof"),
        ("问卷调查", Decimal("0.6"), "threshold"),
    ]
    assert [found.name for found in standard_of(framework, "1.1").site_types.all()] == ["主次干道", "背街小巷"]
    assert list(NegativeEntry.objects.values_list("code", "sanction")) == [("N1", "void"), ("N2", "deduct:3")]


def test_same_workbook_twice_changes_nothing(cast: Cast) -> None:
    bring(book(*ROWS, negative=NEGATIVE))

    again = bring(book(*ROWS, negative=NEGATIVE))

    assert counts(again) == (6, 0, 0, 6)
    assert not again.problems


def test_settings_are_not_counted_as_rows(cast: Cast) -> None:
    settings = (*SETTINGS, ("总分", 10), ("方法权重", "实地考察=60;网上申报=40"), ("周期权重", "30;30;40"))

    report = bring(book(*ROWS, settings=(*settings, ("门槛", "未成年人:min=85;share=0.2"), ("窗口起", "2026-01-01"))))

    framework = the_framework()
    assert counts(report) == (4, 4, 0, 0)
    assert framework.total == 10
    assert framework.method_weights == {"实地考察": "60", "网上申报": "40"}
    assert framework.cycle_weights == ["30", "30", "40"]
    assert framework.gate == {"name": "未成年人", "min": "85", "share": "0.2"}
    assert str(framework.window_from) == "2026-01-01"


@pytest.mark.parametrize(
    "line",
    [
        ("总分", "很多"),
        ("总分", -1),
        ("方法权重", "实地考察"),
        ("方法权重", "实地考察=一半"),
        ("方法权重", "实地考察=0"),
        ("周期权重", "30;x"),
        ("门槛", "未成年人"),
        ("门槛", "未成年人:min=185;share=0.2"),
        ("门槛", "未成年人:min=85;share=2"),
        ("窗口起", "明年"),
        ("检查计入", "有时"),
        ("层级名称", "项目;标准"),
        ("名称", "长" * 121),
    ],
)
def test_setting_that_cannot_be_read_is_listed_and_the_rest_goes_in(cast: Cast, line: tuple[str, str]) -> None:
    report = bring(book(*ROWS, settings=(("版本", "2026版"), line)))

    assert [problem.row for problem in report.rejections] == [2]
    assert report.created == 4


def test_unknown_setting_is_noted(cast: Cast) -> None:
    report = bring(book(*ROWS, settings=(*SETTINGS, ("联系人", "某人"))))

    assert "没有“联系人”这一项，未使用。" in reasons(report)
    assert not report.rejections


def test_window_turned_round_is_refused(cast: Cast) -> None:
    report = bring(book(*ROWS, settings=(*SETTINGS, ("窗口起", "2026-12-31"), ("窗口止", "2026-01-01"))))

    assert len(report.rejections) == 1
    assert the_framework().window_from is None


def test_code_twice_with_other_wording_is_a_problem(cast: Cast) -> None:
    other = ("1.1", "生活环境", "道路", "路灯全亮", 6, "实地考察", "", "达标率")

    report = bring(book(ROWS[0], other))

    assert counts(report) == (2, 1, 0, 0)
    assert reasons(report) == [
        "编号“1.1”已用于第2行的另一条标准，请更正编号或内容。",
        "点位类型“主次干道”尚未登记，已新建。",
        "点位类型“背街小巷”尚未登记，已新建。",
    ]
    assert Standard.objects.get().text == "路面无破损"


def test_code_again_in_other_width_is_the_same_standard(cast: Cast) -> None:
    second = ("１.１", "生活环境", "道路", "路面 无破损", 6, "网上申报", 0.5, "材料")

    report = bring(book((*ROWS[0][:6], 0.5, "达标率"), second))

    assert not report.rejections
    assert Standard.objects.get().parts.count() == 2


@pytest.mark.parametrize(
    ("place", "cell", "part"),
    [
        (0, "", "没有填写编号"),
        (0, "长" * 41, "太长"),
        (1, "长" * 201, "太长"),
        (3, "", "没有填写“测评标准”"),
        (3, "长" * 2001, "太长"),
        (4, "", "没有填写“分值”"),
        (4, "六", "不是数字"),
        (4, 0, "不是可用的分值"),
        (4, 1e9, "不是可用的分值"),
        (5, "", "没有填写测评方法"),
        (5, "长" * 41, "太长"),
        (6, 1.5, "不是可用的份额"),
        (6, "一半", "不是数字"),
        (7, "抽签", "不在可选范围"),
        (8, "cap=3", "缺少参数"),
        (8, "per=多", "不是数字"),
    ],
)
def test_bad_row_is_listed_and_the_others_go_in(cast: Cast, place: int, cell: object, part: str) -> None:
    row = list(ROWS[1])
    row[place] = cell

    report = bring(book(ROWS[0], row))

    assert counts(report) == (2, 1, 0, 0)
    assert part in report.rejections[0].reason
    assert report.rejections[0].row == 3


def test_strict_lists_every_bad_row_at_once(cast: Cast) -> None:
    again = (ROWS[0][0], *ROWS[1][1:])

    report = bring(book(ROWS[0], (*ROWS[1][:4], "六", *ROWS[1][5:]), again), strict=True)

    assert [problem.row for problem in report.rejections] == [3, 4]
    assert not Framework.objects.exists()


def test_strict_keeps_nothing_when_a_row_is_bad(cast: Cast) -> None:
    report = bring(book(ROWS[0], (*ROWS[1][:4], "六", *ROWS[1][5:])), strict=True)

    assert (report.created, report.rejected) == (0, 1)
    assert not Framework.objects.exists()


def test_dry_run_tells_and_keeps_nothing(cast: Cast) -> None:
    report = bring(book(*ROWS, negative=NEGATIVE), dry_run=True)

    assert counts(report) == (6, 6, 0, 0)
    assert not Framework.objects.exists()
    assert not SiteType.objects.exists()


def test_workbook_without_marks_is_unreadable_and_changes_nothing(cast: Cast) -> None:
    with pytest.raises(Unreadable):
        bring(book(*(row[:4] for row in ROWS), header=HEADER[:4]))
    assert not Framework.objects.exists()


def test_shares_that_do_not_add_to_one_are_noted(cast: Cast) -> None:
    report = bring(book(ROWS[2]))

    assert "各计分部分的份额之和为0.4，应为1；在更正之前该标准按待测处理。" in reasons(report)
    assert report.created == 1


def test_merged_marks_are_divided_equally_and_noted(cast: Cast) -> None:
    rows = [
        ("1", "环境", "道路", "甲", 4, "实地考察", "", "达标率"),
        ("2", "环境", "道路", "乙", "", "实地考察", "", "达标率"),
        ("3", "环境", "道路", "丙", "", "实地考察", "", "达标率"),
        ("4", "环境", "公园", "丁", 2, "实地考察", "", "达标率"),
    ]

    report = bring(book(*rows, merged=[((1, 4), (3, 4))]))

    marks = dict(Standard.objects.values_list("code", "marks"))
    assert marks == {"1": Decimal("1.3334"), "2": Decimal("1.3333"), "3": Decimal("1.3333"), "4": Decimal(2)}
    assert reasons(report) == ["合并的分值4平均分给3条标准。"]


def test_merged_marks_of_one_standard_in_parts_are_not_divided(cast: Cast) -> None:
    rows = [
        ("1", "环境", "道路", "甲", 4, "实地考察", 0.5, "达标率"),
        ("1", "环境", "道路", "甲", "", "网上申报", 0.5, "材料"),
    ]

    report = bring(book(*rows, merged=[((1, 4), (2, 4))]))

    assert Standard.objects.get().marks == 4
    assert not report.problems


def test_bad_row_in_a_merged_cell_still_counts_as_a_standard(cast: Cast) -> None:
    rows = [
        ("1", "环境", "道路", "甲", 6, "实地考察", "", "达标率"),
        ("2", "环境", "道路", "乙", "", "实地考察", "", "抽签"),
        ("3", "环境", "道路", "丙", "", "实地考察", "", "达标率"),
    ]

    bring(book(*rows, merged=[((1, 4), (3, 4))]))

    assert set(Standard.objects.values_list("marks", flat=True)) == {Decimal(2)}


def test_what_people_changed_since_is_not_undone(cast: Cast) -> None:
    bring(book(*ROWS))
    row = standard_of(the_framework(), "1.1")
    draft = draft_of(row)
    change_standard(actor=SYSTEM, standard_id=row.pk, draft=replace(draft, text="路面平整，没有破损"))

    again = bring(book(*ROWS))
    marks_corrected = bring(book((*ROWS[0][:4], 7, *ROWS[0][5:]), *ROWS[1:]))

    row.refresh_from_db()
    assert counts(again) == (4, 0, 0, 4)
    assert counts(marks_corrected) == (4, 0, 1, 3)
    assert (row.text, row.marks) == ("路面平整，没有破损", Decimal(7))


def test_standard_taken_out_by_hand_stays_out(cast: Cast) -> None:
    bring(book(*ROWS))
    remove_standard(actor=SYSTEM, standard_id=standard_of(the_framework(), "1.2").pk)

    again = bring(book(*ROWS))

    assert counts(again) == (4, 0, 0, 4)
    assert not the_framework().standards.filter(code="1.2").exists()


def test_new_wording_of_the_file_goes_in_and_new_rows_find_their_place(cast: Cast) -> None:
    bring(book(ROWS[0], ROWS[2], ROWS[3]))
    new = ("1.1a", "生活环境", "道路", "井盖完好", 1, "实地考察", "", "达标率")

    report = bring(book((*ROWS[0][:3], "路面平整", *ROWS[0][4:]), new, *ROWS[1:]))

    framework = the_framework()
    assert counts(report) == (5, 2, 1, 2)
    assert [row.code for row in framework.standards.order_by("order")] == ["1.1", "1.1a", "1.2", "2.1"]
    assert standard_of(framework, "1.1").text == "路面平整"


def test_content_that_no_standard_has_any_more_goes(cast: Cast) -> None:
    bring(book(ROWS[0]))

    bring(book((ROWS[0][0], "环境卫生", "背街小巷", *ROWS[0][3:])))

    assert [item.name for item in the_framework().items.all()] == ["环境卫生"]


def test_edition_in_force_takes_nothing_new(cast: Cast) -> None:
    bring(book(*ROWS, negative=NEGATIVE))
    put_in_force(actor=SYSTEM, framework_id=the_framework().pk)

    same = bring(book(*ROWS, negative=NEGATIVE))
    other = bring(
        book((*ROWS[0][:4], 7, *ROWS[0][5:]), *ROWS[1:], negative=(*NEGATIVE, ("N3", "法治", "其他", "suspend")))
    )

    assert counts(same) == (6, 0, 0, 6)
    assert counts(other) == (7, 0, 0, 5)
    assert {problem.row for problem in other.rejections} == {2, 4}
    assert standard_of(the_framework(), "1.1").marks == 6
    assert the_framework().negative_entries.count() == 2


def test_edition_in_force_makes_no_unit_of_a_refused_row(cast: Cast) -> None:
    header = (*HEADER, "牵头单位")
    bring(book((*ROWS[0], "区城管局"), header=header))
    put_in_force(actor=SYSTEM, framework_id=the_framework().pk)

    report = bring(book((*ROWS[0], "区某某局"), header=header))

    assert len(report.rejections) == 1
    assert not Unit.objects.filter(name="区某某局").exists()


def test_code_of_a_later_edition_is_another_standard(cast: Cast) -> None:
    bring(book(ROWS[0]))
    old = the_framework()
    new = carry_over(actor=SYSTEM, framework_id=old.pk, edition="2027版", starts_on=old.created_at.date())

    report = bring(book((*ROWS[0][:4], 8, *ROWS[0][5:]), settings=(SETTINGS[0], ("版本", "2027版"))))

    assert counts(report) == (1, 0, 1, 0)
    assert (standard_of(old, "1.1").marks, standard_of(new, "1.1").marks) == (Decimal(6), Decimal(8))


def test_alias_of_a_site_type_is_the_type(cast: Cast) -> None:
    bring(book(ROWS[1]))
    add_alias(actor=SYSTEM, site_type_id=SiteType.objects.get(name="主次干道").pk, name="迎宾路段")

    report = bring(book((*ROWS[1][:9], "迎宾路段", "")))

    assert counts(report) == (1, 0, 0, 1)
    assert SiteType.objects.count() == 1


def test_only_those_who_maintain_frameworks_import_them(cast: Cast) -> None:
    with pytest.raises(NotPermitted):
        bring(book(*ROWS), actor=actor_of(cast.liaison))


def test_statements_do_not_grow_with_the_rows(cast: Cast, django_assert_max_num_queries: Any) -> None:
    def rows(count: int) -> list[tuple[object, ...]]:
        return [(f"1.{n}", "环境", "道路", f"标准{n}", 1, "实地考察", "", "达标率") for n in range(count)]

    with django_assert_max_num_queries(60) as few:
        bring(book(*rows(3), settings=(("名称", "小"), ("版本", "一"))))
    with django_assert_max_num_queries(60) as many:
        bring(book(*rows(30), settings=(("名称", "大"), ("版本", "一"))))

    assert len(many) <= len(few) + 1
