"""A whole ledger of sites of another office: other words and another order, positions in one cell, headings and
sub-totals between rows, numbers before the names."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from chuangcheng.core.sheets import Book, Cell, Sheet, read_book
from chuangcheng.orgs.testing import Cast
from chuangcheng.sites.models import Site
from chuangcheng.sites.tests.ledger_kit import counts, sentences, take

pytestmark = pytest.mark.django_db

COUNTY: tuple[Sequence[Cell], ...] = (
    ("附件3",),
    ("某县文明创建实地考察点位明细表",),
    ("填报单位：县创建办", "", "", "", "2026年3月"),
    ("序", "坐标（经度，纬度）", "点位所在地址", "测评点名称", "属地镇（街）", "主管部门", "负责人及手机", "说明"),
    ("一、农贸市场（2个）",),
    ("①", "114.4801,36.5902", "人民路12号", "1.中心市场", "东关街道", "区城管局", "张某 13800001111", ""),
    ("②", "114.4911，36.5955", "解放路3号", "2.解放路便民市场", "西苑街道", "区城管局", "李某", "改造中"),
    ("小计", "", "", "2个"),
    ("二、背街小巷",),
    (3.0, "N36.6001 E114.4702", "柳巷", "３．柳巷", "东关街道", "区城管局", "", ""),
    (4.0, "", "槐树巷南口", "4、槐树巷", "", "区住房局", "", "坐标待补"),
    (5.0, "114.4702,36.6001", "柳巷", "柳巷", "东关街道", "", "", "重复"),
    ("小计", "", "", "3个"),
    ("总计", "", "", "5个"),
    ("注：坐标采用高德地图拾取。",),
    ("制表人：某某", "", "", "审核：某某"),
)


def county() -> Book:
    width = max(map(len, COUNTY))
    return Book([Sheet("Sheet1", [[*row, *[""] * (width - len(row))] for row in COUNTY], [])])


def test_a_county_ledger_goes_in(cast: Cast) -> None:
    report = take(county())

    found = {site.name: site for site in Site.objects.select_related("site_type", "area", "owner")}
    assert counts(report) == (5, 4, 0, 0, 1)
    assert {(name, site.site_type.name, site.area.name) for name, site in found.items()} == {
        ("中心市场", "集贸市场", "东关街道"),
        ("解放路便民市场", "集贸市场", "西苑街道"),
        ("柳巷", "背街小巷", "东关街道"),
        ("槐树巷", "背街小巷", "云澜区"),
    }
    assert (found["柳巷"].lon, found["柳巷"].lat) == pytest.approx((114.4702, 36.6001), abs=0.01)
    assert found["槐树巷"].owner is not None
    assert found["槐树巷"].lon is None
    assert report.unplaced_columns == ["负责人及手机"]
    assert "没有能用的所属街道，暂归全域，请补上。" in sentences(report)


def test_it_brings_nothing_new_with_tabs(cast: Cast, tmp_path: Path) -> None:
    take(county())
    file = tmp_path / "点位.txt"
    lines = ["\t".join(str(cell) for cell in row) for row in COUNTY if len(row) > 5]
    file.write_text("\n".join(lines), encoding="utf-8-sig")

    report = take(read_book(file))

    assert (report.created, Site.objects.count()) == (0, 4)
