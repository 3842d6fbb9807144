"""Writes the tree of a framework from drafts: a code is a standard, so the same drafts twice change nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import TypeVar

from chuangcheng.core.search import Entry, index_all
from chuangcheng.standards.drafts import StandardDraft
from chuangcheng.standards.models import Content, Framework, Item, NegativeEntry, Part, Standard
from chuangcheng.standards.queries import draft_of, same_standard
from chuangcheng.standards.queries.drafts import place_of
from chuangcheng.standards.services.site_types import site_type_ids

STANDARD_FIELDS = ["content_id", "text", "marks", "evidence", "source"]
BATCH = 200  # rows in one statement
R = TypeVar("R", Item, Content, Standard, NegativeEntry)


@dataclass(frozen=True)
class Written:
    """What became of each draft, by code."""

    created: tuple[str, ...] = ()
    updated: tuple[str, ...] = ()
    unchanged: tuple[str, ...] = ()


@dataclass
class _Plan:
    """The rows to write, each with its draft."""

    created: list[tuple[Standard, StandardDraft]] = field(default_factory=list)
    updated: list[tuple[Standard, StandardDraft]] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)

    @property
    def changed(self) -> list[tuple[Standard, StandardDraft]]:
        return [*self.created, *self.updated]


def write_standards(*, framework: Framework, drafts: Sequence[StandardDraft]) -> Written:
    """Creates or updates the standards of a draft framework; call it inside a transaction. Standards not named stay."""
    contents = _write_contents(framework, drafts)
    types = site_type_ids(dict.fromkeys(name for draft in drafts for name in draft.site_types))
    plan = _planned(framework, drafts, contents, types)
    _save(plan)
    _save_parts(plan)
    _save_site_types(plan, types)
    drop_empty_contents(framework)
    _index(plan)
    return Written(
        tuple(row.code for row, _draft in plan.created),
        tuple(row.code for row, _draft in plan.updated),
        tuple(plan.unchanged),
    )


def put_in_order(*, framework: Framework, codes: Sequence[str]) -> None:
    """Items, contents and standards in the order of these codes; what is not named comes after, as it stood."""
    places = {code: place for place, code in enumerate(codes)}
    rows = sorted(framework.standards.select_related("content__item"), key=place_of)
    rows.sort(key=lambda row: places.get(row.code, len(places)))
    items = list(dict.fromkeys(row.content.item for row in rows))
    contents = list(dict.fromkeys(row.content for row in rows))
    Item.objects.bulk_update(renumbered(items), ["order"], batch_size=BATCH)
    Content.objects.bulk_update(renumbered(contents), ["order"], batch_size=BATCH)
    Standard.objects.bulk_update(renumbered(rows), ["order"], batch_size=BATCH)


def search_entry(row: Standard) -> Entry:
    """The standard as the search knows it; its content and item should have been read with it."""
    return Entry("standard", str(row.pk), row.text, row.code, f"{row.content.name} {row.content.item.name}")


def renumbered(rows: Sequence[R]) -> list[R]:
    """Gives the rows the numbers of their places; those that had another one, to be saved."""
    moved = [row for order, row in enumerate(rows) if row.order != order]
    for order, row in enumerate(rows):
        row.order = order
    return moved


def drop_empty_contents(framework: Framework) -> None:
    """Contents without a standard, and items without a content, are no more."""
    Content.objects.filter(item__framework=framework, standards__isnull=True).delete()
    framework.items.filter(contents__isnull=True).delete()


def _planned(
    framework: Framework,
    drafts: Sequence[StandardDraft],
    contents: dict[tuple[str, str], Content],
    types: dict[str, int],
) -> _Plan:
    rows = framework.standards.select_related("content__item").prefetch_related("parts", "site_types")
    existing = {row.code: row for row in rows}
    plan = _Plan()
    for draft in drafts:
        row = existing.get(draft.code)
        content = contents[draft.item, draft.content]
        if row is not None and _same(row, draft, types):
            plan.unchanged.append(draft.code)
            continue
        target = plan.created if row is None else plan.updated
        row = row or Standard(framework=framework, code=draft.code, order=len(existing) + len(plan.created))
        row.content = content
        row.text, row.marks, row.evidence, row.source = draft.text, draft.marks, draft.evidence, draft.source
        target.append((row, draft))
    return plan


def _same(row: Standard, draft: StandardDraft, types: dict[str, int]) -> bool:
    """As `same_standard`, and an alias of a site type is the type."""
    is_typed_alike = {found.pk for found in row.site_types.all()} == {types[name] for name in draft.site_types}
    now = draft_of(row)
    return is_typed_alike and same_standard(now, replace(draft, site_types=now.site_types))


def _save(plan: _Plan) -> None:
    Standard.objects.bulk_create([row for row, _draft in plan.created], batch_size=BATCH)
    Standard.objects.bulk_update([row for row, _draft in plan.updated], STANDARD_FIELDS, batch_size=BATCH)


def _save_parts(plan: _Plan) -> None:
    Part.objects.filter(standard__in=[row for row, _draft in plan.updated]).delete()
    Part.objects.bulk_create(
        (
            Part(
                standard=row,
                order=order,
                method=part.method,
                share=part.share,
                rule=part.rule,
                parameters=part.parameters,
            )
            for row, draft in plan.changed
            for order, part in enumerate(draft.parts)
        ),
        batch_size=BATCH,
    )


def _save_site_types(plan: _Plan, types: dict[str, int]) -> None:
    links = Standard.site_types.through.objects
    links.filter(standard__in=[row for row, _draft in plan.updated]).delete()
    links.bulk_create(
        (
            links.model(standard_id=row.pk, sitetype_id=key)
            for row, draft in plan.changed
            for key in dict.fromkeys(types[name] for name in draft.site_types)
        ),
        batch_size=BATCH,
    )


def _index(plan: _Plan) -> None:
    index_all(search_entry(row) for row, _draft in plan.changed)


def _write_contents(framework: Framework, drafts: Sequence[StandardDraft]) -> dict[tuple[str, str], Content]:
    """The contents by (item, name), missing ones made in the order of the drafts."""
    items = _write_items(framework, drafts)
    rows = Content.objects.filter(item__framework=framework).select_related("item")
    found = {(row.item.name, row.name): row for row in rows}
    wanted = dict.fromkeys((draft.item, draft.content) for draft in drafts)
    fresh = [
        Content(item=items[item], name=name, order=len(found) + index)
        for index, (item, name) in enumerate(key for key in wanted if key not in found)
    ]
    Content.objects.bulk_create(fresh, batch_size=BATCH)
    return found | {(row.item.name, row.name): row for row in fresh}


def _write_items(framework: Framework, drafts: Sequence[StandardDraft]) -> dict[str, Item]:
    found = {item.name: item for item in framework.items.all()}
    codes = {draft.item: draft.item_code for draft in drafts if draft.item_code}
    wanted = dict.fromkeys(draft.item for draft in drafts)
    fresh = [
        Item(framework=framework, name=name, code=codes.get(name, ""), order=len(found) + index)
        for index, name in enumerate(name for name in wanted if name not in found)
    ]
    Item.objects.bulk_create(fresh, batch_size=BATCH)
    renumbered = [item for item in found.values() if codes.get(item.name, item.code) != item.code]
    for item in renumbered:
        item.code = codes[item.name]
    Item.objects.bulk_update(renumbered, ["code"], batch_size=BATCH)
    return found | {item.name: item for item in fresh}
