"""How names of units in other people's workbooks are compared. Pure: no database.

Two names are the same when they are equal after the place's own name and its level word (区, 市, 县 …) before the
rest are taken off: in 云澜区, 「云澜区城管局」, 「区城管局」 and 「城管局」 are one unit,
「市城管局」 is another. Our choice.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from rapidfuzz import fuzz, process

LEVELS = ("新区", "区", "县", "市", "旗")
# Words that begin with a level word and are no prefix: 市场监管局 is not 「场监管局」 of a 市. Our choice.
NO_PREFIX = ("市场", "市政", "市容", "市民", "区域", "县域", "区划")
_OFFICE = re.compile(
    r"(?<=街道)(?:办事处|办|党工委)$|(?<=[镇乡])(?:人民政府|政府|党委)$|(?<=社区)(?:居民委员会|居委会|党委|党总支)$|(?<=村)(?:村民委员会|民委员会|委会|党支部)$"
)
# Streets and towns go by the beginnings of their names: 东关, 东关办 and 东关街办 are 东关街道. Offices do not.
_TOWN = re.compile(r"(?:街道|[镇乡])$")
_TOWN_OFFICE = re.compile(r"(?:街道?办|办事处|镇办|乡办|办)$")
_OFFICES = ("文明", "创建", "创城", "创文", "创卫", "督查", "信访", "综治", "法制", "城管", "应急", "指挥", "联络")
SHORTEST_NICKNAME = 2  # letters
# One body goes by 委 in one place and year and by 局 in another (卫健委, 卫健局); a few by 办. Our choice.
_FORM = re.compile(r"(?:委员会|委|局)$")
_OFFICE_FORM = re.compile(r"(?<=信访|金融|人防)(?:工作)?(?:办公室|办)$")
SHORTEST_FIELD = 2  # letters before the form: 纪委 is no 纪局
_SHORT_FIELDS: tuple[tuple[str, str], ...] = (
    *(("卫生健康", "卫健"), ("发展和改革", "发改"), ("发展改革", "发改"), ("住房和城乡建设", "住建")),
    *(("住房城乡建设", "住建"), ("城市管理", "城管"), ("民族宗教事务", "民宗"), ("民族宗教", "民宗")),
    *(("国有资产监督管理", "国资"), ("交通运输", "交通"), ("金融工作", "金融")),
)
SIMILAR_FROM = 70.0  # 0..100 of rapidfuzz's WRatio; our choice

# Kind by the end of a name, longest first. Our choice; a person confirms it.
KIND_BY_ENDING = (
    ("社区居委会", "community"),
    ("村委会", "village"),
    ("居委会", "community"),
    ("社区", "community"),
    ("街道办事处", "street"),
    ("街道办", "street"),
    ("街道", "street"),
    ("镇人民政府", "town"),
    ("乡人民政府", "town"),
    ("镇政府", "town"),
    ("镇", "town"),
    ("乡", "town"),
    ("村", "village"),
    ("开发区", "park"),
    ("园区", "park"),
    ("管委会", "park"),
    ("大厅", "window"),
    ("窗口", "window"),
    ("领导小组", "leading_group"),
    ("指挥部", "headquarters"),
    ("公司", "resident"),
    ("银行", "resident"),
    ("医院", "resident"),
    ("大学", "resident"),
    ("学院", "resident"),
)
OTHERWISE = "bureau"


def clean(name: str) -> str:
    """The name in half-width letters without blanks."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", name))


def comparable(name: str, *, place: str) -> str:
    """What is left of a name when the place and its level are taken off; never empty for a name that is not."""
    whole = _without_office(clean(name).removeprefix("中共"))
    rest = whole
    for prefix in (place, place.removesuffix(level_of(place))):
        if prefix and rest != prefix and rest.startswith(prefix):
            rest = rest.removeprefix(prefix)
            break
    return _without_level(rest, level_of(place)) or whole


def town_nickname(name: str) -> str:
    """What people say for a street or town of this comparable name: 东关 for 东关街道; "" when they say it whole."""
    nickname = _TOWN.sub("", name)
    return nickname if nickname != name and len(nickname) >= SHORTEST_NICKNAME else ""


def as_town_nickname(name: str) -> str:
    """The comparable name as a nickname, if it is one: 东关 of 东关办, but nothing of 文明办."""
    nickname = _TOWN_OFFICE.sub("", name)
    return "" if nickname != name and nickname.endswith(_OFFICES) else nickname


def field_of_work(name: str) -> str:
    """The comparable name of a bureau without its form and in short: 卫健 of 卫健委 and of 卫生健康局; "" when it has
    no form that changes from place to place."""
    bare = _OFFICE_FORM.sub("", name)
    bare = bare if bare != name else _FORM.sub("", name)
    short = next((few for whole, few in _SHORT_FIELDS if bare == whole), bare)
    return short if bare != name and len(short) >= SHORTEST_FIELD else ""


def level_of(place: str) -> str:
    """The level word at the end of a place's name: 区, 县, 市 …; empty when it has none."""
    return next((level for level in LEVELS if place.endswith(level) and place != level), "")


def kind_of(name: str) -> str:
    """The kind of unit that the end of the name suggests (`Unit.Kind`)."""
    cleaned = clean(name)
    return next((kind for ending, kind in KIND_BY_ENDING if cleaned.endswith(ending)), OTHERWISE)


def most_similar(names: Iterable[str], known: Iterable[str], *, place: str, at_most: int) -> dict[str, list[str]]:
    """For each name the known ones that look like it, the likest first: a suggestion to a person, never a match.

    The place's own words before a name tell nobody apart and are left out; the place itself is no suggestion.
    """
    compared = {choice: comparable(choice, place=place) for choice in known if clean(choice) != clean(place)}
    return {name: _likest(comparable(name, place=place), compared, at_most=at_most) for name in names}


def _likest(name: str, compared: dict[str, str], *, at_most: int) -> list[str]:
    found = process.extract(name, compared, scorer=fuzz.WRatio, limit=at_most, score_cutoff=SIMILAR_FROM)
    return [choice for _cleaned, _score, choice in found]


def _without_office(name: str) -> str:
    """东关街道办事处 is 东关街道, 云澜镇人民政府 is 云澜镇, 柳巷社区居委会 is 柳巷社区."""
    return _OFFICE.sub("", name)


def _without_level(name: str, level: str) -> str:
    if not level or name.startswith(NO_PREFIX):
        return name
    # Offices of a 新区 write both 新区 and 区 before their names.
    for word in (level, level[-1]):
        if name.startswith(word):
            return name.removeprefix(word)
    return name
