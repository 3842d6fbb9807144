"""Made-up names of places and people."""

from __future__ import annotations

import random

STREETS = [
    ("DG", "东关街道", "street"),
    ("XY", "西苑街道", "street"),
    ("NC", "南川街道", "street"),
    ("BL", "北岭街道", "street"),
    ("SM", "石门镇", "town"),
    ("LH", "柳河镇", "town"),
    ("YT", "云台镇", "town"),
]
FIRST_SYLLABLES = "柳桃竹松荷菊兰枫槐榆桂桑溪泉塘湾桥堤渡港坊巷井亭楼塔岭坡岗坪"
LAST_SYLLABLES = ("园", "里", "苑", "湾", "桥", "坊")
SURNAMES = "云澜苏林江沈顾陆叶方石柳竺岑喻简程凌向东西南北"
GIVEN: tuple[str, ...] = (
    "一帆",
    "以宁",
    "可欣",
    "之舟",
    "亦晨",
    "若溪",
    "知远",
    "清和",
    "思齐",
    "望舒",
    "行健",
    "乐山",
    "景明",
    "怀瑾",
)
GIVEN += ("致远", "守一", "如初", "安澜", "允执", "明德", "止水", "闻道", "修竹", "临川", "归帆", "朝晖")

BUREAUS = [
    ("XCB", "区委宣传部"),
    ("ZZB", "区委组织部"),
    ("ZFW", "区委政法委"),
    ("JGGW", "区直机关工委"),
    ("FGJ", "区发改局"),
    ("JTJ", "区教体局"),
    ("KJJ", "区科技局"),
    ("GXJ", "区工信局"),
    ("GAJ", "区公安分局"),
    ("JJDD", "区交警大队"),
    ("MZJ", "区民政局"),
    ("SFJ", "区司法局"),
    ("CZJ", "区财政局"),
    ("RSJ", "区人社局"),
    ("ZRJ", "区自然资源局"),
    ("HBJ", "区生态环境分局"),
    ("ZJJ", "区住建局"),
    ("CGJ", "区城管局"),
    ("JTYS", "区交通运输局"),
    ("SLJ", "区水利局"),
    ("NYJ", "区农业农村局"),
    ("SWJ", "区商务局"),
    ("WLJ", "区文旅局"),
    ("WJJ", "区卫健局"),
    ("YJJ", "区应急管理局"),
    ("SCJG", "区市场监管局"),
    ("TJJ", "区统计局"),
    ("XZSP", "区行政审批局"),
    ("YLJ", "区园林中心"),
    ("TWQ", "团区委"),
    ("FL", "区妇联"),
    ("CL", "区残联"),
]
SECTIONS = [
    "综合协调部",
    "材料申报部",
    "实地督查部",
    "宣传教育部",
    "环境整治部",
    "未成年人工作部",
    "志愿服务部",
    "督导考评室",
]
OTHERS = [
    ("industry", "银行业系统", "dual"),
    ("industry", "通信业系统", "provincial"),
    ("industry", "供电供水供气系统", "dual"),
    ("park", "云澜科技园", "district"),
    ("park", "柳河物流园", "district"),
    ("resident", "驻区铁路车站", "central"),
    ("resident", "驻区高等学校", "provincial"),
    ("resident", "驻区三级医院", "provincial"),
]


def community_names(count: int) -> list[str]:
    """So many different names, always the same."""
    found = [first + last for last in LAST_SYLLABLES for first in FIRST_SYLLABLES]
    return [found[index * 7 % len(found)] for index in range(count)]


def person_name(rng: random.Random) -> str:
    """A made-up name."""
    return rng.choice(SURNAMES) + rng.choice(GIVEN)
