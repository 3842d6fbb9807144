"""What an office asks of a sample: which sites may be drawn, and how. Pure; kept as JSON with every draw and plan."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from chuangcheng.core.texts import mark as _
from chuangcheng.inspections.sampling import Design, Key

STRATA = ("none", "type", "town", "type_town")
WEIGHTS = ("equal", "failures", "types")
MOST = 5_000  # sites of one sample, as of one round; our choice
LONGEST_DAYS = 3_650  # ten years
HIGHEST_FACTOR = 100  # our choice


class UnusableTerms(ValueError):
    """Terms that make no sample; the message is a sentence for the person."""


@dataclass(frozen=True)
class Terms:
    """Frame and design together."""

    design: Design = field(default_factory=Design)
    type_ids: tuple[int, ...] = ()  # empty: all
    town_ids: tuple[int, ...] = ()  # empty: all
    not_within_days: int = 0  # leave out what was visited within so many days; 0: nothing
    not_in_open_rounds: bool = True
    weigh_by: str = "equal"  # equal, failures (1 + failed checks lately), types (`type_weights`)
    type_weights: Mapping[int, int] = field(default_factory=dict)  # site type → weight; others weigh 1

    def as_json(self) -> dict[str, Any]:
        """The terms as they are kept."""
        found = asdict(self)
        found["design"]["numbers"] = [[*key, count] for key, count in sorted(self.design.numbers.items())]
        found["type_weights"] = [list(pair) for pair in sorted(self.type_weights.items())]
        return found


def checked(terms: Terms) -> Terms:
    """The terms themselves; raises UnusableTerms."""
    design = terms.design
    asked = [design.size, *design.numbers.values()]
    if design.strata not in STRATA or terms.weigh_by not in WEIGHTS:
        raise UnusableTerms(_("请选择分层和概率的方式。"))
    if not any(asked) or not all(0 <= number <= MOST for number in asked) or sum(design.numbers.values()) > MOST:
        raise UnusableTerms(_("抽取数须为1至5000。"))
    if not 0 <= design.minimum <= MOST:
        raise UnusableTerms(_("每层至少数须为0至5000。"))
    if not (0 <= terms.not_within_days <= LONGEST_DAYS and 0 <= design.unseen_after <= LONGEST_DAYS):
        raise UnusableTerms(_("天数须为0至3650。"))
    weights = [design.unseen_factor, *terms.type_weights.values()]
    if not all(1 <= weight <= HIGHEST_FACTOR for weight in weights):
        raise UnusableTerms(_("倍数和权重须为1至100的整数。"))
    return terms


def from_json(kept: Mapping[str, Any]) -> Terms:
    """Terms as they were kept, or as an interface sends them; raises UnusableTerms."""
    try:
        design = dict(kept.get("design") or {})
        numbers = {_key(row): int(row[2]) for row in design.pop("numbers", [])}
        more = {name: kept[name] for name in ("not_within_days", "not_in_open_rounds", "weigh_by") if name in kept}
        terms = Terms(
            design=replace(Design(**design), numbers=numbers),
            type_ids=tuple(sorted({int(pk) for pk in kept.get("type_ids", ())})),
            town_ids=tuple(sorted({int(pk) for pk in kept.get("town_ids", ())})),
            type_weights={int(pk): int(weight) for pk, weight in kept.get("type_weights", ())},
            **more,
        )
        return checked(terms)
    except UnusableTerms:
        raise
    except (TypeError, ValueError, LookupError, AttributeError) as error:
        raise UnusableTerms(_("抽样方案不完整，请重新设置。")) from error


def _key(row: Any) -> Key:
    return int(row[0]), int(row[1])
