"""How well likeness of wording finds the links of the sample frameworks: suggested pairs, precision and recall."""

from __future__ import annotations

import time
import tomllib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from chuangcheng.standards.likeness import alike

SAMPLE = Path(__file__).parents[1] / "chuangcheng" / "standards" / "sample"
# Suggested at 30, not linked in the sample, looked at by hand: those that a person would link as overlapping, and not.
ALSO_RIGHT = frozenset(
    {
        *(("6.4.1", "W3.9"), ("6.4.2", "W3.9"), ("7.3.2", "Y3.2"), ("8.2.3", "Y1.1"), ("8.2.3", "Y2.1")),
        ("W3.9", "Y2.9"),
    }
)
WRONG = frozenset({("7.1.5", "Y3.1"), ("8.1.4", "W3.8"), ("8.3.1", "Y3.5")})
PAIRS = (("civilised", "hygiene"), ("civilised", "garden"), ("hygiene", "garden"))


def run(thresholds: Sequence[int]) -> None:
    """Prints a line for every threshold."""
    labelled = {(link["first"]["code"], link["second"]["code"]) for link in _read("crosswalk.toml")["links"]}
    began = time.perf_counter()
    suggested = {least: set(_suggested(least)) for least in thresholds}
    print(f"{len(labelled)} links by hand; {time.perf_counter() - began:.2f} s\n")
    print("| at least | suggested | precision | recall | also right | wrong | not looked at | missed |")
    print("|---|---|---|---|---|---|---|---|")
    for least in thresholds:
        found = suggested[least]
        right = found & labelled
        missed = "、".join(" ".join(pair) for pair in sorted(labelled - found)) or "—"
        rates = f"{len(right) / len(found):.2f}", f"{len(right) / len(labelled):.2f}"
        others = len(found & ALSO_RIGHT), len(found & WRONG), len(found - labelled - ALSO_RIGHT - WRONG)
        told = (least, len(found), *rates, *others, missed)
        print("| " + " | ".join(str(each) for each in told) + " |")


def _suggested(least: int) -> Iterator[tuple[str, str]]:
    texts = {name: dict(_standards(name)) for name in ("civilised", "hygiene", "garden")}
    for one, other in PAIRS:
        firsts, seconds = list(texts[one]), list(texts[other])
        for pair in alike(list(texts[one].values()), list(texts[other].values()), least=least):
            yield firsts[pair.first], seconds[pair.second]


def _standards(name: str) -> Iterator[tuple[str, str]]:
    """Code and text of each."""
    files = sorted((SAMPLE / "items").glob("*.toml")) if name == "civilised" else [SAMPLE / name / "framework.toml"]
    for file in files:
        read = tomllib.loads(file.read_text(encoding="utf-8"))
        for item in read.get("items", [read]):
            for content in item["contents"]:
                yield from ((row["code"], row["text"]) for row in content["standards"])


def _read(name: str) -> dict[str, Any]:
    return tomllib.loads((SAMPLE / name).read_text(encoding="utf-8"))
