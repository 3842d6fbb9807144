"""Loads the sample frameworks that ship with the product; each says on its face that it is a sample."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from datetime import timedelta
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from django.db import transaction

from chuangcheng.core import audit
from chuangcheng.core.access import Actor
from chuangcheng.standards.drafts import NegativeDraft, PartDraft, StandardDraft
from chuangcheng.standards.models import Framework, StandardLink
from chuangcheng.standards.services.crosswalk import LinkDraft, write_links
from chuangcheng.standards.services.frameworks import create_framework
from chuangcheng.standards.services.negative import write_negative_entries
from chuangcheng.standards.services.site_types import write_site_types
from chuangcheng.standards.services.tree import write_standards
from chuangcheng.standards.services.usual_types import usual_site_types

SAMPLE = Path(__file__).resolve().parents[1] / "sample"
OTHER_SAMPLES = ("hygiene", "garden")


@transaction.atomic
def load_sample(*, actor: Actor, scope: str = "district") -> Framework:
    """The sample framework in force, for a district or a county; the one loaded before, if any."""
    head = sample_file("framework.toml")
    edition = f"{head['edition']}·{head['editions'][scope]['name']}"
    return _loaded(actor, head, edition, _standard_drafts(scope), _negative_drafts())


@transaction.atomic
def load_samples(*, actor: Actor, scope: str = "district") -> Framework:
    """The samples of three programmes with their crosswalk; the civilised one, made last, is what pages show first."""
    others = {name: sample_file(f"{name}/framework.toml") for name in OTHER_SAMPLES}
    loaded = {
        name: _loaded(actor, head, head["edition"], _tree_drafts(head["items"], ""), [])
        for name, head in others.items()
    }
    civilised = load_sample(actor=actor, scope=scope)
    # Loaded beside one that was there before, they are still not the newest.
    Framework.objects.filter(pk__in=[row.pk for row in loaded.values()], created_at__gt=civilised.created_at).update(
        created_at=civilised.created_at - timedelta(seconds=1)
    )
    _link_samples(actor, {"civilised": civilised, **loaded})
    return civilised


def _loaded(
    actor: Actor,
    head: dict[str, Any],
    edition: str,
    drafts: list[StandardDraft],
    entries: list[NegativeDraft],
) -> Framework:
    found = Framework.objects.filter(code=head["code"], edition=edition).first()
    if found is not None:
        return found
    write_site_types(rows=usual_site_types())
    made = create_framework(
        actor=actor,
        code=head["code"],
        name=head["name"],
        edition=edition,
        programme=head["kind"],
        is_sample=True,
        note="\n".join(text for text in (head["note"], head.get("cycle_note", "")) if text),
        levels=head["levels"],
        total=Decimal(str(head["total"])),
        method_weights={name: str(weight) for name, weight in head["method_weights"].items()},
        cycle_weights=[str(weight) for weight in head["cycle_weights"]],
        gate=head.get("gate", {}),
    )
    write_standards(framework=made, drafts=drafts)
    write_negative_entries(framework=made, drafts=entries)
    made.state = Framework.State.IN_FORCE
    made.save(update_fields=["state"])
    audit.record(actor=actor, action="standards.load_sample", subject=made)
    return made


@cache
def sample_file(name: str) -> dict[str, Any]:
    """One TOML file of the sample."""
    return tomllib.loads((SAMPLE / name).read_text(encoding="utf-8"))


def _link_samples(actor: Actor, frameworks: Mapping[str, Framework]) -> None:
    """Written at once, as the standards are: this runs on first start. Links that a person made or ended stay."""
    codes = {name: dict(row.standards.values_list("code", "pk")) for name, row in frameworks.items()}
    if StandardLink.objects.filter(first__framework__in=[row.pk for row in frameworks.values()]).exists():
        return
    drafts = [
        LinkDraft(
            codes[link["first"]["sample"]][link["first"]["code"]],
            codes[link["second"]["sample"]][link["second"]["code"]],
            link["relation"],
            Decimal(link["share"]) if "share" in link else None,
        )
        for link in sample_file("crosswalk.toml")["links"]
        if link["first"]["code"] in codes[link["first"]["sample"]]
    ]
    write_links(actor=actor, drafts=drafts, origin=StandardLink.Origin.SAMPLE)


def _standard_drafts(scope: str) -> list[StandardDraft]:
    items = [sample_file(f"items/{path.name}") for path in sorted((SAMPLE / "items").glob("*.toml"))]
    return _tree_drafts(items, scope)


def _tree_drafts(items: list[dict[str, Any]], scope: str) -> list[StandardDraft]:
    """scope: the edition whose standards are taken; "" where the sample has one edition."""
    return [
        _draft(item, content, standard)
        for item in items
        for content in item["contents"]
        for standard in content["standards"]
        if not scope or scope in standard.get("editions", item["editions"])
    ]


def _draft(item: dict[str, Any], content: dict[str, Any], standard: dict[str, Any]) -> StandardDraft:
    return StandardDraft(
        code=standard["code"],
        item=item["name"],
        content=content["name"],
        text=standard["text"],
        marks=Decimal(standard["marks"]),
        parts=tuple(
            PartDraft(part["method"], Decimal(str(part["share"])), part["rule"], part.get("parameters", ""))
            for part in standard["parts"]
        ),
        site_types=tuple(standard.get("site_types", [])),
        evidence=standard.get("evidence", ""),
        source=standard.get("source", ""),
        item_code=item["code"],
    )


def _negative_drafts() -> list[NegativeDraft]:
    return [
        NegativeDraft(
            code=row["code"],
            domain=row["domain"],
            text=row["text"],
            sanction=row["sanction"],
            look_back_months=row["look_back_months"],
            note=row["note"],
            source=row["source"],
        )
        for row in sample_file("negative.toml")["entries"]
    ]
