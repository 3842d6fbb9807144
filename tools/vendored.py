"""Checks that the vendored browser files are the ones that were brought in, byte for byte.

``python -m tools.vendored check`` compares ``static/vendor/`` with its ``SHA256SUMS``;
``python -m tools.vendored update`` writes the list again after a package was brought in or replaced.
"""

from __future__ import annotations

import hashlib
import sys
from pathlib import Path

VENDOR = Path(__file__).resolve().parent.parent / "static" / "vendor"
SUMS_NAME = "SHA256SUMS"


def problems(vendor: Path) -> list[str]:
    """One line per vendored file that is changed, missing or not listed, and per package without a licence."""
    listed, found = read_sums(vendor / SUMS_NAME), sums_of(vendor)
    return [
        *(f"changed: {name}" for name in sorted(listed.keys() & found.keys()) if listed[name] != found[name]),
        *(f"missing: {name}" for name in sorted(listed.keys() - found.keys())),
        *(f"not listed: {name}" for name in sorted(found.keys() - listed.keys())),
        *(f"no licence: {folder.name}" for folder in _packages(vendor) if not (folder / "LICENSE").is_file()),
    ]


def sums_of(vendor: Path) -> dict[str, str]:
    """SHA-256 in hex of every file below the folder, by its path relative to the folder."""
    files = sorted(path for path in vendor.rglob("*") if path.is_file() and path.name != SUMS_NAME)
    return {path.relative_to(vendor).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def read_sums(path: Path) -> dict[str, str]:
    """What the list says, SHA-256 by file name; empty when there is no list."""
    if not path.is_file():
        return {}
    pairs = (line.split("  ", 1) for line in path.read_text(encoding="utf-8").splitlines() if line.strip())
    return {name: digest for digest, name in pairs}


def write_sums(vendor: Path) -> None:
    lines = [f"{digest}  {name}\n" for name, digest in sums_of(vendor).items()]
    (vendor / SUMS_NAME).write_text("".join(lines), encoding="utf-8")


def main(arguments: list[str]) -> int:
    if arguments == ["update"]:
        write_sums(VENDOR)
        return 0
    if arguments not in ([], ["check"]):
        print("usage: python -m tools.vendored check|update", file=sys.stderr)
        return 2
    found = problems(VENDOR)
    for line in found:
        print(f"static/vendor: {line}", file=sys.stderr)
    return 1 if found else 0


def _packages(vendor: Path) -> list[Path]:
    return sorted(path for path in vendor.iterdir() if path.is_dir())


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
