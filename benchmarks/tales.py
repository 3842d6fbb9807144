"""Made-up tales for the benchmark of likely doubles: which problem each is of is known. No real place, nobody's words.

A tunes. B has other phrases and another mechanism and was looked at while building, so it validates. What was never
looked at stands in `unseen_tales.py`.
"""

from __future__ import annotations

import random
import tomllib
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from chuangcheng.intake.doubles import Tale, speaking
from chuangcheng.intake.wording import ClassWords, Dictionary

BEGIN = datetime(2026, 6, 1, tzinfo=UTC)
METRE = 1 / 111_000  # degrees of latitude
STRANGERS = (32.0, 4.0)  # bits in which photos of different things differ: mean and deviation
CLASSES = Path(__file__).parents[1] / "chuangcheng" / "cases" / "problem_classes.toml"
NAMES = {  # of the kinds below, in the problem dictionary of the product
    1: "暴露垃圾",
    2: "建筑垃圾乱倒",
    3: "占道经营",
    4: "非机动车乱停",
    5: "井盖缺失破损",
    6: "路灯不亮",
    7: "乱贴乱画",
}


@dataclass(frozen=True, slots=True)
class Told:
    """A tale, which problem it is of in truth, and who told it."""

    tale: Tale
    problem: int
    caller: int


@dataclass(frozen=True, slots=True)
class Pair:
    """Two tales that would be looked at, and whether they are of one problem."""

    one: Told
    other: Told
    bits: int | None  # in which their photos differ; None: not both have one

    @property
    def is_same(self) -> bool:
        """The truth."""
        return self.one.problem == self.other.problem


KINDS_A = {
    1: (
        50,
        ["垃圾没有人清", "生活垃圾堆放在路边", "垃圾桶满了没人运"],
        ["味道很大", "苍蝇很多", "已经好几天了"],
    ),
    2: (50, ["建筑垃圾乱倒", "装修垃圾堆在绿化带旁"], ["影响出行", "占了人行道"]),
    3: (30, ["流动摊贩占道经营", "烧烤摊占着人行道"], ["晚上特别吵", "油烟很大"]),
    4: (50, ["非机动车乱停乱放", "共享单车把路口堵住了"], ["行人只能走机动车道", "轮椅过不去"]),
    5: (30, ["井盖破损", "路边的井盖松动作响"], ["担心有人掉下去", "车一过就响"]),
    6: (80, ["路灯不亮", "一排路灯都坏了"], ["晚上看不见路", "老人不敢出门"]),
    7: (50, ["墙上贴满小广告", "电线杆上全是小广告"], ["撕了又贴", "很难看"]),
}
KINDS_B = {
    1: (50, ["到处是垃圾臭死了", "垃圾都溢出来啦", "谁来收一下垃圾"], ["求处理", "麻烦快点", "没人管吗"]),
    2: (50, ["砖头水泥块倒一地", "有人偷倒渣土"], ["过不去", "下雨全是泥"]),
    3: (30, ["卖水果的三轮车挡道", "夜市摊摆到马路上"], ["每天都来", "说了也不听"]),
    4: (50, ["电动车把盲道占完了", "小黄车倒一片"], ["绊倒人怎么办", "没法走"]),
    5: (30, ["窨井盖没了", "井盖塌下去一块"], ["太危险", "差点摔"]),
    6: (80, ["这段路晚上黑漆漆", "灯杆不亮好久"], ["修一下吧", "反映过"]),
    7: (50, ["办证广告喷得到处都是", "楼道口小广告一层层"], ["清了没两天", "烦人"]),
}
STREETS_A = ["人民路", "和平街", "建设大道", "柳巷"]
STREETS_B = ["东环北路", "文昌胡同", "迎宾街", "南门里", "校场街"]


class GeneratorA:
    """Reporters stand near, write sentences, mostly know the class; some call twice, some call about everything."""

    name = "A"

    def __init__(self, seed: int) -> None:
        self.dice = random.Random(seed)

    def tales(self, problems: int) -> list[Told]:
        """Problems in a square of 2 km over 60 days, each told by one to four people who mostly name the same thing.

        Four of ten lie around one of eight markets, where there is always something.
        """
        found = []
        markets = [(self._within_2km(), STREETS_A[place % 4], 10 + 20 * place) for place in range(8)]
        for problem in range(problems):
            kind = self.dice.choice(list(KINDS_A))
            at = BEGIN + timedelta(hours=self.dice.uniform(0, 60 * 24))
            spot, street, number = self._within_2km(), self.dice.choice(STREETS_A), self.dice.randint(1, 200)
            if self.dice.random() < 0.4:
                centre, street, house = self.dice.choice(markets)
                spot = self._beside(centre, 40)
                number = max(1, house + self.dice.randint(-6, 6))
            usual, callers = self.dice.choice(KINDS_A[kind][1]), [self._caller()]
            for _reporter in range(self.dice.choice([1, 1, 1, 2, 2, 3, 4])):
                subject = usual if self.dice.random() < 0.7 else self.dice.choice(KINDS_A[kind][1])
                said = max(1, number + self.dice.choice([0, 0, 0, 0, 0, 1, -1, 2, -2, 4]))
                callers.append(callers[-1] if self.dice.random() < 0.15 else self._caller())
                tale = self._tale(kind, at, spot, (f"{street}{said}号", subject))
                found.append(Told(tale, problem, callers[-1]))
        return found

    def bits(self, one: Told, other: Told) -> int | None:
        """Both have a photo in half of the pairs; a third of those of one scene are from nearly the same angle."""
        if self.dice.random() < 0.5:
            return None
        is_alike = one.problem == other.problem and self.dice.random() < 0.33
        return bits_about(self.dice, (9.0, 4.0) if is_alike else STRANGERS)

    def _within_2km(self) -> tuple[float, float]:
        return 114 + self.dice.uniform(0, 2000) * METRE, 36 + self.dice.uniform(0, 2000) * METRE

    def _beside(self, spot: tuple[float, float], metres: float) -> tuple[float, float]:
        lon, lat = spot
        return lon + self.dice.gauss(0, metres) * METRE, lat + self.dice.gauss(0, metres) * METRE

    def _caller(self) -> int:
        return self.dice.randrange(25) if self.dice.random() < 0.2 else self.dice.randrange(1000, 10**9)

    def _tale(self, kind: int, at: datetime, spot: tuple[float, float], words: tuple[str, str]) -> Tale:
        address, subject = words
        where = f"{address}附近" if self.dice.random() < 0.5 else ""
        text = f"{where}{subject}，{self.dice.choice(KINDS_A[kind][2])}，请尽快处理。"
        roll = self.dice.random()
        known = kind if roll < 0.75 else None if roll < 0.93 else self.dice.choice(list(KINDS_A))
        place = address if self.dice.random() < 0.6 else ""
        hours = self.dice.expovariate(1 / 30) if self.dice.random() < 0.6 else self.dice.uniform(0, 14 * 24)
        when = at + timedelta(hours=hours)
        return told_of(text, when, self._beside(spot, 15), place, known, KINDS_A[known][0] if known else 0)


class GeneratorB:
    """Put on the street by an address, in haste, with slips, over ten days, the class often missing."""

    name = "B"

    def __init__(self, seed: int) -> None:
        self.dice = random.Random(seed)

    def tales(self, problems: int) -> list[Told]:
        """Problems along five streets of 3 km over 60 days; some houses have several."""
        found = []
        for problem in range(problems):
            street = self.dice.randrange(len(STREETS_B))
            along = self.dice.choice([self.dice.uniform(0, 3000), 1500 + self.dice.uniform(-150, 150)])
            kind = self.dice.choices(list(KINDS_B), weights=[5, 1, 3, 3, 1, 1, 2])[0]
            at = BEGIN + timedelta(hours=self.dice.uniform(0, 60 * 24))
            usual = self.dice.choice(KINDS_B[kind][1])
            for _reporter in range(self.dice.choices([1, 2, 3, 5], weights=[6, 3, 2, 1])[0]):
                subject = usual if self.dice.random() < 0.6 else self.dice.choice(KINDS_B[kind][1])
                caller = self.dice.randrange(40) if self.dice.random() < 0.3 else self.dice.randrange(1000, 10**9)
                found.append(Told(self._tale(kind, at, (street, along), subject), problem, caller))
        return found

    def bits(self, one: Told, other: Told) -> int | None:
        """Both have a photo in three pairs of ten; one in five of one scene is from a like angle."""
        if self.dice.random() < 0.7:
            return None
        is_alike = one.problem == other.problem and self.dice.random() < 0.2
        return bits_about(self.dice, (13.0, 5.0) if is_alike else STRANGERS)

    def _tale(self, kind: int, at: datetime, where: tuple[int, float], subject: str) -> Tale:
        street, along = where
        said = along + self.dice.uniform(-60, 60) * self.dice.random()
        number = max(1, round(said / 6))
        place = f"{STREETS_B[street]}{number}号" if self.dice.random() < 0.5 else STREETS_B[street]
        parts = [subject, self.dice.choice(KINDS_B[kind][2]), place]
        self.dice.shuffle(parts)
        text = " ".join(parts[: self.dice.choice([2, 3])])
        text = "".join(letter for letter in text if self.dice.random() > 0.06)
        spot = 114 + said * METRE, 36 + street * 150 * METRE
        roll = self.dice.random()
        known = kind if roll < 0.55 else None if roll < 0.9 else self.dice.choice(list(KINDS_B))
        when = at + timedelta(hours=self.dice.uniform(0, 240))
        radius = KINDS_B[known][0] if known else 0
        return told_of(text, when, None if self.dice.random() < 0.15 else spot, place, known, radius)


def bits_about(dice: random.Random, about: tuple[float, float]) -> int:
    """So many of 64, about this mean and deviation."""
    return min(64, max(0, round(dice.gauss(*about))))


def told_of(
    text: str, at: datetime, spot: tuple[float, float] | None, place: str, known: int | None, radius: int
) -> Tale:
    """A tale with what its words speak of; `known`: the kind that somebody gave."""
    lon, lat = spot or (None, None)
    tale = Tale(text=text, at=at, lon=lon, lat=lat, place=place)
    if known is not None:
        tale = Tale(
            text=text, at=at, lon=lon, lat=lat, place=place, problem_class=known, group=GROUPS[known], radius_m=radius
        )
    return speaking(tale, DICTIONARY)


def _classes() -> list[ClassWords]:
    rows = tomllib.loads(CLASSES.read_text(encoding="utf-8"))["classes"]
    kinds = {name: kind for kind, name in NAMES.items()}
    return [
        ClassWords(
            kinds.get(row["name"], row["code"]),
            row["group"],
            row["name"],
            tuple(filter(None, row.get("also", "").split("、"))),
            row.get("filing_condition", ""),
        )
        for row in rows
    ]


WORDS_OF_CLASSES = _classes()
GROUPS = {each.key: each.group for each in WORDS_OF_CLASSES}
DICTIONARY = Dictionary(WORDS_OF_CLASSES)
