"""Header words of many offices, for every kind that is registered: each finds its column."""

from __future__ import annotations

import pytest

from chuangcheng.core.imports.kinds import kind_for
from chuangcheng.core.imports.matching import Matcher, assigned

WORDS = {
    "breakdown": {
        "item": "Ⅰ级指标 一级指标 I级指标 测评项目 1.测评项目 考评项目 创建项目 项目",
        "content": "Ⅱ级指标 二级指标 II级指标 测评内容 考评内容 测评指标 测评\n内容",
        "standard": "测评标准 考评标准 评价标准 测评标准及要求 具体要求 工作标准 任务内容 测评细则 标准（要求）",
        "method": "测评方法 考评方式 考核方式 测评方式 审核方式 测评\n方法",
        "marks": "分值 分\u3000值 分\n值 权重分值 分值（分） 赋分",
        "lead": "牵头单位 牵头部门 责任\n单位（牵头） 主责单位 牵头单位（部门） 牵头责任部门 主要责任部门",
        "responsible": "责任单位 责任科室 责任单位（部门） 责任主体",
        "supporting": "配合单位 协办单位 协同单位 责任单位（配合） 协办部门",
    },
    "sites": {
        "name": "点位名称 测评点名称 点位 测评点位 场所名称 考察点名称 点位（场所）名称",
        "type": "点位类型 点位类别 场所类型 点位分类 测评点类型",
        "area": "所属街镇 属地 乡镇街道 街道/乡镇 所属乡镇（街道） 所在街道 街道办事处 镇（街）",
        "community": "所属社区 社区 村（社区） 社区（村）名称",
        "owner": "责任单位 主管部门 牵头部门 主要责任部门 责任科室 行业主管部门",
        "address": "详细地址 地点 具体地址 点位位置 所在地",
        "position": "坐标 经纬度 位置坐标 坐标（经度,纬度） 经纬度（GCJ-02） 高德坐标 GPS坐标",
        "lon": "经度 东经 X坐标 经度(GCJ-02) lng",
        "lat": "纬度 北纬 Y坐标",
        "contact": "联系人 负责人 点位负责人 点长",
        "phone": "联系电话 手机号 联系方式 责任人电话",
        "leader": "包保领导 挂点领导 责任领导 分管领导",
    },
    "cases": {
        "description": "问题描述 存在问题 问题表现 存在的问题 问题具体表现 反馈问题 具体问题描述",
        "place": "点位 地点 测评点名称 问题点位 具体位置 详细地址 检查地点 点位（地点）",
        "area": "所属街道 属地 所属社区 所属乡镇（街道） 辖区 属地单位",
        "unit": "责任单位 主要责任部门 牵头部门 责任科室 责任\n单位（牵头） 主责单位 责任单位（部门）",
        "assisting": "协办单位 配合部门 协同单位 责任单位（配合）",
        "term": "整改时限 限时 整改期限 办结时限 限时整改 要求整改时间 要求完成时限",
        "status": "整改情况 整改进度 当前状态 整改落实情况",
        "fixed_at": "完成时间 整改完成时间 整改日期 实际完成时间",
        "closed": "销号情况 是否已销号 销号状态 是否办结",
        "fixed": "是否完成 是否已整改 是否整改到位",
        "closed_at": "销号时间 结案时间 办结时间",
        "found_at": "发现时间 督查\n日期 暗访时间 巡查日期 派发时间 下发日期",
        "class": "问题类别 问题类型 问题小类",
        "source": "问题来源 发现渠道 检查单位",
        "position": "坐标 经纬度 位置坐标",
    },
    "units": {"name": "单位名称 成员单位 单位（部门）名称", "parent": "上级部门 主管部门", "code": "单位编码 机构代码"},
    "people": {
        "name": "姓名 联络员",
        "phone": "手机号码 联系方式",
        "title": "职务 现任职务",
        "unit": "单位 单位（部门）",
    },
}


@pytest.mark.parametrize(
    ("kind", "key", "word"),
    [
        (kind, key, word)
        for kind, columns in WORDS.items()
        for key, words in columns.items()
        for word in words.split(" ")
    ],
)
def test_header_word_finds_its_column(kind: str, key: str, word: str) -> None:
    assert Matcher(kind_for(kind).columns).match((word,))[0] == key


@pytest.mark.parametrize(
    ("kind", "headers", "keys"),
    [
        ("breakdown", "Ⅰ级指标 Ⅱ级指标 Ⅲ级指标 测评标准 分值", "item content third_level standard marks"),
        ("breakdown", "一级指标 二级指标 三级指标 分值", "item content standard marks"),
        ("breakdown", "测评内容 任务内容 责任单位", "content standard responsible"),
        ("cases", "反馈时间 存在问题 整改时间", "found_at description fixed_at"),
        ("cases", "检查时间 存在问题 反馈时间", "found_at description fixed_at"),
        ("cases", "日期 存在问题 整改时间 办结时间", "found_at description fixed_at closed_at"),
        ("cases", "日期 问题 点位名称 详细地址", "found_at description place "),
        ("sites", "点位名称 类型 详细地址 地点", "name type address "),
    ],
)
def test_a_word_means_what_the_other_columns_leave(kind: str, headers: str, keys: str) -> None:
    found = assigned([(word,) for word in headers.split(" ")], Matcher(kind_for(kind).columns))
    assert [found.get(at, ("", 0))[0] for at in range(len(headers.split(" ")))] == keys.split(" ")
