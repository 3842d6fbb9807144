"""Size report: files up to 400 lines, functions up to 50; prints the distribution and what is over."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from statistics import median, quantiles

FILE_LINES = 400
FUNCTION_LINES = 50
ROOT = Path(__file__).resolve().parents[1]


@dataclass(frozen=True)
class Piece:
    """A file or function and its length."""

    name: str
    lines: int  # physical lines


def sources(pattern: str = "*.py") -> list[Path]:
    """Our own files of a kind, without migrations and vendored assets."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", pattern],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    paths = [
        ROOT / line for line in listed.stdout.splitlines() if "/migrations/" not in line and "/vendor/" not in line
    ]
    return [path for path in paths if path.exists()]


def functions(path: Path) -> Iterator[Piece]:
    """Every function of a file."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield Piece(f"{path.relative_to(ROOT)}:{node.lineno} {node.name}", (node.end_lineno or 0) - node.lineno + 1)


def report(title: str, pieces: list[Piece], limit: int) -> list[Piece]:
    """Prints median, 95th percentile and largest; returns what is over the limit."""
    lengths = [piece.lines for piece in pieces]
    p95 = quantiles(lengths, n=20)[-1] if len(lengths) > 1 else lengths[0]
    print(f"{title}: {len(lengths)}, median {median(lengths):.0f}, p95 {p95:.0f}, max {max(lengths)}")
    return [piece for piece in pieces if piece.lines > limit]


def main() -> int:
    """1 when a file or function is over its limit."""
    python = sources()
    others = [path for kind in ("*.html", "*.js", "*.css") for path in sources(kind)]
    files = [Piece(str(path.relative_to(ROOT)), len(path.read_bytes().splitlines())) for path in python]
    pages = [Piece(str(path.relative_to(ROOT)), len(path.read_bytes().splitlines())) for path in others]
    over = report("Python files", files, FILE_LINES)
    over += report("Python functions", [found for path in python for found in functions(path)], FUNCTION_LINES)
    if pages:
        over += report("Templates, scripts, styles", pages, FILE_LINES)
    for piece in over:
        print(f"过长：{piece.name}（{piece.lines} 行）")
    return 1 if over else 0


if __name__ == "__main__":
    sys.exit(main())
