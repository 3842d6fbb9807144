"""The import kind `sites`: ledgers of places in the layouts that offices use, and our own export."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from chuangcheng.core.imports.columns import Column
from chuangcheng.core.imports.kinds import ImportKind, register
from chuangcheng.core.imports.values import parse_code
from chuangcheng.core.sheets import Cell
from chuangcheng.sites.access import CHANGE
from chuangcheng.sites.services.ledger import apply_site_rows


def _as_it_stands(cell: Cell) -> Cell:
    """The cell itself: what is wrong with it is no reason to leave the site out, so the service understands it."""
    return cell


COLUMNS = (
    Column("code", ("点位编号", "编号", "点位编码", "编码", "点位代码", "code"), parse=parse_code, sample="YX-0001"),
    Column("serial", ("序号", "no"), parse=parse_code, sample=1),
    Column(
        "name",
        ("点位名称", "测评点名称", "测评点位名称", "点位", "名称", "测评点", "实地考察点位", "场所名称", "name"),
        required=True,
        sample="柳巷",
    ),
    Column(
        "type",
        ("点位类型", "类型", "点位类别", "类别", "测评点位类型", "点位种类", "type"),
        sample="背街小巷",
        help="没有这一列时，以工作表的名称为类型。",
    ),
    Column(
        "area",
        (
            "所属街镇",
            "所属街道",
            "街道（乡镇）",
            "所属镇街",
            "所属乡镇",
            "街镇",
            "镇街",
            "街道",
            "乡镇",
            "属地",
            "area",
        ),
        sample="东关街道",
    ),
    Column("community", ("所属社区", "社区（村）", "社区", "所在社区", "村（社区）", "村居"), sample="柳巷社区"),
    Column(
        "owner",
        ("责任单位", "主管单位", "责任部门", "主管部门", "主体责任单位", "owner"),
        sample="区城管局",
        help="有几个单位时，以第一个为责任单位。",
    ),
    Column("address", ("详细地址", "地址", "位置", "点位地址", "所在位置", "具体位置", "address"), sample="柳巷1号"),
    Column("lon", ("经度", "longitude", "lon"), parse=_as_it_stands, sample=114.488858),
    Column("lat", ("纬度", "latitude", "lat"), parse=_as_it_stands, sample=36.590221),
    Column(
        "position",
        ("经纬度", "坐标", "经纬度坐标", "位置坐标", "坐标位置", "position"),
        parse=_as_it_stands,
        sample="",
        help="经度在前、纬度在后，用逗号隔开；已填经度、纬度两列的不必填。",
    ),
    Column(
        "system",
        ("坐标系", "坐标系统", "坐标类型"),
        parse=_as_it_stands,
        sample="WGS-84",
        help="WGS-84、CGCS2000、GCJ-02（高德、腾讯）或BD-09（百度）；不填按设置中的默认坐标系。",
    ),
    Column("leader", ("包保领导", "包联领导", "挂点领导", "包保责任人", "包保县领导", "包保区领导"), sample="某领导"),
    Column("lane_chief", ("街巷长", "巷长"), sample="某某"),
    Column("lane_keeper", ("小巷管家",), sample=""),
    Column("road_chief", ("路长",), sample=""),
    Column("segment_chief", ("段长",), sample=""),
    Column("contact", ("联系人", "点位联系人", "负责人", "现场负责人"), sample="某某"),
    Column("phone", ("联系电话", "电话", "联系方式", "手机", "手机号码"), parse=_as_it_stands, sample=""),
    Column("model", ("示范点", "是否示范点", "是否示范"), parse=_as_it_stands, sample="否"),
    Column("note", ("备注", "说明", "note"), sample=""),
)


def register_kind() -> None:
    """Called once, when the application is ready."""
    register(
        ImportKind(
            code="sites",
            label=_("点位台账"),
            columns=COLUMNS,
            permission=CHANGE,
            apply=apply_site_rows,
            sheet_names=("点位", "点位台账"),
            rank=5,
        )
    )
