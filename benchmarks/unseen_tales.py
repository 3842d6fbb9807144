"""Generator C: written after the weights were frozen, run once, never tuned by.

A storm night and the days after it. Problems spread along the routes of patrols: what breaks here breaks further on
too. Three kinds of tales, none of which A or B has: an inspector's line in the words of the form, exact
in place; a photo sent first, without words; a hotline's transcript without position, its class by the operator's ear.
"""

from __future__ import annotations

import random
from datetime import datetime, timedelta

from benchmarks.tales import BEGIN, METRE, STRANGERS, WORDS_OF_CLASSES, Told, bits_about, told_of
from chuangcheng.intake.doubles import USUAL_RADIUS_M, Tale

CODES = {each.name: each.key for each in WORDS_OF_CLASSES}
KINDS = {  # class → as an inspector writes it, as a caller says it, what operators take it for
    "积水内涝": (["路面积水约20厘米", "低洼处积水未退"], ["水漫到台阶上了", "车都趟不过去"], "路面坑洼积水"),
    "污水外溢": (["污水井冒溢", "化粪池污水外溢"], ["黑水往外冒", "下水道返上来的水很臭"], "积水内涝"),
    "绿植缺失枯死": (["行道树倒伏一株", "树枝折断挂在半空"], ["大树倒了压着车", "树杈要掉下来"], "公共设施损坏"),
    "护栏标志损坏": (["隔离护栏倒伏", "交通标志牌被风吹歪"], ["栏杆躺在路中间", "牌子快砸下来"], "公共设施损坏"),
    "围挡破损": (["施工围挡倒塌", "围挡铁皮掀开"], ["工地的铁皮刮到路上", "围墙板倒了一片"], "施工占道"),
    "路灯不亮": (["路灯连续三基不亮", "路灯杆带电隐患"], ["整条街没有灯", "灯一闪一闪的冒火花"], "公共设施损坏"),
    "暴露垃圾": (["雨后冲积垃圾成堆", "垃圾桶倾倒散落"], ["垃圾冲得满街都是", "桶翻了没人扶"], "道路不洁"),
}
ROUTES = ["滨河南路", "钟楼大街", "铁塔巷", "北关路", "纺织路", "望岭街"]
MARKS = ["幼儿园门口", "农商银行对面", "公交站旁", "菜市场北门", "小区东门", "桥头"]
LINES = {
    "市民来电反映：{place}{said}，请核实处理，并回复市民。": 3,
    "来电人称{said}，地点在{place}，已影响出行，希望尽快解决。": 3,
    "【重复来电】诉求人再次反映{place}{said}仍未处理。": 1,
}


class GeneratorC:
    """A storm: problems along patrols, photos without words, transcripts without position."""

    name = "C"

    def __init__(self, seed: int) -> None:
        self.dice = random.Random(seed)
        self.photos: dict[int, int] = {}  # id of a tale → picture that it forwards

    def tales(self, problems: int) -> list[Told]:
        """Problems along six routes, most of one storm's night, the rest in the three weeks after it."""
        found: list[Told] = []
        for problem in range(problems):
            route, along = self.dice.randrange(len(ROUTES)), self.dice.uniform(0, 2500)
            kind = self._kind_on(route)
            hours = self.dice.gauss(26, 5) if self.dice.random() < 0.6 else self.dice.uniform(30, 500)
            mark, callers = self.dice.choice(MARKS), [self._caller()]
            at = BEGIN + timedelta(hours=max(0.0, hours))
            for _reporter in range(self.dice.choices([1, 2, 3, 4, 7], weights=[8, 4, 3, 1, 1])[0]):
                callers.append(callers[0] if self.dice.random() < 0.2 else self._caller())
                told = Told(self._tale(kind, at, (route, along), mark), problem, callers[-1])
                if self.dice.random() < 0.3:
                    self.photos[id(told)] = problem
                found.append(told)
        return found

    def bits(self, one: Told, other: Told) -> int | None:
        """Six of ten have a photo on both sides. Forwarded ones are copies; dark scenes are all a little alike."""
        if self.dice.random() < 0.4:
            return None
        first, second = self.photos.get(id(one)), self.photos.get(id(other))
        if first is not None and first == second:
            return self.dice.choice([0, 0, 1, 2])
        return bits_about(self.dice, (26.0, 5.0) if self.dice.random() < 0.25 else STRANGERS)

    def _kind_on(self, route: int) -> str:
        """A street has its usual damage."""
        kinds = list(KINDS)
        return kinds[route % len(kinds)] if self.dice.random() < 0.45 else self.dice.choice(kinds)

    def _caller(self) -> int:
        return self.dice.randrange(15) if self.dice.random() < 0.35 else self.dice.randrange(1000, 10**9)

    def _tale(self, kind: str, at: datetime, where: tuple[int, float], mark: str) -> Tale:
        roll = self.dice.random()
        when = at + timedelta(hours=self.dice.expovariate(1 / 60))
        if roll < 0.3:
            return self._inspector(kind, when, where)
        if roll < 0.55:
            return self._photo_first(kind, when, where)
        return self._transcript(kind, when, where, mark)

    def _inspector(self, kind: str, when: datetime, where: tuple[int, float]) -> Tale:
        route, along = where
        text = f"{self.dice.choice(KINDS[kind][0])}，已设警示。"
        return told_of(
            text, when, self._spot(where, 6), f"{ROUTES[route]}{_house(along)}号", CODES[kind], USUAL_RADIUS_M
        )

    def _photo_first(self, kind: str, when: datetime, where: tuple[int, float]) -> Tale:
        known = CODES[kind] if self.dice.random() < 0.5 else None
        spot = self._spot(where, self.dice.choice([8, 8, 35]))
        return told_of("照片反映的问题", when, spot, "", known, USUAL_RADIUS_M)

    def _transcript(self, kind: str, when: datetime, where: tuple[int, float], mark: str) -> Tale:
        route, along = where
        house = max(1, _house(along) + self.dice.choice([0, 0, 0, 2, -2, 5]))
        place = ROUTES[route] + (f"{house}号" if self.dice.random() < 0.45 else mark)
        line = self.dice.choices(list(LINES), weights=list(LINES.values()))[0]
        text = line.format(place=place, said=self.dice.choice(KINDS[kind][1]))
        roll = self.dice.random()
        name = kind if roll < 0.6 else KINDS[kind][2] if roll < 0.85 else ""
        spot = self._spot(where, 45) if self.dice.random() < 0.55 else None
        return told_of(text, when, spot, place, CODES.get(name), USUAL_RADIUS_M)

    def _spot(self, where: tuple[int, float], metres: float) -> tuple[float, float]:
        route, along = where
        lon, lat = 114 + along * METRE, 36 + route * 220 * METRE
        return lon + self.dice.gauss(0, metres) * METRE, lat + self.dice.gauss(0, metres) * METRE


def _house(along: float) -> int:
    return max(1, round(along / 5))
