"""Puts outline icons of @tabler/icons into the one sprite that pages use, ``static/icons.svg``.

``python -m tools.icons FOLDER [NAME...]`` reads ``FOLDER/NAME.svg`` for every icon already in the sprite and every
further NAME, and writes the sprite again in order of name.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

SPRITE = Path(__file__).resolve().parent.parent / "static" / "icons.svg"
SHAPE = re.compile(r"<(?:path|circle|rect|line|polyline)\b[^>]*/>")
EMPTY_FRAME = 'stroke="none" d="M0 0h24v24H0z"'


def names_in(sprite: str) -> set[str]:
    """The icon names that a sprite holds."""
    return set(re.findall(r'<symbol id="([a-z0-9-]+)"', sprite))


def symbol(name: str, svg: str) -> str:
    """One ``<symbol>`` with the shapes of an outline icon; colour and stroke come from the page's CSS."""
    shapes = [shape for shape in SHAPE.findall(svg) if EMPTY_FRAME not in shape]
    return f'<symbol id="{name}" viewBox="0 0 24 24">{"".join(shapes)}</symbol>\n'


def sprite_of(folder: Path, names: set[str]) -> str:
    """The whole sprite as text, one symbol a line, in order of name."""
    symbols = [symbol(name, (folder / f"{name}.svg").read_text(encoding="utf-8")) for name in sorted(names)]
    return f'<svg xmlns="http://www.w3.org/2000/svg">\n{"".join(symbols)}</svg>\n'


def main(arguments: list[str]) -> int:
    if not arguments:
        print("usage: python -m tools.icons FOLDER [NAME...]", file=sys.stderr)
        return 2
    present = names_in(SPRITE.read_text(encoding="utf-8")) if SPRITE.is_file() else set()
    SPRITE.write_text(sprite_of(Path(arguments[0]), present | set(arguments[1:])), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
