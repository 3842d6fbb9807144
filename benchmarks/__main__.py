"""`python -m benchmarks cases|devices|doubles|first_visit|ledger|photos|scoring|sheets …`"""

from __future__ import annotations

import os
import sys
import tempfile

DEFAULTS = {
    "doubles": [300],
    "cases": [10_000, 100_000],
    "devices": [10, 100, 1_000],
    "first_visit": [],
    "ledger": [100_000],
    "photos": [3_000_000],
    "scoring": [5_000_000],
    "sheets": [5_000_000],
}


def main(arguments: list[str]) -> int:
    """Runs one benchmark; 2 when it is not known."""
    if not arguments or arguments[0] not in DEFAULTS:
        print(f"python -m benchmarks {' | '.join(DEFAULTS)} [sizes …]")
        return 2
    sizes = [int(text) for text in arguments[1:]] or DEFAULTS[arguments[0]]
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "chuangcheng.config.settings")
    if arguments[0] == "doubles":
        from benchmarks import doubles

        doubles.run(sizes[0])
        return 0
    if arguments[0] == "devices":
        from benchmarks import devices

        devices.run(sizes)
        return 0
    if arguments[0] == "first_visit":
        from benchmarks import first_visit

        first_visit.run(sizes)
        return 0
    if arguments[0] == "scoring":
        from benchmarks import scoring

        scoring.run(sizes[0])
        return 0
    with tempfile.TemporaryDirectory() as folder:
        os.environ["CHUANGCHENG_DATA"] = folder
        import django

        django.setup()
        from benchmarks import cases, ledger, photos, sheets

        {"ledger": ledger, "cases": cases, "photos": photos, "sheets": sheets}[arguments[0]].run(sizes)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
