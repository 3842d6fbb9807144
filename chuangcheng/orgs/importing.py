"""The import kinds `units` and `people`: their columns, in the words that offices use."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from chuangcheng.core.imports.columns import Column
from chuangcheng.core.imports.kinds import ImportKind, register
from chuangcheng.core.imports.values import parse_code, parse_date, parse_list, parse_phone, parse_yes_no
from chuangcheng.orgs.access import CHANGE_PEOPLE, CHANGE_UNITS
from chuangcheng.orgs.services.person_rows import apply_person_rows
from chuangcheng.orgs.services.unit_rows import apply_unit_rows

UNIT_COLUMNS = (
    Column(
        "name",
        (
            "单位名称",
            "单位全称",
            "名称",
            "全称",
            "单位",
            "机构名称",
            "部门名称",
            "unit",
            "name",
            "成员单位",
            "责任单位",
            "单位（部门）名称",
        ),
        required=True,
        sample="东关街道办事处",
    ),
    Column(
        "parent",
        (
            "上级单位",
            "上级",
            "主管单位",
            "主管部门",
            "所属单位",
            "所属街镇",
            "隶属单位",
            "parent",
            "上级部门",
            "所属乡镇",
            "所属街道",
            "归口单位",
        ),
        help="写上级单位的全称、简称或编码；直属本级的不填。",
        sample="云澜区",
    ),
    Column(
        "kind",
        ("类别", "单位类别", "单位类型", "类型", "单位性质", "kind"),
        help="如街道、乡镇、社区、部门、园区、驻区单位、服务窗口、领导小组。",
        sample="街道",
    ),
    Column(
        "affiliation",
        ("隶属", "隶属关系", "隶属级别", "管理层级", "affiliation"),
        help="本级、区属、省属、中央属或双重管理，不填为本级。",
        sample="本级",
    ),
    Column(
        "code",
        ("编码", "单位编码", "单位编号", "编号", "代码", "code", "统一社会信用代码", "机构代码"),
        parse=parse_code,
        sample="JD01",
    ),
    Column("short_name", ("简称", "单位简称", "short name", "short_name"), sample="东关街道"),
    Column(
        "aliases",
        ("别名", "曾用名", "其他名称", "aliases", "其他叫法", "又称", "俗称"),
        parse=parse_list,
        help="各类表格里的其他叫法，用顿号隔开。",
        sample="东关街办、东关办事处",
    ),
    Column(
        "acts_with",
        ("合署办公", "合署办公单位", "合署单位", "acts with"),
        help="与哪个单位一套人马、两块牌子，写它的全称、简称或编码。",
    ),
    Column(
        "has_own_group",
        ("成立领导小组", "是否成立领导小组", "已成立领导小组", "领导小组"),
        parse=parse_yes_no,
        sample="是",
    ),
)
PERSON_COLUMNS = (
    Column(
        "name",
        ("姓名", "人员姓名", "联系人", "联络员姓名", "name", "联络员", "负责人", "负责人姓名", "人员"),
        required=True,
        sample="张三",
    ),
    Column(
        "username",
        ("登录名", "工号", "账号", "用户名", "职工编号", "username"),
        parse=parse_code,
        help="不填则由系统编号，印在首次密码名单上。",
        sample="zhangsan",
    ),
    Column(
        "phone",
        ("手机", "联系电话", "手机号", "手机号码", "电话", "phone", "联系方式", "移动电话", "联络员电话"),
        parse=parse_phone,
        sample="13800000000",
    ),
    Column("email", ("电子邮箱", "邮箱", "email"), sample=""),
    Column(
        "unit",
        (
            "单位",
            "所在单位",
            "工作单位",
            "单位名称",
            "部门",
            "unit",
            "所属单位",
            "单位（部门）",
            "部门名称",
            "责任单位",
            "单位全称",
        ),
        fill=True,
        help="写单位的全称、简称、别名或编码。",
        sample="东关街道办事处",
    ),
    Column("title", ("职务", "职位", "岗位", "title", "单位职务", "现任职务", "职务职称", "职称"), sample="副主任"),
    Column(
        "duty",
        ("职责", "创城职责", "分工", "duty", "身份", "人员类别", "类别", "人员类型"),
        help="第一责任人、分管领导、联络员、组长、副组长、成员或工作人员，不填为工作人员。",
        sample="联络员",
    ),
    Column(
        "roles",
        ("角色", "系统角色", "role", "roles"),
        parse=parse_list,
        help="对照角色页面填写，几个角色用顿号隔开；不填则登录后没有权限。",
        sample="联络员",
    ),
    Column("starts_on", ("任职日期", "到任日期", "任职时间", "开始日期"), parse=parse_date, sample="2026-01-01"),
)


def register_kinds() -> None:
    """Makes both kinds known; called once, in `apps.ready`."""
    register(ImportKind("units", _("单位"), UNIT_COLUMNS, CHANGE_UNITS, apply_unit_rows, ("单位", "单位名册"), rank=1))
    names = ("人员", "人员名册")
    register(ImportKind("people", _("人员"), PERSON_COLUMNS, CHANGE_PEOPLE, apply_person_rows, names, rank=2))
