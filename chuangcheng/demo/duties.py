"""Who answers for which item and standard in the demo; a few gaps stay, as in life. And some recorded figures."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from chuangcheng.demo.dice import dice
from chuangcheng.demo.people import People
from chuangcheng.demo.units import Units
from chuangcheng.orgs.models import Unit
from chuangcheng.scoring.engine import read_rule
from chuangcheng.scoring.models import RecordedFact
from chuangcheng.standards.models import Duty, Framework, ItemLeader, Part, Standard

# Which bureau leads a standard by a word in its text; our choice, the first that fits.
LEADS = {
    "志愿": "TWQ",
    "学校": "JTJ",
    "未成年": "JTJ",
    "教育": "XCB",
    "医": "WJJ",
    "卫生": "WJJ",
    "交通": "JJDD",
    "道路": "CGJ",
    "公厕": "CGJ",
    "垃圾": "CGJ",
    "市场": "SCJG",
    "食品": "SCJG",
    "诚信": "FGJ",
    "法": "SFJ",
    "治安": "GAJ",
    "安全": "YJJ",
    "环境": "HBJ",
    "绿": "YLJ",
    "文化": "WLJ",
    "服务": "XZSP",
    "小区": "ZJJ",
}
WITHOUT_LEAD = 0.04
KNOWN_FACTS = 0.7


def make_duties(framework: Framework, units: Units, people: People, day: date) -> None:
    """Leaders for all items but one, lead units for most standards, two assisting bureaus, figures for many."""
    rng = dice("duties")
    since = day - timedelta(days=200)
    items = list(framework.items.all())
    ItemLeader.objects.bulk_create(
        ItemLeader(item=item, person=people.leaders[index % len(people.leaders)], starts_on=since)
        for index, item in enumerate(items[:-1])
    )
    duties: list[Duty] = []
    for standard in framework.standards.all():
        if rng.random() < WITHOUT_LEAD:
            continue
        lead = _lead(standard, units)
        duties.append(Duty(standard=standard, unit=lead, kind=Duty.Kind.LEAD, starts_on=since))
        street = rng.choice(units.streets)
        duties.append(Duty(standard=standard, unit=street, kind=Duty.Kind.RESPONSIBLE, starts_on=since))
        others = rng.sample([unit for unit in units.bureaus.values() if unit != lead], 2)
        duties += [Duty(standard=standard, unit=unit, kind=Duty.Kind.SUPPORTING, starts_on=since) for unit in others]
    Duty.objects.bulk_create(duties, batch_size=500)
    _facts(framework, people, day)


def _lead(standard: Standard, units: Units) -> Unit:
    code = next((code for word, code in LEADS.items() if word in standard.text), "XCB")
    return units.bureaus[code]


def _facts(framework: Framework, people: People, day: date) -> None:
    rng = dice("facts")
    recorder = people.by_username["chuangchengban"]
    facts = []
    for part in Part.objects.filter(standard__framework=framework).order_by("standard__order", "order"):
        if rng.random() > KNOWN_FACTS:
            continue
        fact = RecordedFact(
            standard_id=part.standard_id,
            method=part.method,
            observed_on=day - timedelta(days=rng.randint(5, 60)),
            source="示例数据",
            recorded_by=recorder,
        )
        if part.rule == "proof":
            fact.kind, fact.required = RecordedFact.Kind.PROOF, 4
            fact.accepted = rng.choice([2, 3, 4, 4, 4])
        elif part.rule == "threshold":
            fact.kind, fact.number = RecordedFact.Kind.VALUE, _value(part, rng.uniform(0.93, 1.04))
        elif part.rule == "grade":
            fact.kind, fact.letter = RecordedFact.Kind.GRADE, rng.choice(["A", "A", "B"])
        else:
            continue
        facts.append(fact)
    RecordedFact.objects.bulk_create(facts, batch_size=500)


def _value(part: Part, share: float) -> Decimal:
    """A figure near the part's target."""
    rule = read_rule(part.rule, part.parameters).rule
    target = Decimal(str(getattr(rule, "target", 1)))
    return (target * Decimal(str(share))).quantize(Decimal("0.0001"))
