"""The import kind `sites`: ledgers of places in the layouts that offices use, and our own export."""

from __future__ import annotations

import re

from django.utils.translation import gettext_lazy as _

from chuangcheng.core.imports.columns import Column
from chuangcheng.core.imports.kinds import ImportKind, register
from chuangcheng.core.imports.marks import MARK
from chuangcheng.core.imports.values import parse_code, parse_text
from chuangcheng.core.sheets import Cell
from chuangcheng.orgs.services import names_in_cell
from chuangcheng.sites.access import CHANGE
from chuangcheng.sites.services.ledger import apply_site_rows

_NUMBER = re.compile(r"^[(（]?[0-9０-９]{1,3}[)）.．、]+\s*(?=[^0-9０-９\s])")


def _as_it_stands(cell: Cell) -> Cell:
    """The cell itself: what is wrong with it is no reason to leave the site out, so the service understands it."""
    return cell


def _name(cell: Cell) -> str:
    """The name without the number that lists put before it: 3.柳巷 is 柳巷."""
    return _NUMBER.sub("", parse_text(cell))


COLUMNS = (
    Column("code", ("点位编号", "编号", "点位编码", "编码", "点位代码", "code"), parse=parse_code, sample="YX-0001"),
    Column("mark", (MARK,), help="导出的台账自带，改过的台账带回来时据此认出改了哪些格；自己做的表不填。"),
    Column("serial", ("序号", "no"), parse=parse_code, sample=1),
    Column(
        "name",
        (
            *("点位名称", "测评点名称", "测评点位名称", "点位", "名称", "测评点", "实地考察点位", "场所名称", "name"),
            *("考察点名称", "点名", "点位全称", "实地考察点位名称", "测评点位", "考察点位", "点位场所名称", "路段名称"),
        ),
        spare=("地点", "单位名称", "场所", "路名", "小区名称", "社区名称", "学校名称"),
        required=True,
        parse=_name,
        sample="柳巷",
    ),
    Column(
        "type",
        (
            *(
                "点位类型",
                "类型",
                "点位类别",
                "类别",
                "测评点位类型",
                "点位种类",
                "type",
                "场所类型",
                "点位分类",
                "测评点类型",
            ),
            *("实地考察类别", "场所类别", "考察类别", "测评点类别", "点位性质"),
        ),
        heading=True,
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
            *(
                "乡镇街道",
                "街道乡镇",
                "所在街道",
                "所在乡镇",
                "所在街镇",
                "所属办事处",
                "办事处",
                "街道办事处",
                "辖区",
                "所属辖区",
                "属地街道",
            ),
            *(
                "属地街镇",
                "属地乡镇",
                "镇",
                "街道办",
                "所在镇街",
                "所属镇办",
                "镇办",
                "乡镇（街道）",
                "属地单位",
                "所属区域",
            ),
        ),
        spare=("区域", "所在区域", "片区"),
        sample="东关街道",
    ),
    Column(
        "community",
        (
            "所属社区",
            "社区（村）",
            "社区",
            "所在社区",
            "村（社区）",
            "村居",
            "村社区",
            "所属村",
            "所属村居",
            "属地社区",
            "社区（村）名称",
        ),
        sample="柳巷社区",
    ),
    Column(
        "owner",
        (
            *("责任单位", "主管单位", "责任部门", "主管部门", "主体责任单位", "owner", "主要责任部门", "主要责任单位"),
            *(
                "牵头单位",
                "牵头部门",
                "牵头责任单位",
                "责任科室",
                "责任主体",
                "行业主管部门",
                "管理单位",
                "主责单位",
                "管护单位",
            ),
        ),
        parse=names_in_cell,
        sample="区城管局",
        help="有几个单位时，以第一个为责任单位。",
    ),
    Column(
        "address",
        (
            *(
                "详细地址",
                "地址",
                "位置",
                "点位地址",
                "所在位置",
                "具体位置",
                "address",
                "地点",
                "具体地址",
                "点位位置",
            ),
            *("所在地", "所在地址", "具体地点", "起止点", "起止路段"),
        ),
        sample="柳巷1号",
    ),
    Column("lon", ("经度", "longitude", "lon", "lng", "东经", "x坐标"), parse=_as_it_stands, sample=114.488858),
    Column("lat", ("纬度", "latitude", "lat", "北纬", "y坐标"), parse=_as_it_stands, sample=36.590221),
    Column(
        "position",
        (
            *(
                "经纬度",
                "坐标",
                "经纬度坐标",
                "位置坐标",
                "坐标位置",
                "position",
                "点位坐标",
                "地理坐标",
                "gps坐标",
                "gps",
            ),
            *("高德坐标", "百度坐标", "腾讯坐标", "火星坐标", "定位坐标", "地图坐标", "地理位置坐标", "天地图坐标"),
        ),
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
    Column(
        "leader",
        (
            *("包保领导", "包联领导", "挂点领导", "包保责任人", "包保县领导", "包保区领导", "包保县级领导", "挂包领导"),
            *("责任领导", "联系领导", "包抓领导", "包保市领导", "包点领导", "挂钩领导"),
        ),
        spare=("分管领导",),
        sample="某领导",
    ),
    Column("lane_chief", ("街巷长", "巷长", "街长"), sample="某某"),
    Column("lane_keeper", ("小巷管家",), sample=""),
    Column("road_chief", ("路长",), sample=""),
    Column("segment_chief", ("段长",), sample=""),
    Column(
        "contact",
        ("联系人", "点位联系人", "负责人", "现场负责人", "点位负责人", "点长", "责任人", "点位长"),
        sample="某某",
    ),
    Column(
        "phone",
        ("联系电话", "电话", "联系方式", "手机", "手机号码", "手机号", "责任人电话", "联系人电话", "负责人电话"),
        parse=_as_it_stands,
        sample="",
    ),
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
