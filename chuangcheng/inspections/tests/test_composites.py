"""Composite places: the weighted mean of what was visited, the missing named; nothing of it enters the sheet."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from chuangcheng.core.errors import InvalidInput
from chuangcheng.core.ids import new_id
from chuangcheng.core.times import now, today
from chuangcheng.inspections.composites import Part, composite_score
from chuangcheng.inspections.models import CompositePlace, Round
from chuangcheng.inspections.queries import WhatCounts, tallies
from chuangcheng.inspections.queries.composites import composite_scores
from chuangcheng.inspections.services.composites import PartGiven, compose
from chuangcheng.inspections.testing import Field, make_field, make_round, make_visit
from chuangcheng.orgs.testing import Cast, actor_of

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
TOWN = (("政府", 20, 84), ("主要街道", 30, 45), ("公厕", 15, 80), ("行政村", 20, 55), ("公路、河道", 15, None))


def town(road: int | None) -> list[Part]:
    """The published township (84, 45, 80, 55, … → 61.7); its fifth figure was not given."""
    scores = [road if score is None else score for _name, _weight, score in TOWN]
    return [
        Part(name, Decimal(weight), [] if score is None else [Decimal(score)])
        for (name, weight, _score), score in zip(TOWN, scores, strict=True)
    ]


def test_published_township() -> None:
    """The four given figures are worth 53.30 of 100; 56 at roads and rivers makes the published 61.7."""
    assert composite_score(town(0)).score == Decimal("53.30")
    assert composite_score(town(56)).score == Decimal("61.70")


def test_missing_part_is_named_and_the_others_keep_their_proportion() -> None:
    found = composite_score(town(None))
    assert (found.score, found.known_weight, found.missing) == (Decimal("62.71"), Decimal(85), ["公路、河道"])


def test_nothing_known_has_no_score() -> None:
    assert composite_score([Part("政府", Decimal(100), [])]).score is None


PARTS = st.lists(
    st.builds(
        Part,
        st.just("部分"),
        st.integers(1, 100).map(Decimal),
        st.lists(st.integers(0, 100).map(Decimal), max_size=4),
    ),
    max_size=6,
)


@given(PARTS)
def test_score_lies_between_the_worst_and_the_best_and_ignores_the_order(parts: list[Part]) -> None:
    found = composite_score(parts)
    scores = [score for part in parts for score in part.scores]
    assert found == composite_score(parts[::-1]) or sorted(found.missing) == sorted(
        composite_score(parts[::-1]).missing
    )
    if not scores:
        assert found.score is None
        return
    assert found.score is not None
    assert min(scores) <= found.score <= max(scores)


@pytest.fixture
def field(cast: Cast) -> Field:
    return make_field(cast, sites=3)


@pytest.fixture
def found(cast: Cast, field: Field) -> Round:
    made = make_round(cast, field)
    make_visit(cast, field, made, site=field.sites[0], litter={"faults": 2})  # 70
    make_visit(cast, field, made, site=field.sites[1])  # 100
    return made


def parts(field: Field, *weights: str) -> list[PartGiven]:
    return [
        PartGiven(f"第{number}部分", Decimal(weight), [field.sites[number].number])
        for number, weight in enumerate(weights)
    ]


def composed(cast: Cast, field: Field, *weights: str, **changed: Any) -> CompositePlace:
    facts: dict[str, Any] = {"name": "白石镇", "starts_on": today(), "place_id": new_id(), "is_new": True, **changed}
    return compose(actor=actor_of(cast.chief), parts=parts(field, *weights), **facts)


def test_score_in_a_round_with_who_is_missing(cast: Cast, field: Field, found: Round) -> None:
    composed(cast, field, "50", "20", "30")
    row = composite_scores(actor=actor_of(cast.chief), found=found)[0]
    assert (row.result.score, row.result.missing) == (Decimal("78.57"), ["第2部分"])  # (35 + 20) / 0.7
    assert tallies(WhatCounts(field.framework.pk, until=now())) == []


def test_round_keeps_the_composition_of_its_time(cast: Cast, field: Field, found: Round) -> None:
    place = composed(cast, field, "50", "50", starts_on=today() - timedelta(days=9))
    composed(cast, field, "100", place_id=place.pk, is_new=False, starts_on=today() + timedelta(days=9))
    assert composite_scores(actor=actor_of(cast.chief), found=found)[0].result.score == Decimal("85.00")


@pytest.mark.parametrize("weights", [("50", "40"), ("0", "100"), ()])
def test_weights_that_do_not_make_a_whole_are_refused(cast: Cast, field: Field, weights: tuple[str, ...]) -> None:
    with pytest.raises(InvalidInput):
        composed(cast, field, *weights)


def test_visits_returned_for_amendment_do_not_count(cast: Cast, field: Field) -> None:
    reviewed = make_round(cast, field, asks_review=True)
    make_visit(cast, field, reviewed)
    composed(cast, field, "100")
    assert composite_scores(actor=actor_of(cast.chief), found=reviewed) == []


def test_pages_from_the_form_to_the_table(cast: Cast, field: Field, found: Round) -> None:
    client = Client()
    client.force_login(cast.chief, backend=BACKEND)
    numbers = [site.number for site in field.sites]
    given = {"name": "白石镇", "starts_on": str(today()), "part": ["政府", "街道", ""], "weight": ["40", "50", ""]}
    sent = {**given, "sites_0": [numbers[0]], "sites_1": numbers[1:], "words": ["", "", ""]}
    wrong = client.post("/composites/new/", sent)
    assert wrong.status_code == 422
    assert "合计是90%" in wrong.content.decode()
    assert client.post("/composites/new/", {**sent, "weight": ["40", "60", ""]}).status_code == 302
    assert "白石镇" in client.get("/composites/").content.decode()
    assert "88.00" in client.get(f"/rounds/{found.pk}/").content.decode()
    answer = client.get(f"/rounds/{found.pk}/composites.xlsx")
    assert b"".join(answer.streaming_content)[:2] == b"PK"  # type: ignore[attr-defined] # a file
    place = CompositePlace.objects.get()
    assert client.get(f"/composites/{place.pk}/edit/").status_code == 200
    api = client.get(f"/api/v1/rounds/{found.pk}/composites").json()
    assert api[0]["score"] == "88.00"


def test_sites_are_suggested_by_name_or_number_and_kept_by_number(cast: Cast, field: Field) -> None:
    client = Client()
    client.force_login(cast.chief, backend=BACKEND)
    site = field.sites[1]
    for words in (site.name, site.number):
        assert (
            f'data-value="{site.number}"' in client.get("/composites/suggest/sites/", {"words": words}).content.decode()
        )
    assert "data-value" not in client.get("/composites/suggest/sites/", {"words": "没有这个地方"}).content.decode()
    client.force_login(cast.inspector, backend=BACKEND)
    assert client.get("/composites/suggest/sites/").status_code == 403


def test_without_scripts_typed_numbers_and_names_count(cast: Cast, field: Field) -> None:
    client = Client()
    client.force_login(cast.chief, backend=BACKEND)
    first, second, third = field.sites
    sent = {"name": "白石镇", "starts_on": str(today()), "part": ["政府", "街道"], "weight": ["40", "60"]}
    typed = {**sent, "sites_0": [first.number], "words": ["", f"{second.number}、{third.name}"]}
    assert client.post("/composites/new/", typed).status_code == 302
    made = CompositePlace.objects.get().compositions.get()
    assert [set(part.sites.all()) for part in made.parts.all()] == [{first}, {second, third}]
    form = client.get(f"/composites/{made.place_id}/edit/").content.decode()
    assert f'name="sites_0" value="{first.number}" checked' in form


def test_name_of_several_sites_or_of_none_is_refused_and_stays_in_the_form(cast: Cast, field: Field) -> None:
    client = Client()
    client.force_login(cast.chief, backend=BACKEND)
    first, second, third = field.sites
    type(first).objects.filter(pk__in=[second.pk, third.pk]).update(name="白石公厕")
    sent = {"name": "白石镇", "starts_on": str(today()), "part": ["政府"], "weight": ["100"], "sites_0": [first.number]}
    several = client.post("/composites/new/", {**sent, "words": ["白石公厕"]})
    assert several.status_code == 422
    assert f"请改填编号：{second.number}、{third.number}" in several.content.decode()
    none = client.post("/composites/new/", {**sent, "words": ["白石码头"]}).content.decode()
    assert "没有找到点位“白石码头”" in none
    assert 'value="白石码头"' in none
    assert f'value="{first.number}" checked aria-label="{first.name}"' in none
    assert not CompositePlace.objects.exists()
