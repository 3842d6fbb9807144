"""A sheet of one round alone, and of all rounds but one."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from chuangcheng.core.times import today
from chuangcheng.inspections.models import Round
from chuangcheng.inspections.testing import Field, bring_to, make_field, make_round, make_visit
from chuangcheng.orgs.testing import Cast, actor_of
from chuangcheng.scoring.engine import score_text
from chuangcheng.scoring.queries import SheetChoice, checks_behind, sheet_for
from chuangcheng.standards.models import Part

pytestmark = pytest.mark.django_db


@pytest.fixture
def field(cast: Cast) -> Field:
    made = make_field(cast, sites=2)
    for standard in made.standards.values():
        Part.objects.create(standard=standard, method="实地考察", share=Decimal(1), rule="pass_rate", order=0)
    return made


def checked_round(cast: Cast, field: Field, *, state: str = "released", **found: Any) -> Round:
    made = make_round(cast, field, name=f"轮次{len(found)}")
    make_visit(cast, field, made, **found)
    return bring_to(cast, made, state)


def total(cast: Cast, field: Field, **chosen: Any) -> str | None:
    found = sheet_for(
        actor=actor_of(cast.chief), framework_id=field.framework.pk, choice=SheetChoice(today(), **chosen)
    )
    return score_text(found.sheet.outcome.score.total)


@pytest.mark.parametrize("counted", ["all", "latest"])
def test_sheet_counts_one_round_alone_or_all_but_one(cast: Cast, field: Field, counted: str) -> None:
    field.framework.counted_checks = counted
    field.framework.save()
    good = checked_round(cast, field)
    bad = checked_round(cast, field, litter={"faults": 3}, smoking={"faults": 1})

    assert total(cast, field, round_id=good.pk) == "100.00"
    assert total(cast, field, round_id=bad.pk) == "66.67"  # 2.1 has neither of its two checks
    assert total(cast, field, without_round_id=bad.pk) == "100.00"
    assert total(cast, field) == ("83.33" if counted == "all" else "66.67")


def test_round_that_is_not_released_counts_for_nothing_even_when_named(cast: Cast, field: Field) -> None:
    secret = checked_round(cast, field, state="finished", litter={"faults": 3})
    choice = SheetChoice(today(), round_id=secret.pk)

    assert total(cast, field, round_id=secret.pk) is None
    assert not checks_behind(actor=actor_of(cast.chief), standard=field.standards["2.1"], choice=choice).exists()


def test_pages_keep_and_say_the_single_round_but_not_the_name_of_a_secret_one(cast: Cast, field: Field) -> None:
    known = checked_round(cast, field, litter={"faults": 3})
    secret = make_round(cast, field, kind="mystery", name="秘密轮次")
    client = Client()
    client.force_login(cast.east_liaison, backend="allauth.account.auth_backends.AuthenticationBackend")

    told = client.get(f"/scores/{field.framework.pk}/?round={known.pk}").content.decode()
    hidden = client.get(f"/scores/{field.framework.pk}/?round={secret.pk}").content.decode()

    assert f"只计这一轮：{known.name}" in told
    assert f"/?round={known.pk}" in told  # the way down keeps it
    assert "秘密轮次" not in hidden
    assert "尚未发布" in hidden
