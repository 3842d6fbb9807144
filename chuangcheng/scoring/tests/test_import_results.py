"""Published results come in as superiors write them, and nothing of what was known is lost."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from chuangcheng.core.errors import NotPermitted
from chuangcheng.core.sheets import Unreadable
from chuangcheng.orgs.testing import Cast, actor_of
from chuangcheng.scoring.models import HardFault, OfficialResult, OfficialRound
from chuangcheng.scoring.queries.official_rows import ranking_of, results_in_force
from chuangcheng.scoring.tests.results_books import (
    OURS,
    book_of,
    bring,
    district_rows,
    results_framework,
    the_round,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def framework(db: None) -> Any:
    """The edition that the results are of."""
    return results_framework()


def counts(report: Any) -> tuple[int, int, int, int]:
    return report.read, report.created, report.updated, report.unchanged


def reasons(report: Any) -> list[str]:
    return [problem.reason for problem in report.problems]


def result_of(place: str) -> OfficialResult:
    return results_in_force([the_round().pk]).get(place=place)


def test_twenty_four_districts_come_in_with_their_groups_and_ties() -> None:
    report = bring(book_of(*district_rows()))

    found = the_round()
    ranked = ranking_of(found, list(results_in_force([found.pk])))
    assert counts(report) == (24, 24, 0, 0)
    assert [(scope.name, scope.size) for scope in ranked.groups] == [
        ("第一组", 4),
        ("第二组", 6),
        ("第三组", 7),
        ("第四组", 7),
    ]
    ours = ranked.of(OURS)
    assert ours is not None
    assert ours.in_group is not None
    assert (ours.in_group.number, ours.in_group.sharing) == (2, 2)
    assert result_of(OURS).is_ours
    assert (found.name, found.held_on) == ("2025年度虚构市文明城区测评结果", date(2025, 12, 31))
    assert [group["name"] for group in found.groups] == ["第一组", "第二组", "第三组", "第四组"]


def test_same_file_twice_changes_nothing() -> None:
    rows = district_rows()
    rows[0][8:10] = "背街小巷脏乱", "公厕长期关闭（2-13）"
    bring(book_of(*rows))

    again = bring(book_of(*rows))

    assert counts(again) == (24, 0, 0, 24)
    assert (OfficialResult.objects.count(), HardFault.objects.count(), OfficialRound.objects.count()) == (24, 1, 1)
    fault = HardFault.objects.get()
    assert (fault.text, fault.standard_code) == ("公厕长期关闭", "2-13")


def test_other_figures_in_a_later_file_become_corrections_and_the_first_file_does_not_undo_them() -> None:
    first, second = district_rows(), district_rows()
    second[5][3] = 93.55
    bring(book_of(*first))

    report = bring(book_of(*second))
    after = bring(book_of(*first))

    assert counts(report) == (24, 0, 1, 23)
    assert counts(after) == (24, 0, 0, 24)
    corrected = result_of(OURS)
    assert corrected.total == Decimal("93.55")
    assert corrected.corrects is not None
    assert corrected.corrects.total == Decimal("93.9")
    assert corrected.reason


def test_columns_of_methods_and_items_are_placed_and_a_strange_one_is_named() -> None:
    header = ("名次", "区县", "总分", "材料审核", "实地考察", "一、生活环境（60分）", "公共服务", "城市人口")
    report = bring(
        book_of([1, OURS, 96.75, 96.76, 96.72, 58.5, 38, 30], [2, "虚构区", 90, 90, 90, 50, 40, 20], header=header)
    )

    result = result_of(OURS)
    assert report.unplaced_columns == ["城市人口"]
    assert result.methods == [
        {"name": "材料审核", "earned": "96.76", "full": "100"},
        {"name": "实地考察", "earned": "96.72", "full": "100"},
    ]
    assert result.items == [
        {"name": "一、生活环境", "earned": "58.5", "full": "60"},
        {"name": "公共服务", "earned": "38", "full": "40"},
    ]


def test_methods_that_add_to_the_total_are_contributions_out_of_their_weight() -> None:
    header = ("区县", "总分", "材料审核", "实地考察")
    bring(book_of([OURS, 92, 80, 12], ["虚构区", 88.5, 75.5, 13], header=header))

    assert result_of(OURS).methods == [
        {"name": "材料审核", "earned": "80", "full": "85"},
        {"name": "实地考察", "earned": "12", "full": "15"},
    ]


def test_total_that_was_not_published_is_weighed_from_the_methods_and_said() -> None:
    """Jining, as published: 96.76 and 96.72 at 85/15 give 96.75."""
    report = bring(book_of([1, OURS, 96.76, 96.72], header=("名次", "城市", "材料审核", "实地考察")))

    assert result_of(OURS).total == Decimal("96.75")
    assert "没有公布总分，按方法权重算为96.75分。" in reasons(report)


def test_published_place_that_the_totals_do_not_give_is_told_and_kept() -> None:
    report = bring(book_of(["第3名", "", OURS, 95], ["并列第1", "", "虚构甲区", 96], ["1（并列）", "", "虚构乙区", 96]))

    assert reasons(report)[1:] == []  # ours is third by counting the tie above
    report = bring(
        book_of(["第2名", "", OURS, 95], ["1", "", "虚构甲区", 96], ["1", "", "虚构乙区", 96], title="2024年测评")
    )
    assert "公布名次第2，按总分算为总第3，两者都已保留。" in reasons(report)
    assert OfficialResult.objects.get(place=OURS, published_place=2).total == Decimal(95)


def test_place_without_a_total_is_taken_without_a_place() -> None:
    bring(book_of(["", "", OURS, "—"], ["1", "", "虚构甲区", 96]))

    found = the_round()
    ranked = ranking_of(found, list(results_in_force([found.pk])))
    assert ranked.over_all.missing == 1
    assert result_of(OURS).total is None


def test_bad_rows_are_left_out_with_their_reason() -> None:
    report = bring(book_of(["", "", OURS, "优秀"], ["1", "", "虚构甲区", 96], ["2", "", "虚构甲区", 95]))

    assert counts(report)[:2] == (3, 1)
    assert sum("已有一行" in reason for reason in reasons(report)) == 1


def test_round_of_its_own_columns_carries_quota_line_and_document() -> None:
    header = ("轮次", "测评日期", "级别", "名额", "达标线", "来源文件", "城市", "总分")
    rows = [
        ["2025年省级测评", "2025-11-20", "省级", 3, 85, "虚构文〔2025〕1号", f"虚构{at}城", 90 - at] for at in range(9)
    ]
    bring(book_of(*rows, header=header, title=""))

    found = the_round()
    assert (found.held_on, found.level, found.quota, found.line) == (date(2025, 11, 20), "provincial", 3, Decimal(85))
    assert found.source == "虚构文〔2025〕1号"


def test_row_of_no_round_is_refused() -> None:
    report = bring(book_of([OURS, 90], header=("区县", "总分"), title=""))

    assert "没有写明是哪一轮测评" in reasons(report)[0]
    assert not OfficialRound.objects.exists()


def test_sheet_without_places_cannot_be_read() -> None:
    with pytest.raises(Unreadable, match="地区"):
        bring(book_of([1, 90], header=("名次", "总分")))


def test_dry_run_keeps_nothing() -> None:
    assert bring(book_of(*district_rows()), dry_run=True).created == 24
    assert not OfficialRound.objects.exists()


def test_only_the_office_brings_results_in(cast: Cast) -> None:
    with pytest.raises(NotPermitted):
        bring(book_of(*district_rows()), actor=actor_of(cast.leader))


def test_statements_do_not_grow_with_the_rows(django_assert_max_num_queries: Any) -> None:
    def asked(count: int) -> int:
        rows = [["", "", f"虚构{count}之{at}区", 90 - at / 10] for at in range(count)]
        with django_assert_max_num_queries(40) as captured:
            bring(book_of(*rows, title=f"2025年第{count}轮测评"))
        return len(captured)

    asked(2)
    assert asked(3) == asked(30)
