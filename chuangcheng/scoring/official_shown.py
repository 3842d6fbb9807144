"""A round of official results as pages and papers say it: points as published, places in words, gaps with a sign."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.utils.translation import gettext as _

from chuangcheng.scoring.comparing import Loss, Matched
from chuangcheng.scoring.engine import Place, Scope, half_up, plain_text, score_text
from chuangcheng.scoring.queries.official import (
    RankedPlace,
    RoundResults,
    headline,
    places_gained,
)

TENTH_PLACES = 2


@dataclass(frozen=True)
class ShownPlace:
    """A row of the table of rivals; texts, "" for nothing."""

    key: str  # of the result
    name: str
    group: str
    place: str  # in the scope shown
    over_all: str
    published: str
    agrees: bool
    total: str  # points
    to_ours: str  # own total less ours, with its sign
    to_line: str
    inside: str  # in words, where there is a quota
    faults: Sequence[str]
    comments: str
    is_ours: bool


@dataclass(frozen=True)
class ShownLoss:
    """A method or item that lost marks; texts, "" for nothing."""

    name: str
    earned: str
    full: str
    lost: str
    rate: str  # per cent
    ours: str
    match: str  # same, confirmed, likely, none
    now: str  # per cent
    change: str  # per cent points, with its sign
    tone: str  # green better, red worse, muted the same or unknown
    word: str  # better, worse, the same, unknown


def points_text(points: Decimal | Fraction | None) -> str:
    """Points as published: two places, more only where more were published; "" for none."""
    if points is None:
        return ""
    plain = plain_text(points)
    return plain if len(plain.partition(".")[2]) > TENTH_PLACES else score_text(points) or ""


def signed(points: Decimal | Fraction | None) -> str:
    """A distance with its sign: +0.80, −0.80, 0.00."""
    if points is None:
        return ""
    text = points_text(-points if points < 0 else points)
    return text if points == 0 else f"{'+' if points > 0 else '−'}{text}"


def place_text(place: Place | None) -> str:
    """ "2", or "2（并列）" for a place that is shared."""
    if place is None:
        return ""
    return _("%(place)s（并列）") % {"place": place.number} if place.sharing > 1 else str(place.number)


def shown_places(found: RoundResults, *, group: str) -> list[ShownPlace]:
    """The table of everybody, or of a group; places are those of what is shown."""
    ours = found.ours.result.total if found.ours else None
    rows = [each for each in found.places if not group or each.result.group == group]
    return [_row(each, ours, in_group=bool(group)) for each in rows]


def head_figures(found: RoundResults, before: RoundResults | None) -> list[dict[str, str]]:
    """Our place, total and distances, each a label, a value, a unit and a note; empty when we were not there."""
    ours = found.ours
    if ours is None:
        return []
    scope = found.ranking.scope(ours.result.group)
    place = headline(ours)
    label = _("组内名次") if ours.result.group else _("名次")
    rows = [
        _figure(label, place_text(place), _("共%(size)s个") % {"size": scope.size}, _moved(found, before)),
        *(_over_all(found, ours) if ours.result.group else []),
        _figure(_("总分"), points_text(ours.result.total), _("分"), _gap_words(place)),
    ]
    if found.round.line is not None:
        note = _("达标线%(line)s分") % {"line": points_text(found.round.line)}
        rows.append(_figure(_("距达标线"), signed(ours.standing.to_line), _("分"), note))
    for each in (scope, found.ranking.over_all) if ours.result.group else (scope,):
        rows += _quota_figure(each, ours)
    return rows


def remarks(found: RoundResults) -> list[tuple[str, str]]:
    """Tone and sentence of what is to be minded: hard faults, a cut tie, missing totals, places that do not agree."""
    said: list[tuple[str, str]] = []
    if found.ours and found.ours.faults:
        faults = "；".join(fault.text for fault in found.ours.faults)
        said.append(("error", _("我们被指出硬伤：%(faults)s。") % {"faults": faults}))
    for scope in (found.ranking.over_all, *found.ranking.groups):
        if scope.tied_at_cut:
            words = _("%(scope)s名额%(quota)s个正好切在并列处：%(tied)s个地区同为%(total)s分，只剩%(left)s个名额。")
            facts = {"scope": scope.name, "quota": scope.quota, "tied": scope.tied_at_cut, "left": scope.places_at_cut}
            said.append(("warning", words % {**facts, "total": points_text(scope.last_inside)}))
    if found.ranking.over_all.missing:
        words = _("有%(n)s个地区没有公布总分，名次是暂时的。")
        said.append(("warning", words % {"n": found.ranking.over_all.missing}))
    names = [each.result.place for each in found.places if not each.agrees]
    if names:
        words = _("公布名次与按总分算的不同：%(names)s。两者都已保留，以公布的为准。")
        said.append(("info", words % {"names": "、".join(names)}))
    return said


def shown_losses(found: Sequence[Loss]) -> list[ShownLoss]:
    """The methods or items for the table."""
    return [_loss(each) for each in found]


def trend_figures(rounds: Sequence[RoundResults], names: Sequence[str]) -> dict[str, Any]:
    """The totals of these places over the rounds, as the chart takes them; points."""
    series = [
        {"name": name, "values": [_total_in(each, name) for each in rounds], **({"tone": "accent"} if at == 0 else {})}
        for at, name in enumerate(names)
    ]
    known = [value for each in series for value in each["values"] if value is not None]
    return {
        "kind": "line",
        "category": _("轮次"),
        "categories": [each.round.name for each in rounds],
        "unit": _("分"),
        "min": max(0, int(min(known)) - 2) if known else 0,
        "series": series,
    }


def _total_in(found: RoundResults, name: str) -> float | None:
    place = found.of(name)
    return None if place is None or place.result.total is None else float(half_up(place.result.total))


def _row(each: RankedPlace, ours: Decimal | None, *, in_group: bool) -> ShownPlace:
    result, standing = each.result, each.standing
    place = standing.in_group if in_group else standing.over_all
    quota = place if place and place.to_last_inside is not None else None
    gap = None if ours is None or result.total is None or result.is_ours else result.total - ours
    return ShownPlace(
        key=str(result.pk),
        name=result.place,
        group=result.group,
        place=place_text(place),
        over_all=place_text(standing.over_all),
        published="" if result.published_place is None else str(result.published_place),
        agrees=each.agrees,
        total=points_text(result.total),
        to_ours=signed(gap),
        to_line=signed(standing.to_line),
        inside="" if quota is None else _inside(quota),
        faults=[fault.text for fault in each.faults],
        comments=result.comments,
        is_ours=result.is_ours,
    )


def _inside(place: Place) -> str:
    if place.inside is None:
        return _("并列待定")
    return _("名额内") if place.inside else _("名额外")


def _figure(label: str, value: str, unit: str, note: str) -> dict[str, str]:
    return {"label": label, "value": value, "unit": unit, "note": note}


def _over_all(found: RoundResults, ours: RankedPlace) -> list[dict[str, str]]:
    size = found.ranking.over_all.size
    return [_figure(_("总名次"), place_text(ours.standing.over_all), _("共%(size)s个") % {"size": size}, "")]


def _quota_figure(scope: Scope, ours: RankedPlace) -> list[dict[str, str]]:
    place = ours.standing.in_group if scope.name else ours.standing.over_all
    if scope.quota is None or place is None:
        return []
    label = _("距组内名额末位") if scope.name else _("距名额末位")
    note = _("名额%(quota)s个，%(inside)s") % {"quota": scope.quota, "inside": _inside(place)}
    return [_figure(label, signed(place.to_last_inside), _("分"), note)]


def _moved(found: RoundResults, before: RoundResults | None) -> str:
    gained = places_gained(found, before)
    if gained is None or before is None:
        return ""
    facts = {"round": before.round.name, "n": abs(gained)}
    if gained == 0:
        return _("与“%(round)s”相同") % facts
    return (_("比“%(round)s”升%(n)s位") if gained > 0 else _("比“%(round)s”降%(n)s位")) % facts


def _gap_words(place: Place | None) -> str:
    if place is None:
        return ""
    words = []
    if place.to_above is not None:
        words.append(_("差前一名%(gap)s分") % {"gap": points_text(place.to_above)})
    if place.to_below is not None:
        words.append(_("高后一名%(gap)s分") % {"gap": points_text(place.to_below)})
    return "，".join(words)


def _loss(each: Loss) -> ShownLoss:
    change = each.change
    tone, word = _trend(change)
    return ShownLoss(
        name=each.name,
        earned=points_text(each.earned),
        full=points_text(each.full),
        lost=points_text(each.lost),
        rate=_percent(each.rate),
        ours=each.ours,
        match=each.match.value,
        now=_percent(each.now) if each.match is not Matched.LIKELY else "",
        change="" if change is None else _signed_percent(change),
        tone=tone,
        word=word,
    )


def _trend(change: Fraction | None) -> tuple[str, str]:
    if change is None:
        return "muted", ""
    if half_up(100 * change) == 0:
        return "muted", _("持平")
    return ("green", _("好转")) if change > 0 else ("red", _("变差"))


def _signed_percent(change: Fraction) -> str:
    """Two places, whatever the exact number: a rate is ours, not published."""
    return signed(half_up(100 * change))


def _percent(rate: Fraction | None) -> str:
    return "" if rate is None else score_text(100 * rate) or ""
