"""How well the rules find sentences that set work, on labelled ones (docs/algorithms/work_sentences.md)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from chuangcheng.command.work_sentences.by_when import Anchors
from chuangcheng.command.work_sentences.finding import read_sentence

HALVES = {"t": "training", "h": "held out", "x": "made to be hard"}
ANCHORS = Anchors(date(2026, 3, 2), lambda day, count: day + timedelta(days=count), date(2026, 6, 1))


@dataclass
class Counts:
    """What came of one part of the sentences."""

    right: int = 0  # set work and found
    wrong: int = 0  # set none and found
    missed: int = 0  # set work and not found
    who: int = 0  # of the right ones, with the same words for who
    by_when: int = 0
    rest: int = 0  # set none and not found


def measured(half: str) -> Counts:
    """Of one part of the labelled sentences, without any unit known by name."""
    counts = Counts()
    for line in (Path(__file__).with_name("work_sentences.tsv")).read_text().splitlines():
        part, label, who, by_when, sentence = line.split("\t")
        if part != half:
            continue
        found = read_sentence(sentence, 0, anchors=ANCHORS, units={})
        if found is None:
            counts.missed += label == "1"
            counts.rest += label == "0"
        elif label == "0":
            counts.wrong += 1
        else:
            counts.right += 1
            counts.who += found.who == who
            counts.by_when += found.by_when == by_when
    return counts


def run(_sizes: list[int]) -> None:
    """Prints precision, recall and how often who and by when are as labelled."""
    print("| sentences | set work | precision | recall | who | by when |")
    print("|---|---|---|---|---|---|")
    for half, name in HALVES.items():
        each = measured(half)
        of = each.right + each.missed
        precision = each.right / max(1, each.right + each.wrong)
        parts = f"{each.who}/{each.right} | {each.by_when}/{each.right}"
        print(f"| {name}, {of + each.wrong + each.rest} | {of} | {precision:.2f} | {each.right / of:.2f} | {parts} |")
