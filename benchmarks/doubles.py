"""How well likely doubles are told: weights found on generator A, precision and recall on B.

B has other phrases and another mechanism than A: A's reporters stand near the problem, write whole sentences and mostly
know the class; B's are put on the street by an address, write in haste with slips, often without a class, over a longer
time, and photos are compared less often. Nothing of B is looked at while tuning. All of it is generated, no real place.
"""

from __future__ import annotations

import math
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from datetime import UTC, datetime, timedelta
from pathlib import Path

from chuangcheng.intake.doubles import LIKELY, WORTH_A_LOOK, Grounds, Tale, Weights, distance_m, grounds_of, likeness

RESULT = Path(__file__).parent / "results" / "doubles.md"
BEGIN = datetime(2026, 6, 1, tzinfo=UTC)
METRE = 1 / 111_000  # degrees of latitude
WINDOW = timedelta(days=30)
FARTHEST_M = 600  # as the candidates are asked for
SHOWN = 5
STEPS, RATE = 300, 4.0


@dataclass(frozen=True, slots=True)
class Told:
    """A tale, which problem it is of in truth, and what its photo shows."""

    tale: Tale
    problem: int


@dataclass(frozen=True, slots=True)
class Pair:
    """Two tales that would be looked at, and whether they are of one problem."""

    one: Told
    other: Told
    picture: float | None

    @property
    def is_same(self) -> bool:
        """The truth."""
        return self.one.problem == self.other.problem


KINDS_A = {
    1: (
        "环境卫生",
        50,
        ["垃圾没有人清", "生活垃圾堆放在路边", "垃圾桶满了没人运"],
        ["味道很大", "苍蝇很多", "已经好几天了"],
    ),
    2: ("环境卫生", 50, ["建筑垃圾乱倒", "装修垃圾堆在绿化带旁"], ["影响出行", "占了人行道"]),
    3: ("市容秩序", 30, ["流动摊贩占道经营", "烧烤摊占着人行道"], ["晚上特别吵", "油烟很大"]),
    4: ("市容秩序", 50, ["非机动车乱停乱放", "共享单车把路口堵住了"], ["行人只能走机动车道", "轮椅过不去"]),
    5: ("市政设施", 30, ["井盖破损", "路边的井盖松动作响"], ["担心有人掉下去", "车一过就响"]),
    6: ("市政设施", 80, ["路灯不亮", "一排路灯都坏了"], ["晚上看不见路", "老人不敢出门"]),
    7: ("广告宣传", 50, ["墙上贴满小广告", "电线杆上全是小广告"], ["撕了又贴", "很难看"]),
}
KINDS_B = {
    1: ("环境卫生", 50, ["到处是垃圾臭死了", "垃圾都溢出来啦", "谁来收一下垃圾"], ["求处理", "麻烦快点", "没人管吗"]),
    2: ("环境卫生", 50, ["砖头水泥块倒一地", "有人偷倒渣土"], ["过不去", "下雨全是泥"]),
    3: ("市容秩序", 30, ["卖水果的三轮车挡道", "夜市摊摆到马路上"], ["每天都来", "说了也不听"]),
    4: ("市容秩序", 50, ["电动车把盲道占完了", "小黄车倒一片"], ["绊倒人怎么办", "没法走"]),
    5: ("市政设施", 30, ["窨井盖没了", "井盖塌下去一块"], ["太危险", "差点摔"]),
    6: ("市政设施", 80, ["这段路晚上黑漆漆", "灯杆不亮好久"], ["修一下吧", "反映过"]),
    7: ("广告宣传", 50, ["办证广告喷得到处都是", "楼道口小广告一层层"], ["清了没两天", "烦人"]),
}
STREETS_A = ["人民路", "和平街", "建设大道", "柳巷"]
STREETS_B = ["东环北路", "文昌胡同", "迎宾街", "南门里", "校场街"]


class GeneratorA:
    """Reporters stand near, write sentences, mostly know the class."""

    name = "A"

    def __init__(self, seed: int) -> None:
        self.dice = random.Random(seed)

    def tales(self, problems: int) -> list[Told]:
        """Problems in a square of 2 km over 60 days, each told by one to four people who mostly name the same thing."""
        found = []
        for problem in range(problems):
            kind = self.dice.choice(list(KINDS_A))
            at = BEGIN + timedelta(hours=self.dice.uniform(0, 60 * 24))
            lon, lat = 114 + self.dice.uniform(0, 2000) * METRE, 36 + self.dice.uniform(0, 2000) * METRE
            street, number = self.dice.choice(STREETS_A), self.dice.randint(1, 200)
            usual = self.dice.choice(KINDS_A[kind][2])
            for _reporter in range(self.dice.choice([1, 1, 1, 2, 2, 3, 4])):
                subject = usual if self.dice.random() < 0.7 else self.dice.choice(KINDS_A[kind][2])
                found.append(Told(self._tale(kind, at, (lon, lat), (f"{street}{number}号", subject)), problem))
        return found

    def picture(self, one: Told, other: Told) -> float | None:
        """Compared in half of the pairs; the same scene is mostly alike."""
        if self.dice.random() < 0.5:
            return None
        same = one.problem == other.problem
        return min(1.0, max(0.0, self.dice.gauss(0.75 if same else 0.45, 0.12)))

    def _tale(self, kind: int, at: datetime, spot: tuple[float, float], words: tuple[str, str]) -> Tale:
        address, subject = words
        where = f"{address}附近" if self.dice.random() < 0.5 else ""
        text = f"{where}{subject}，{self.dice.choice(KINDS_A[kind][3])}，请尽快处理。"
        lon, lat = (each + self.dice.gauss(0, 15) * METRE for each in spot)
        roll = self.dice.random()
        known = kind if roll < 0.85 else None if roll < 0.95 else self.dice.choice(list(KINDS_A))
        place = address if self.dice.random() < 0.6 else ""
        when = at + timedelta(hours=self.dice.expovariate(1 / 30))
        return _tale(text, when, lon, lat, place, known, KINDS_A if known else None)


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
            usual = self.dice.choice(KINDS_B[kind][2])
            for _reporter in range(self.dice.choices([1, 2, 3, 5], weights=[6, 3, 2, 1])[0]):
                subject = usual if self.dice.random() < 0.6 else self.dice.choice(KINDS_B[kind][2])
                found.append(Told(self._tale(kind, at, (street, along), subject), problem))
        return found

    def picture(self, one: Told, other: Told) -> float | None:
        """Compared in three pairs of ten; another scale than A's."""
        if self.dice.random() < 0.7:
            return None
        same = one.problem == other.problem
        return self.dice.betavariate(6, 3) if same else self.dice.betavariate(3, 4)

    def _tale(self, kind: int, at: datetime, where: tuple[int, float], subject: str) -> Tale:
        street, along = where
        said = along + self.dice.uniform(-60, 60) * self.dice.random()
        number = max(1, round(said / 6))
        place = f"{STREETS_B[street]}{number}号" if self.dice.random() < 0.5 else STREETS_B[street]
        parts = [subject, self.dice.choice(KINDS_B[kind][3]), place]
        self.dice.shuffle(parts)
        text = " ".join(parts[: self.dice.choice([2, 3])])
        text = "".join(letter for letter in text if self.dice.random() > 0.06)
        lon, lat = 114 + said * METRE, 36 + street * 150 * METRE
        roll = self.dice.random()
        known = kind if roll < 0.55 else None if roll < 0.9 else self.dice.choice(list(KINDS_B))
        when = at + timedelta(hours=self.dice.uniform(0, 240))
        if self.dice.random() < 0.15:
            return _tale(text, when, None, None, place, known, KINDS_B if known else None)
        return _tale(text, when, lon, lat, place, known, KINDS_B if known else None)


def _tale(
    text: str,
    at: datetime,
    lon: float | None,
    lat: float | None,
    place: str,
    known: int | None,
    kinds: dict[int, tuple[str, int, list[str], list[str]]] | None,
) -> Tale:
    if known is None or kinds is None:
        return Tale(text=text, at=at, lon=lon, lat=lat, place=place)
    group, radius = kinds[known][:2]
    return Tale(text=text, at=at, lon=lon, lat=lat, place=place, problem_class=known, group=group, radius_m=radius)


def pairs_of(generator: GeneratorA | GeneratorB, told: Sequence[Told]) -> list[Pair]:
    """Every pair that the candidates' query would bring together."""
    return [Pair(one, other, generator.picture(one, other)) for one, other in _near(sorted_by_time(told))]


def sorted_by_time(told: Sequence[Told]) -> list[Told]:
    """As they came in."""
    return sorted(told, key=lambda each: each.tale.at)


def _near(told: Sequence[Told]) -> Iterator[tuple[Told, Told]]:
    for place, one in enumerate(told):
        for other in told[place + 1 :]:
            if other.tale.at - one.tale.at > WINDOW:
                break
            metres = distance_m(one.tale, other.tale)
            is_alike = metres is None and one.tale.problem_class == other.tale.problem_class
            if is_alike or (metres is not None and metres <= FARTHEST_M):
                yield one, other


def found_weights(pairs: Sequence[Pair]) -> Weights:
    """Logistic regression by gradient descent: the weights under which these pairs are likeliest."""
    names = [each.name for each in fields(Grounds)]
    rows = [[1.0, *_values(pair, names)] for pair in pairs]
    truths = [float(pair.is_same) for pair in pairs]
    weights = [0.0] * (len(names) + 1)
    for _step in range(STEPS):
        slope = [0.0] * len(weights)
        for row, truth in zip(rows, truths, strict=True):
            odds = sum(weight * value for weight, value in zip(weights, row, strict=True))
            error = truth - 1 / (1 + math.exp(-max(-30.0, min(30.0, odds))))
            for place, value in enumerate(row):
                slope[place] += error * value
        weights = [weight + RATE * each / len(rows) for weight, each in zip(weights, slope, strict=True)]
    return Weights(**dict(zip(["base", *names], [round(weight, 1) for weight in weights], strict=True)))


def _values(pair: Pair, names: Sequence[str]) -> list[float]:
    one, other = pair.one.tale, pair.other.tale
    grounds = grounds_of(one, other, metres=distance_m(one, other), picture=pair.picture)
    return [getattr(grounds, name) or 0.0 for name in names]


@dataclass(frozen=True, slots=True)
class Judged:
    """How well pairs were told."""

    pairs: int
    same: int
    precision: float
    recall: float
    worth_recall: float  # of the true pairs, those that are shown at all


def judged(pairs: Sequence[Pair], weights: Weights | None = None) -> Judged:
    """Precision and recall of "likely", and how many true pairs are shown."""
    chosen = {} if weights is None else {"weights": weights}
    told = [(pair.is_same, likeness(pair.one.tale, pair.other.tale, picture=pair.picture, **chosen)) for pair in pairs]
    said = [same for same, like in told if like.likelihood >= LIKELY]
    same = sum(same for same, _like in told)
    shown = sum(same for same, like in told if like.likelihood >= WORTH_A_LOOK)
    return Judged(len(pairs), same, sum(said) / max(1, len(said)), sum(said) / max(1, same), shown / max(1, same))


def first_shown(pairs: Sequence[Pair]) -> tuple[float, float]:
    """Of later tales that have an earlier one of the same problem: it is the first shown; it is among SHOWN."""
    by_later: dict[int, list[tuple[float, bool]]] = {}
    for pair in pairs:
        like = likeness(pair.one.tale, pair.other.tale, picture=pair.picture).likelihood
        by_later.setdefault(id(pair.other), []).append((like, pair.is_same))
    asked = [sorted(each, reverse=True) for each in by_later.values() if any(same for _like, same in each)]
    first = sum(each[0][1] for each in asked) / len(asked)
    among = sum(any(same and like >= WORTH_A_LOOK for like, same in each[:SHOWN]) for each in asked) / len(asked)
    return first, among


def run(problems: int) -> None:
    """Finds weights on A, judges those in the product on A and B, and writes the result."""
    a, b = GeneratorA(20260901), GeneratorB(20260902)
    pairs_a, pairs_b = pairs_of(a, a.tales(problems)), pairs_of(b, b.tales(problems))
    weights = found_weights(pairs_a)
    lines = ["# Likely doubles", "", "`python -m benchmarks doubles`", "", f"Weights found on A: `{weights}`", ""]
    lines += ["| set | pairs | of one problem | precision | recall | shown at all |", "|---|---|---|---|---|---|"]
    for name, pairs in (("A (tuned on)", pairs_a), ("B (judged on)", pairs_b)):
        found = judged(pairs)
        rates = f"{found.precision:.3f} | {found.recall:.3f} | {found.worth_recall:.3f}"
        lines.append(f"| {name} | {found.pairs:,} | {found.same:,} | {rates} |")
    first, among = first_shown(pairs_b)
    lines += ["", f"Of B's tales that have an earlier one of the same problem: it is the first shown in {first:.1%}, "]
    lines[-1] += f"among the {SHOWN} shown in {among:.1%}."
    RESULT.write_text("\n".join(lines) + "\n", encoding="utf-8")
    print("\n".join(lines))
