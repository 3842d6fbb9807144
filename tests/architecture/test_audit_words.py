"""The trail is read by auditors: every code that the product writes into it has a word, in both languages."""

from __future__ import annotations

import ast
import functools
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import pytest
from django.apps import apps
from django.utils import translation

from chuangcheng.core.audit.words import all_words

ROOT = Path(__file__).resolve().parents[2] / "chuangcheng"
CODE = re.compile(r"[a-z_]+\.[a-z_]+")
LATIN = re.compile(r"(?!Excel|PDF|Word)[A-Za-z]{3,}")


GIVEN = ("action", "detail")
Given = tuple[str, ast.expr]


@functools.cache
def given() -> Mapping[str, Sequence[Given]]:
    """Every value that is given or assigned under each of these names, with its place; the code is read once."""
    found: defaultdict[str, list[Given]] = defaultdict(list)
    for path in sorted(ROOT.rglob("*.py")):
        if {"tests", "migrations"} & set(path.parts) or path.name == "testing.py":
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            for name, value in _given_by(node):
                found[name].append((f"{path.relative_to(ROOT)}:{getattr(node, 'lineno', 0)}", value))
    return found


def _given_by(node: ast.AST) -> Iterator[tuple[str, ast.expr]]:
    if isinstance(node, ast.Call):
        yield from ((each.arg, each.value) for each in node.keywords if each.arg in GIVEN)
    if isinstance(node, ast.Assign):
        yield from ((to.id, node.value) for to in node.targets if isinstance(to, ast.Name) and to.id in GIVEN)


def actions() -> dict[str, str]:
    """Code of each action that is written as such → where."""
    found: dict[str, str] = {}
    for place, value in given()["action"]:
        codes = [each.value for each in ast.walk(value) if isinstance(each, ast.Constant)]
        found |= {code: place for code in codes if isinstance(code, str) and CODE.fullmatch(code)}
    return found


def detail_keys() -> dict[str, str]:
    """Each key of a detail that is written as such → where."""
    found: dict[str, str] = {}
    for place, value in given()["detail"]:
        if isinstance(value, ast.Dict):
            keys = [key.value for key in value.keys if isinstance(key, ast.Constant)]
            found |= {key: place for key in keys if isinstance(key, str)}
    return found


def test_every_action_has_a_word() -> None:
    found, words = actions(), all_words().actions
    assert len(found) > 50
    assert not {code: place for code, place in found.items() if code not in words}


def test_every_key_of_a_detail_has_a_word() -> None:
    found, words = detail_keys(), all_words().details
    assert len(found) > 20
    assert not {key: place for key, place in found.items() if key not in words}


def test_every_record_that_is_written_about_has_a_word() -> None:
    contexts = {code.partition(".")[0] for code in actions()}
    kinds = {model._meta.label_lower for model in apps.get_models() if model._meta.app_label in contexts}
    unknown = set(all_words().records) - kinds
    assert not unknown, "words for records that do not exist"


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_words_are_of_the_language(language: str) -> None:
    words = all_words()
    with translation.override(language):
        told = [str(word) for part in (words.actions, words.records, words.details) for word in part.values()]
    if language == "en":
        assert not [word for word in told if re.search(r"[\u4e00-\u9fff]", word)]
    else:
        assert not [word for word in told if LATIN.search(word)]
