"""A small field for tests of this and of higher contexts: a framework, a market with an item of each kind, a round."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.apps import apps

from chuangcheng.core.files import PHOTOS, store
from chuangcheng.core.ids import new_id
from chuangcheng.core.testing import photo
from chuangcheng.core.times import now, today
from chuangcheng.inspections import services
from chuangcheng.inspections.models import Round, Visit
from chuangcheng.inspections.services import AnswerGiven, VisitGiven
from chuangcheng.orgs.testing import Cast, actor_of
from chuangcheng.sites.testing import make_item, make_site, make_site_type

MARKET = "集贸市场"
STATES = ("draft", "running", "finished", "released")

# Code of the item → what it asks. The marks add to 100.
ITEMS: Mapping[str, Mapping[str, Any]] = {
    "stalls": {"kind": "yes_no", "text": "摊位整齐，划行归市。", "marks": "20", "problem_class": "店外经营"},
    "posters": {"kind": "at_least", "text": "公益广告不少于2处。", "marks": "10", "minimum": 2, "unit": "处"},
    "litter": {
        "kind": "tally",
        "text": "地面干净，无积存垃圾。",
        "marks": "30",
        "unit": "处",
        "counting_rule": "1平方米以内的垃圾计1处。",
        "problem_class": "暴露垃圾",
    },
    "smoking": {"kind": "timed", "text": "无人在禁烟区吸烟。", "marks": "10", "minutes": 5, "unit": "人次"},
    "prices": {"kind": "percentage", "text": "商品明码标价。", "marks": "20", "line": "95"},
    "scales": {"kind": "composite", "text": "公平秤配备到位。", "marks": "10", "pieces": ["有公平秤", "在检定期内"]},
}
PASSES: Mapping[str, dict[str, Any]] = {
    "stalls": {"ok": True},
    "posters": {"count": 2},
    "litter": {"faults": 0},
    "smoking": {"faults": 0},
    "prices": {"percent": "96.5"},
    "scales": {"present": ["有公平秤", "在检定期内"]},
}
# Code of the item → codes of the standards that it counts for; "scales" counts for none.
LINKS = {
    "stalls": ["1.1", "1.2"],
    "posters": ["1.2"],
    "litter": ["2.1"],
    "smoking": ["2.1"],
    "prices": ["1.1"],
    "scales": [],
}


@dataclass(frozen=True)
class Field:
    """The field: markets in the lane community, one after the other."""

    framework: Any
    standards: Mapping[str, Any]  # by code
    items: Mapping[str, Any]  # by code, in order
    sites: Sequence[Any]


def make_framework(code: str = "civil", *, standard_codes: Sequence[str] = ("1.1", "1.2", "2.1")) -> Any:
    """A framework in force with these standards, 5 points each."""
    framework = apps.get_model("standards", "Framework").objects.create(
        code=code, name="文明测评体系", edition="2026版", state="in_force", levels=["项目", "内容", "标准"]
    )
    item = framework.items.create(name="基本要求", order=1)
    content = item.contents.create(name="环境秩序", order=1)
    for order, standard in enumerate(standard_codes, start=1):
        framework.standards.create(
            content=content, code=standard, text=f"标准{standard}", marks=Decimal(5), order=order
        )
    return framework


def make_field(cast: Cast, *, sites: int = 1) -> Field:
    """A framework, and that many markets with an item of each kind."""
    framework = make_framework()
    standards = {row.code: row for row in framework.standards.all()}
    items = make_items(MARKET, standards)
    made = [make_site(f"第{number}集贸市场", area=cast.lane, site_type=MARKET) for number in range(1, sites + 1)]
    return Field(framework, standards, items, made)


def make_items(site_type: str, standards: Mapping[str, Any]) -> dict[str, Any]:
    """A checklist of an item of each kind for the type, by code."""
    found, items = make_site_type(site_type), {}
    for code, facts in ITEMS.items():
        exact = {name: Decimal(facts[name]) for name in ("marks", "line") if name in facts}
        items[code] = make_item(found, code, **{**facts, **exact})
        items[code].standards.set([standards[standard] for standard in LINKS[code]])
    return items


def make_round(
    cast: Cast,
    field: Field,
    *,
    kind: str = "weekly",
    state: str = "running",
    inspector: Any = None,
    name: str = "周检查",
    asks_review: bool | None = False,  # None: by kind
) -> Round:
    """A round over all sites of the field, given to the inspector of the cast unless said, brought to a state."""
    chief, person = actor_of(cast.chief), inspector or cast.inspector
    made = services.create_round(
        actor=chief,
        name=name,
        kind=kind,
        framework_id=field.framework.pk,
        starts_on=today(),
        ends_on=today() + timedelta(days=6),
        asks_review=asks_review,
    )
    ids = [site.pk for site in field.sites]
    services.add_sites(actor=chief, round_id=made.pk, site_ids=ids)
    services.assign_inspector(actor=chief, round_id=made.pk, site_ids=ids, inspector_id=person.pk)
    return bring_to(cast, made, state)


def bring_to(cast: Cast, found: Round, state: str) -> Round:
    """The round moved on to a state."""
    chief = actor_of(cast.chief)
    steps: Sequence[Any] = (services.start_round, services.finish_round, services.release_round)
    current = Round.objects.get(pk=found.pk).state
    for step in steps[STATES.index(current) : STATES.index(state)]:
        more = {"reason": "时间已到"} if step is services.finish_round else {}
        step(actor=chief, round_id=found.pk, **more)
    return Round.objects.get(pk=found.pk)


def answers_for(field: Field, **changed: Any) -> list[AnswerGiven]:
    """Every item passes but those that are changed: `litter={"faults": 3}`, or an AnswerGiven without its item.

    Items that the field did not begin with are taken for yes or no.
    """
    answers = []
    for code, item in field.items.items():
        value = changed.get(code, PASSES.get(code, {"ok": True}))
        if isinstance(value, AnswerGiven):
            answers.append(AnswerGiven(item.pk, value.value, value.note, value.photo_ids))
        else:
            answers.append(AnswerGiven(item.pk, value))
    return answers


def visit_given(found: Round, site: Any, answers: Sequence[AnswerGiven], visit_id: UUID | None = None) -> VisitGiven:
    """A form filled in just now."""
    return VisitGiven(visit_id or new_id(), found.pk, site.pk, now(), answers)


def make_visit(
    cast: Cast, field: Field, found: Round, *, site: Any = None, person: Any = None, **changed: Any
) -> Visit:
    """A visit by the inspector of the cast to the first site, unless said."""
    given = visit_given(found, site or field.sites[0], answers_for(field, **changed))
    return services.submit_visit(actor=actor_of(person or cast.inspector), given=given)


def sent_photo(person: Any, shade: int = 1) -> UUID:
    """The id of a photo that the person sent; another shade is another picture."""
    file = store(photo(shade=shade), name="现场.jpg", limits=PHOTOS)
    return services.keep_photos(actor=actor_of(person), files=[file])[0]
