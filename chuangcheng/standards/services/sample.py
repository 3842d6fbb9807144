"""Loads the sample framework that ships with the product; it says on its face that it is a sample."""

from __future__ import annotations

import tomllib
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from django.db import transaction

from chuangcheng.core import audit
from chuangcheng.core.access import Actor
from chuangcheng.standards.drafts import NegativeDraft, PartDraft, StandardDraft
from chuangcheng.standards.models import Framework
from chuangcheng.standards.services.frameworks import create_framework
from chuangcheng.standards.services.negative import write_negative_entries
from chuangcheng.standards.services.site_types import write_site_types
from chuangcheng.standards.services.tree import write_standards
from chuangcheng.standards.services.usual_types import usual_site_types

SAMPLE = Path(__file__).resolve().parents[1] / "sample"


@transaction.atomic
def load_sample(*, actor: Actor, scope: str = "district") -> Framework:
    """The sample framework in force, for a district or a county; the one loaded before, if any."""
    head = sample_file("framework.toml")
    edition = f"{head['edition']}·{head['editions'][scope]['name']}"
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
    write_standards(framework=made, drafts=_standard_drafts(scope))
    write_negative_entries(framework=made, drafts=_negative_drafts())
    made.state = Framework.State.IN_FORCE
    made.save(update_fields=["state"])
    audit.record(actor=actor, action="standards.load_sample", subject=made)
    return made


@cache
def sample_file(name: str) -> dict[str, Any]:
    """One TOML file of the sample."""
    return tomllib.loads((SAMPLE / name).read_text(encoding="utf-8"))


def _standard_drafts(scope: str) -> list[StandardDraft]:
    return [
        _draft(item, content, standard)
        for path in sorted((SAMPLE / "items").glob("*.toml"))
        for item in [sample_file(f"items/{path.name}")]
        for content in item["contents"]
        for standard in content["standards"]
        if scope in standard.get("editions", item["editions"])
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
