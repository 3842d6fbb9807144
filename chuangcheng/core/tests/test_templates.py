from __future__ import annotations

import re
from pathlib import Path

import pytest

from chuangcheng.core.templatetags.ui import TONE_ICONS, icon_names

ROOT = Path(__file__).resolve().parents[3]
TEMPLATES = sorted([*(ROOT / "templates").rglob("*.html"), *(ROOT / "chuangcheng").glob("*/templates/**/*.html")])
INLINE = re.compile(
    r"""\sstyle=|\son[a-z]+=|<style\b|href="javascript:|<script(?![^>]*\bsrc=)(?![^>]*application/json)"""
)


def named(pattern: str) -> set[tuple[str, str]]:
    """(file, name) for every name that the pattern finds in a template."""
    return {
        (path.relative_to(ROOT).as_posix(), name)
        for path in TEMPLATES
        for name in re.findall(pattern, path.read_text(encoding="utf-8"))
    }


def test_every_icon_that_a_template_names_is_in_the_sprite() -> None:
    used = named(r"""\{%\s*icon\s+"([^"]+)\"""") | named(r'icon_name="([^"]+)"')

    assert {each for each in used if each[1] not in icon_names()} == set()


def test_every_tone_that_a_template_names_exists() -> None:
    used = named(r'(?:state_badge|deadline_badge)\s+"([^"]+)"') | named(r'(?:state|deadline)_tone="([^"]+)"')

    assert {each for each in used if each[1] not in TONE_ICONS} == set()


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_template_has_nothing_inline_that_the_content_policy_refuses(path: Path) -> None:
    markup = re.sub(r"\{%.*?%\}", "", path.read_text(encoding="utf-8"))  # arguments of tags are no attributes

    assert INLINE.findall(markup) == []


def test_style_sheets_fetch_nothing_from_elsewhere() -> None:
    for sheet in (ROOT / "static" / "css").glob("*.css"):
        assert not re.search(r"@import|https?://", sheet.read_text(encoding="utf-8")), sheet.name
