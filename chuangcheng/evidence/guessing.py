"""What a caption may be, guessed from when a photo was taken and the folders and name that it came under. Pure.

Folders as offices keep them: 「2026-09-12 柳巷社区/清洁家园志愿服务/志愿者30人-01.jpg」. Endings and order: our choice.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, datetime

NOON = 12
SPLIT = re.compile(r"[\s\-—_·，,、+（）()【】\[\]]+")
DAY = re.compile(r"(?<!\d)(20\d\d)\s*[年.\-_]?\s*(\d{1,2})\s*[月.\-_]?\s*(\d{1,2})(?!\d)日?(上午|下午)?")
CAMERA = re.compile(
    r"^(?:img|dsc[fn]?|pxl|dji|mvimg|vid|wp|p|mmexport|wx_camera|微信图片|微信照片|截图|屏幕截图|screenshot|image|photo"
    r"|图片|照片|新建文件夹|新建|材料|附件)?[\s_\-]*[\d\s_\-().（）a-f]*$",
    re.IGNORECASE,
)
PLACE_ENDS = re.compile(  # of something: 「街」 alone is no place
    r"(?<=.)(?:社区|街道|小区|镇|乡|村|公园|广场|市场|学校|小学|中学|幼儿园|大学|医院|车站|站|路|街|巷|大道|路口|商场|超市"
    r"|酒店|宾馆|饭店|餐厅|银行|中心|景区|博物馆|图书馆|文化馆|体育馆|工地|大厅|窗口|站台|公厕|楼|院)$"
)
PEOPLE_ENDS = re.compile(r"(?:\d+(?:余)?(?:人|名)|志愿者\d*|居民\d*|师生|学生|党员|干部|职工|群众|民警|队员)$")
BACKGROUND_ENDS = re.compile(r"(?:月|周|日活动|行动|专项|工程|项目)$")


def guessed(path: str, taken_at: datetime | None) -> dict[str, str]:
    """Caption field → text, of what path and camera tell. taken_at: by the local clock."""
    found: dict[str, str] = {}
    if told := _when(path, taken_at):
        found["time"] = told
    folders, _slash, name = path.replace("\\", "/").rpartition("/")
    stem = name.rpartition(".")[0] or name
    for part in _parts([*reversed(folders.split("/")), stem]):  # the nearest folder first
        found.setdefault(_field(part), part)
    return found


def common_of(captions: Iterable[dict[str, str]]) -> dict[str, str]:
    """What all of the captions say alike; nothing where there is none."""
    every = list(captions)
    return (
        {name: text for name, text in every[0].items() if all(each.get(name) == text for each in every)}
        if every
        else {}
    )


def _when(path: str, taken_at: datetime | None) -> str:
    if taken_at is not None:
        return f"{_day(taken_at.date())}{'上午' if taken_at.hour < NOON else '下午'}"
    for match in DAY.finditer(path):
        try:
            return _day(date(int(match[1]), int(match[2]), int(match[3]))) + (match[4] or "")
        except ValueError:
            continue
    return ""


def _day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


def _parts(names: Iterable[str]) -> Iterable[str]:
    for name in names:
        for part in SPLIT.split(DAY.sub(" ", name)):
            if part and not CAMERA.match(part):
                yield part[:200]


def _field(part: str) -> str:
    if PEOPLE_ENDS.search(part):
        return "people"
    if PLACE_ENDS.search(part):
        return "place"
    return "background" if BACKGROUND_ENDS.search(part) else "theme"
