"""Ledgers of places as offices keep them: doubles, missing and wrong positions, synonyms, totals, second readings."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from chuangcheng.core.access import SYSTEM
from chuangcheng.core.crypto import decrypt
from chuangcheng.core.errors import NotPermitted
from chuangcheng.core.models import SearchEntry
from chuangcheng.core.sheets import Unreadable
from chuangcheng.core.times import today
from chuangcheng.orgs.testing import Cast, actor_of, grant, make_person, make_unit
from chuangcheng.sites.models import Site, Stewardship
from chuangcheng.sites.queries import SiteFilter, stewards_on
from chuangcheng.sites.services import SiteFacts, StewardFacts, change_site, facts_of, name_steward, set_owner
from chuangcheng.sites.testing import make_site, make_site_type
from chuangcheng.sites.tests.ledger_kit import HEADER, book_of, counts, row_of, sentences, take, take_bytes
from chuangcheng.sites.workbook import site_workbook


def synonyms() -> None:
    market = make_site_type("集贸市场")
    for alias in ("农贸市场", "农贸（集贸）市场"):
        market.aliases.get_or_create(name=alias)


def test_usual_kinds_of_places_are_known_by_all_their_names(cast: Cast) -> None:
    take(
        book_of(
            row_of("YX-0001", "公厕一", 点位类型="公厕"),
            row_of("YX-0002", "公厕二", 点位类型="室外公厕"),
            row_of("YX-0003", "某处", 点位类型="本地特有的一类"),
        )
    )
    names = Site.objects.order_by("number").values_list("site_type__name", flat=True)
    assert list(names) == ["室外公厕", "室外公厕", "本地特有的一类"]


def test_a_usual_ledger_goes_in(cast: Cast) -> None:
    synonyms()
    report = take(
        book_of(
            row_of("YX-0001", "柳巷", 包保领导="凌领导", 街巷长="向巷长", 联系电话="１３８００００0014", 备注="示范点"),
            row_of("YX-0002", "杨巷", 经度="", 纬度="", 备注="近火车站"),
            row_of("YX-0003", "东关市场", 点位类型="农贸(集贸)市场", 包保领导="领导3"),
            ["", "", "", ""],
            ["合计", 3],
        )
    )
    assert counts(report) == (3, 3, 0, 0, 0)
    lane, willow, market = Site.objects.order_by("number")
    assert (lane.name, lane.area, lane.owner, lane.contract_leader) == ("柳巷", cast.east, cast.sanitation, cast.leader)
    assert (lane.is_model, lane.note, lane.lon, lane.lat) == (True, "", 114.48, 36.59)
    assert decrypt(lane.contact_phone_encrypted) == "13800000014"
    assert [row.person for row in stewards_on(site_id=lane.pk, day=today())] == [cast.keeper]
    assert (willow.lon, willow.cell, willow.note, willow.is_model) == (None, "", "近火车站", False)
    assert (market.site_type.name, market.contract_leader_name) == ("集贸市场", "领导3")
    assert SearchEntry.objects.filter(kind="site").count() == 3


def test_the_same_ledger_twice_changes_nothing(cast: Cast) -> None:
    book = book_of(row_of("YX-1", "柳巷", 街巷长="某甲、某乙（13800000001）"), row_of("YX-2", "杨巷", 经度="", 纬度=""))
    take(book)
    assert counts(take(book)) == (2, 0, 0, 2, 0)
    assert Stewardship.objects.count() == 2
    assert not Stewardship.objects.filter(name__contains="138").exists()


def test_the_order_of_rows_and_columns_does_not_matter(cast: Cast) -> None:
    rows = [row_of("YX-1", "柳巷"), row_of("YX-2", "杨巷")]
    take(book_of(*rows))
    turned = book_of(*[row[::-1] for row in rows[::-1]], header=HEADER[::-1])
    assert counts(take(turned)) == (2, 0, 0, 2, 0)


def test_a_code_twice_with_another_name_is_a_problem(cast: Cast) -> None:
    report = take(book_of(row_of("YX-6", "柳巷"), row_of("YX-6", "杨巷")))
    assert counts(report) == (2, 1, 0, 0, 1)
    assert "第 3 行的“柳巷”" in sentences(report)


def test_the_same_row_twice_is_one_site_and_listed(cast: Cast) -> None:
    report = take(book_of(row_of("YX-6", "柳巷"), row_of("YX-6", "柳巷"), row_of("", "杨巷"), row_of("", "杨巷")))
    assert counts(report) == (4, 2, 0, 2, 0)
    assert sentences(report).count("重复，只取一次") == 2


def test_the_same_place_under_two_codes_is_a_problem(cast: Cast) -> None:
    report = take(book_of(row_of("YX-6", "柳巷"), row_of("YX-7", "柳巷")))
    assert counts(report) == (2, 1, 0, 0, 1)
    assert "同一处" in sentences(report)


def test_one_code_and_name_with_other_facts_is_a_problem(cast: Cast) -> None:
    report = take(book_of(row_of("YX-6", "柳巷"), row_of("YX-6", "柳巷", 责任单位="西苑街道")))
    assert counts(report) == (2, 1, 0, 0, 1)
    assert "为准" in sentences(report)


def test_places_of_one_name_stay_apart_by_address_or_position(cast: Cast) -> None:
    report = take(
        book_of(
            row_of("YX-1", "公厕", 详细地址="文明路1号"),
            row_of("YX-2", "公厕", 详细地址="文明路９号"),
            row_of("YX-3", "公厕", 详细地址="", 所属街镇="西苑街道"),
            row_of("YX-4", "公厕", 详细地址="", 所属街镇="西苑街道", 经度=114.5),
        )
    )
    assert counts(report) == (4, 4, 0, 0, 0)


def test_a_site_without_a_code_is_known_again_by_its_place(cast: Cast) -> None:
    header = ("序号", "点位", "类型", "属地", "地址")
    first = book_of([1, "柳巷", "背街小巷", "东关街道", ""], [2, "杨巷", "背街小巷", "东关街道", ""], header=header)
    assert counts(take(first)) == (2, 2, 0, 0, 0)
    resorted = book_of(
        [1, "杨巷", "背街小巷", "东关街道", "北口"], [2, "柳巷", "背街小巷", "东关街道", ""], header=header
    )
    assert counts(take(resorted)) == (2, 0, 1, 1, 0)
    assert Site.objects.get(name="杨巷").address == "北口"
    assert Site.objects.count() == 2


def test_an_offices_code_takes_the_place_of_our_number(cast: Cast) -> None:
    header = ("点位名称", "点位类型", "所属街道")
    take(book_of(["柳巷", "背街小巷", "东关街道"], header=header))
    report = take(book_of(["YX-1", "柳巷", "背街小巷", "东关街道"], header=("编号", *header)))
    assert counts(report) == (1, 0, 1, 0, 0)
    assert Site.objects.get().number == "YX-1"


def test_a_code_of_another_street_is_not_taken_over(cast: Cast) -> None:
    take(book_of(row_of("A-1", "柳巷")))
    report = take(book_of(row_of("A-1", "西街", 所属街镇="西苑街道")))
    assert counts(report) == (1, 0, 0, 0, 1)
    assert Site.objects.get().name == "柳巷"


def test_a_known_place_under_another_code_is_a_problem(cast: Cast) -> None:
    take(book_of(row_of("A-1", "柳巷")))
    assert counts(take(book_of(row_of("B-1", "柳巷")))) == (1, 0, 0, 0, 1)


def test_what_was_changed_here_is_not_undone(cast: Cast) -> None:
    take(book_of(row_of("YX-1", "柳巷", 街巷长="某甲")))
    site = Site.objects.get()
    set_owner(actor=SYSTEM, site_id=site.pk, owner_id=cast.west.pk)
    change_site(actor=SYSTEM, site_id=site.pk, facts=SiteFacts(**{**vars(facts_of(site)), "address": "北口"}))
    assert counts(take(book_of(row_of("YX-1", "柳巷", 街巷长="某甲")))) == (1, 0, 0, 1, 0)
    # The ledger now has a new leader; its owner is the old word, which says nothing new.
    report = take(book_of(row_of("YX-1", "柳巷", 街巷长="某甲", 包保领导="凌领导")))
    assert counts(report) == (1, 0, 1, 0, 0)
    site.refresh_from_db()
    assert (site.owner, site.address, site.contract_leader) == (cast.west, "北口", cast.leader)


def test_a_site_renumbered_here_is_not_made_again(cast: Cast) -> None:
    take(book_of(row_of("YX-1", "柳巷")))
    site = Site.objects.get()
    renamed = SiteFacts(**{**vars(facts_of(site)), "number": "YX-9", "name": "新柳巷"})
    change_site(actor=SYSTEM, site_id=site.pk, facts=renamed)
    assert counts(take(book_of(row_of("YX-1", "柳巷")))) == (1, 0, 0, 1, 0)
    report = take(book_of(row_of("YX-1", "柳巷", 详细地址="北口")))
    assert counts(report) == (1, 0, 0, 0, 1)
    assert Site.objects.count() == 1


def test_a_changed_steward_of_the_ledger_takes_over(cast: Cast) -> None:
    take(book_of(row_of("YX-1", "柳巷", 街巷长="某甲、某乙")))
    site = Site.objects.get()
    name_steward(
        actor=SYSTEM, site_id=site.pk, facts=StewardFacts(kind="lane_keeper", starts_on=today(), name="热心大妈")
    )
    assert counts(take(book_of(row_of("YX-1", "柳巷", 街巷长="某乙、某丙")))) == (1, 0, 1, 0, 0)
    names = {row.name for row in stewards_on(site_id=site.pk, day=today())}
    assert names == {"某乙", "某丙", "热心大妈"}
    assert Stewardship.objects.get(name="某甲").end_reason


def test_an_empty_cell_erases_nothing(cast: Cast) -> None:
    take(book_of(row_of("YX-1", "柳巷", 详细地址="北口", 街巷长="某甲", 备注="近学校")))
    report = take(book_of(row_of("YX-1", "柳巷", 责任单位="", 经度="", 纬度="", 包保领导="凌领导")))
    assert counts(report) == (1, 0, 1, 0, 0)
    site = Site.objects.get()
    assert (site.address, site.note, site.owner, site.lon) == ("北口", "近学校", cast.sanitation, 114.48)
    assert stewards_on(site_id=site.pk, day=today()).count() == 1


def test_unknown_types_and_units_are_made_and_listed(cast: Cast) -> None:
    report = take(
        book_of(row_of("YX-1", "柳巷", 点位类型="网红打卡点", 责任单位="区大数据局、区城管局", 所属街镇="南川乡"))
    )
    assert counts(report) == (1, 1, 0, 0, 0)
    site = Site.objects.get()
    assert (site.site_type.name, site.area.name, site.owner.name if site.owner else "") == (
        "网红打卡点",
        "南川乡",
        "区大数据局",
    )
    assert not site.area.is_confirmed
    for words in ("“网红打卡点”尚未登记", "“南川乡”尚未登记", "“区大数据局”尚未登记", "2个责任单位"):
        assert words in sentences(report)


def test_a_name_of_several_units_says_too_little_and_is_listed(cast: Cast) -> None:
    make_unit("新华社区", parent=cast.east, kind="community")
    make_unit("新华社区", parent=cast.west, kind="community")
    header = (*HEADER, "所属社区")
    report = take(book_of([*row_of("YX-1", "柳巷", 责任单位=""), "新华社区"], header=header))
    assert counts(report) == (1, 1, 0, 0, 0)
    assert Site.objects.get().area == cast.east
    assert "有多个单位叫“新华社区”" in sentences(report)


def test_a_community_is_nearer_than_its_street(cast: Cast) -> None:
    take(book_of([*row_of("YX-1", "柳巷"), "柳巷社区"], header=(*HEADER, "所属社区")))
    assert Site.objects.get().area == cast.lane


def test_without_a_street_a_site_lies_in_the_whole_place(cast: Cast) -> None:
    report = take(book_of(row_of("YX-1", "柳巷", 所属街镇="")))
    assert Site.objects.get().area == cast.place
    assert "暂归全域" in sentences(report)


def test_without_a_type_column_the_sheet_names_the_type(cast: Cast) -> None:
    make_site_type("公园")
    take(book_of(["柳湖公园", "东关街道"], header=("点位名称", "所属街道"), name="公园"))
    assert Site.objects.get().site_type.name == "公园"
    report = take(book_of(row_of("YX-2", "柳巷", 点位类型="")))
    assert counts(report) == (1, 0, 0, 0, 1)


@pytest.mark.parametrize(
    ("header", "cells", "expected"),
    [
        (("经纬度",), ("114.48,36.59",), (114.48, 36.59)),
        (("坐标",), ("36.59，114.48",), (114.48, 36.59)),
        (("经度", "纬度"), (36.59, 114.48), (114.48, 36.59)),
        (("经度", "纬度"), ("东经114.48°", "北纬36.59°"), (114.48, 36.59)),
        (("经度", "纬度"), ("１１４．４８", "３６．５９"), (114.48, 36.59)),
        (("经纬度", "坐标系"), ("114.48,36.59", "国家2000"), (114.48, 36.59)),
        (("经纬度", "坐标系"), ("116.41662724,39.92269955", "百度地图"), (116.404, 39.915)),
        (("经纬度", "坐标系"), ("116.41024450,39.91640428", "GCJ-02坐标系"), (116.404, 39.915)),
    ],
)
def test_positions_are_understood(
    cast: Cast, header: tuple[str, ...], cells: tuple[str | float, ...], expected: tuple[float, float]
) -> None:
    take(book_of(["柳巷", "背街小巷", "东关街道", *cells], header=("点位名称", "点位类型", "所属街道", *header)))
    site = Site.objects.get()
    assert (round(site.lon or 0, 5), round(site.lat or 0, 5)) == expected


@pytest.mark.parametrize(
    "cells",
    [("待补", "待补"), ("abc", "36.59"), ("999", "36.59"), ("114.48", "95"), ("NaN", "NaN"), ("0", "0"), ("=1+1", "/")],
)
def test_a_wrong_position_is_listed_and_the_site_goes_in(cast: Cast, cells: tuple[str, str]) -> None:
    report = take(book_of(row_of("YX-1", "柳巷", 经度=cells[0], 纬度=cells[1])))
    assert counts(report) == (1, 1, 0, 0, 0)
    assert Site.objects.get().lon is None
    assert "坐标没有采用" in sentences(report)


def test_an_unknown_system_is_listed(cast: Cast) -> None:
    report = take(book_of([*row_of("YX-1", "柳巷"), "地方坐标"], header=(*HEADER, "坐标系")))
    assert Site.objects.get().lon is None
    assert "“地方坐标”无法识别" in sentences(report)


def test_a_position_in_another_city_is_listed_and_not_taken(cast: Cast) -> None:
    near = [row_of(f"YX-{n}", f"巷{n}", 经度=114.4 + n / 100) for n in range(6)]
    report = take(book_of(*near, row_of("YX-9", "远巷", 经度=121.47, 纬度=31.23)))
    assert counts(report) == (7, 7, 0, 0, 0)
    assert Site.objects.get(number="YX-9").lon is None
    assert "公里，没有采用" in sentences(report)


def test_a_wrong_phone_is_listed_and_the_site_goes_in(cast: Cast) -> None:
    report = take(book_of(row_of("YX-1", "柳巷", 联系电话="打114查询")))
    assert counts(report) == (1, 1, 0, 0, 0)
    assert "电话没有采用" in sentences(report)


@pytest.mark.parametrize("wrong", [{"点位名称": "巷" * 121}, {"详细地址": "路" * 201}, {"备注": "注" * 501}])
def test_texts_that_do_not_fit_are_a_problem(cast: Cast, wrong: dict[str, str]) -> None:
    name = wrong.pop("点位名称", "柳巷")
    report = take(book_of(row_of("YX-1", name, **wrong), row_of("YX-2", "杨巷")))
    assert counts(report) == (2, 1, 0, 0, 1)


def test_hostile_texts_stay_texts(cast: Cast) -> None:
    name = "<script>alert(1)</script>'; DROP TABLE sites--"
    take(book_of(row_of("YX-1", name, 详细地址='=HYPERLINK("http://x")')))
    assert Site.objects.get().name == name


def test_a_sheet_without_names_is_refused(cast: Cast) -> None:
    with pytest.raises(Unreadable):
        take(book_of(["YX-1", "背街小巷"], header=("点位编号", "点位类型")))
    assert not Site.objects.exists()


def test_a_dry_run_and_a_strict_one_keep_nothing(cast: Cast) -> None:
    book = book_of(row_of("YX-6", "柳巷"), row_of("YX-6", "杨巷"))
    assert take(book, dry_run=True).created == 1
    assert take(book, strict=True).created == 0
    assert not Site.objects.exists()


def test_who_may_not_keep_sites_brings_none_in(cast: Cast) -> None:
    with pytest.raises(NotPermitted):
        take(book_of(row_of("YX-1", "柳巷")), actor=actor_of(cast.east_liaison))


def test_who_keeps_one_street_brings_in_its_sites_only(cast: Cast) -> None:
    keeper = grant(make_person("k"), cast.east, "sites.view", "sites.change", "orgs.view")
    make_site("西街", area=cast.west, number="XY-1")
    rows = [
        row_of("YX-1", "柳巷"),
        row_of("YX-2", "北街", 所属街镇="西苑街道"),
        row_of("XY-1", "西街", 所属街镇="西苑街道"),
    ]
    assert counts(take(book_of(*rows), actor=keeper)) == (3, 1, 0, 0, 2)


def test_our_export_brought_in_again_changes_nothing(cast: Cast, tmp_path: Path) -> None:
    synonyms()
    take(
        book_of(
            row_of("YX-1", "柳巷", 包保领导="领导1", 街巷长="某甲、向巷长", 联系电话="13800000014", 备注="示范点"),
            row_of("YX-2", "东关市场", 点位类型="农贸市场", 经度="", 纬度="", 责任单位=""),
        )
    )
    make_site("由人登记", area=cast.lane, lon=114.1234567, lat=36.7654321, note="两行\n备注", address="北口")
    content = site_workbook(actor=SYSTEM, chosen=SiteFilter(), today=today())
    report = take_bytes(content, tmp_path)
    assert counts(report) == (3, 0, 0, 3, 0)
    assert sentences(report) == ""
    assert report.unplaced_columns == ["最近检查", "是否使用"]


def test_an_export_of_elsewhere_becomes_sites_and_new_numbers_avoid_its(cast: Cast) -> None:
    year = today().year
    take(book_of(row_of(f"{year}-000001", "柳巷")))
    take(book_of(["杨巷", "背街小巷", "东关街道"], header=("点位名称", "点位类型", "所属街道")))
    assert set(Site.objects.values_list("number", flat=True)) == {f"{year}-000001", f"{year}-000002"}


def test_the_number_of_queries_does_not_grow_with_the_rows(cast: Cast) -> None:
    measured = []
    for many in (3, 30):
        rows = [row_of(f"{many}-{n}", f"巷{many}-{n}", 街巷长=f"某{n}", 经度=114.48 + n / 1000) for n in range(many)]
        with CaptureQueriesContext(
            connection,
        ) as queries:
            take(book_of(*rows))
        measured.append(len(queries))
    assert measured[1] <= measured[0]
