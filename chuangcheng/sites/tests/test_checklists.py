"""What is looked at at a type: items of every kind, their versions, the sample, new editions."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import models, transaction

from chuangcheng.core.access import SYSTEM
from chuangcheng.core.errors import InvalidInput, NotFound, NotPermitted
from chuangcheng.core.models import AuditEntry
from chuangcheng.core.testing import deliver_events
from chuangcheng.core.times import today
from chuangcheng.orgs.testing import Cast, actor_of
from chuangcheng.sites.models import ChecklistItem
from chuangcheng.sites.queries import checklist_of
from chuangcheng.sites.services import (
    ItemFacts,
    ItemRetired,
    add_item,
    change_item,
    load_sample_checklists,
    move_item,
    retire_item,
)
from chuangcheng.sites.services import checklists as service
from chuangcheng.sites.testing import make_item, make_site_type
from chuangcheng.standards.services import carry_over, load_sample

TEXT = "地面干净，无积存垃圾。"


def add(cast: Cast, kind: str = "yes_no", **facts: Any) -> ChecklistItem:
    given = ItemFacts(**{"code": "L.1", "text": TEXT, "kind": kind, **facts})
    return add_item(actor=actor_of(cast.chief), site_type_id=make_site_type().pk, facts=given, standard_codes={})


@pytest.mark.parametrize(
    ("kind", "own", "kept"),
    [
        ("yes_no", {}, {}),
        ("at_least", {"minimum": 5, "unit": "处"}, {"minimum": 5}),
        ("tally", {"unit": "处"}, {}),
        ("timed", {"minutes": 5, "unit": "人次"}, {"minutes": 5}),
        ("percentage", {"line": Decimal("99.5")}, {"line": Decimal("99.50")}),
        ("composite", {"pieces": ("灭火器", " 安全锤 ", "灭火器", "")}, {"pieces": ["灭火器", "安全锤"]}),
    ],
)
def test_every_kind_keeps_its_own_parameters_and_no_others(
    cast: Cast, kind: str, own: dict[str, Any], kept: dict[str, Any]
) -> None:
    everything: dict[str, Any] = {"minimum": 7, "minutes": 7, "line": Decimal(7), "pieces": ("甲", "乙")}
    item = add(cast, kind, **{**everything, **own})
    empty: dict[str, Any] = {"minimum": None, "minutes": None, "line": None, "pieces": []}
    assert {name: getattr(item, name) for name in empty} == {**empty, **kept}


@pytest.mark.parametrize(
    ("kind", "wrong"),
    [
        ("nonsense", {}),
        ("at_least", {}),
        ("at_least", {"minimum": 0}),
        ("at_least", {"minimum": 10_000}),
        ("timed", {"minutes": -1}),
        ("timed", {"minutes": 601}),
        ("percentage", {}),
        ("percentage", {"line": Decimal(0)}),
        ("percentage", {"line": Decimal("100.01")}),
        ("percentage", {"line": Decimal("NaN")}),
        ("composite", {"pieces": ()}),
        ("composite", {"pieces": ("一项",)}),
        ("composite", {"pieces": tuple(str(n) for n in range(31))}),
        ("yes_no", {"text": ""}),
        ("yes_no", {"text": "字" * 301}),
        ("yes_no", {"code": ""}),
        ("yes_no", {"text": "空\x00字符"}),
        ("yes_no", {"marks": Decimal(-1)}),
        ("yes_no", {"marks": Decimal("Infinity")}),
        ("yes_no", {"part": "政府"}),
    ],
)
def test_wrong_items_are_refused(cast: Cast, kind: str, wrong: dict[str, Any]) -> None:
    with pytest.raises(InvalidInput):
        add(cast, kind, **wrong)
    assert not ChecklistItem.objects.exists()


def test_items_stand_in_the_order_in_which_they_were_added_until_moved(cast: Cast) -> None:
    first, second, third = (add(cast, code=f"L.{n}") for n in range(3))
    move_item(actor=actor_of(cast.chief), item_id=third.pk, before_id=first.pk)
    found = checklist_of(site_type_id=first.site_type_id, day=today())
    assert [item.code for item in found] == ["L.2", "L.0", "L.1"]
    move_item(actor=actor_of(cast.chief), item_id=third.pk, before_id=None)
    assert [item.code for item in checklist_of(site_type_id=first.site_type_id, day=today())] == ["L.0", "L.1", "L.2"]
    with pytest.raises(InvalidInput):
        move_item(actor=actor_of(cast.chief), item_id=third.pk, before_id=make_item(make_site_type("公园"), "P.1").pk)
    assert second.order == 1


def test_a_code_stands_once_in_a_checklist(cast: Cast) -> None:
    add(cast)
    with pytest.raises(InvalidInput, match=r"L\.1"):
        add(cast)


def test_who_does_not_keep_checklists_changes_none(cast: Cast) -> None:
    item = add(cast)
    facts = ItemFacts(code="L.2", text=TEXT, kind="yes_no")
    liaison = actor_of(cast.liaison)
    with pytest.raises(NotPermitted):
        add_item(actor=liaison, site_type_id=item.site_type_id, facts=facts, standard_codes={})
    with pytest.raises(NotPermitted):
        change_item(actor=liaison, item_id=item.pk, facts=facts, standard_codes={}, day=today())
    with pytest.raises(NotPermitted):
        retire_item(actor=liaison, item_id=item.pk, day=today())
    with pytest.raises(NotFound):
        retire_item(actor=actor_of(cast.chief), item_id=0, day=today())


def test_an_item_nobody_answered_is_changed_in_place(cast: Cast) -> None:
    item = add(cast)
    facts = ItemFacts(code="L.1", text="地面干净。", kind="tally", unit="处")
    changed = change_item(actor=actor_of(cast.chief), item_id=item.pk, facts=facts, standard_codes={}, day=today())
    assert changed.pk == item.pk
    assert ChecklistItem.objects.get().text == "地面干净。"


def test_an_answered_item_is_replaced_and_stays_for_old_visits(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    item = add(cast)
    # Stands for a visit of a higher context, whose answers protect the item from being deleted.
    monkeypatch.setattr(service, "_is_answered", lambda _item: True)
    facts = ItemFacts(code="L.1", text="地面干净。", kind="yes_no")
    changed = change_item(actor=actor_of(cast.chief), item_id=item.pk, facts=facts, standard_codes={}, day=today())
    item.refresh_from_db()
    assert changed.pk != item.pk
    assert (item.text, item.retired_on) == (TEXT, today())
    assert [row.pk for row in checklist_of(site_type_id=item.site_type_id, day=today())] == [changed.pk]
    yesterday = today() - timedelta(days=1)
    assert item.pk in {row.pk for row in checklist_of(site_type_id=item.site_type_id, day=yesterday)}
    with pytest.raises(ItemRetired):
        change_item(actor=actor_of(cast.chief), item_id=item.pk, facts=facts, standard_codes={}, day=today())


def test_new_marks_of_an_answered_item_need_no_new_version(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    item = add(cast)
    monkeypatch.setattr(service, "_is_answered", lambda _item: True)
    facts = ItemFacts(code="L.1", text=TEXT, kind="yes_no", marks=Decimal(5))
    assert (
        change_item(actor=actor_of(cast.chief), item_id=item.pk, facts=facts, standard_codes={}, day=today()).pk
        == item.pk
    )


def test_a_protected_item_counts_as_answered(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    item = add(cast)
    assert not service._is_answered(item)
    assert ChecklistItem.objects.filter(pk=item.pk).exists()

    def protect(*_: object) -> None:
        raise models.ProtectedError("protected", set())

    monkeypatch.setattr(models.QuerySet, "delete", protect)
    with transaction.atomic():
        assert service._is_answered(item)


def test_a_retired_item_is_not_asked_and_its_code_is_free(cast: Cast) -> None:
    item = add(cast)
    for _time in range(2):
        retire_item(actor=actor_of(cast.chief), item_id=item.pk, day=today())
    assert checklist_of(site_type_id=item.site_type_id, day=today()) == []
    assert add(cast).pk != item.pk
    assert AuditEntry.objects.filter(action="sites.retire_checklist_item").count() == 1


def test_the_sample_brings_a_checklist_for_each_of_the_26_types(cast: Cast) -> None:
    framework = load_sample(actor=SYSTEM)
    loaded = load_sample_checklists(framework=framework, actor=actor_of(cast.chief))
    assert loaded.items > 400
    assert ChecklistItem.objects.values("site_type").distinct().count() == 26
    assert set(ChecklistItem.objects.values_list("kind", flat=True)) == set(ChecklistItem.Kind.values)
    road = checklist_of(site_type_id=make_site_type("主次干道").pk, day=today())
    assert [item.code for item in road][:2] == ["C0.publicity.1", "C0.publicity.2"]
    item = next(item for item in road if item.code == "main-road.1")
    assert (item.kind, item.minimum, item.unit, item.marks) == ("at_least", 5, "处", Decimal(5))
    assert [standard.code for standard in item.standards.all()] == ["1.2.1"]
    assert ChecklistItem.objects.get(code="township.12").part == "公厕"
    again = load_sample_checklists(framework=framework, actor=actor_of(cast.chief))
    assert (again.items, again.links) == (0, 0)


def test_the_sample_leaves_changed_and_retired_items_alone(cast: Cast) -> None:
    framework = load_sample(actor=SYSTEM)
    load_sample_checklists(framework=framework, actor=actor_of(cast.chief))
    ChecklistItem.objects.filter(code="main-road.1").update(text="改过的")
    retire_item(actor=SYSTEM, item_id=ChecklistItem.objects.get(code="main-road.2").pk, day=today())
    assert load_sample_checklists(framework=framework, actor=actor_of(cast.chief)).items == 0
    assert ChecklistItem.objects.get(code="main-road.1").text == "改过的"


def test_an_item_is_linked_to_standards_by_code(cast: Cast) -> None:
    framework = load_sample(actor=SYSTEM)
    item = add(cast)
    facts = ItemFacts(code="L.1", text=TEXT, kind="yes_no")
    chief = actor_of(cast.chief)

    def link(*codes: str) -> list[str]:
        codes_by_framework = {framework.pk: codes}
        change_item(actor=chief, item_id=item.pk, facts=facts, standard_codes=codes_by_framework, day=today())
        return sorted(item.standards.values_list("code", flat=True))

    assert link("6.2.1", "6.2.2") == ["6.2.1", "6.2.2"]
    assert link("6.2.2") == ["6.2.2"]
    with pytest.raises(InvalidInput, match=r"9\.9\.9"):
        link("9.9.9")
    assert sorted(item.standards.values_list("code", flat=True)) == ["6.2.2"]


def test_a_new_edition_takes_the_links_along(cast: Cast) -> None:
    framework = load_sample(actor=SYSTEM)
    load_sample_checklists(framework=framework, actor=SYSTEM)
    new = carry_over(actor=SYSTEM, framework_id=framework.pk, edition="下一版", starts_on=today())
    deliver_events()
    item = ChecklistItem.objects.get(code="main-road.11")
    codes = item.standards.filter(framework=new).values_list("code", flat=True)
    assert sorted(codes) == ["10.2.4", "6.2.7"]
    assert item.standards.filter(framework=framework).count() == 2
