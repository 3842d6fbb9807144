from __future__ import annotations

from pathlib import Path

from tools import icons

OUTLINE = """<svg viewBox="0 0 24 24" fill="none" stroke="currentColor">
  <path stroke="none" d="M0 0h24v24H0z" fill="none" />
  <path d="M5 12l5 5l10 -10" />
</svg>"""


def test_symbol_keeps_the_shapes_and_drops_the_empty_frame() -> None:
    assert icons.symbol("check", OUTLINE) == (
        '<symbol id="check" viewBox="0 0 24 24"><path d="M5 12l5 5l10 -10" /></symbol>\n'
    )


def test_sprite_holds_every_icon_once_in_order_of_name(tmp_path: Path) -> None:
    for name in ("x", "check"):
        (tmp_path / f"{name}.svg").write_text(OUTLINE, encoding="utf-8")

    sprite = icons.sprite_of(tmp_path, {"x", "check"})

    assert icons.names_in(sprite) == {"check", "x"}
    assert sprite.index('id="check"') < sprite.index('id="x"')
