"""`python -m benchmarks NAME [sizes …]`; without a name it lists them."""

from __future__ import annotations

import os
import sys
import tempfile
from importlib import import_module

DEFAULTS = {
    "appraisal": [100_000, 1_000_000],
    "backward": [1_000, 10_000],
    "cases": [10_000, 100_000],
    "crosswalk": [25, 27, 30, 33, 36, 40, 45],
    "devices": [10, 100, 1_000],
    "doubles": [300],
    "escalation": [100_000, 1_000_000],
    "first_visit": [],
    "ledger": [100_000],
    "open311": [10_000, 1_000_000],
    "plan_and_proof": [30_000, 300_000],
    "photos": [3_000_000],
    "scoring": [5_000_000],
    "sheets": [5_000_000],
    "work_sentences": [],
}
# in their own database
WITH_TABLES = {
    "appraisal",
    "cases",
    "escalation",
    "ledger",
    "open311",
    "photos",
    "plan_and_proof",
    "sheets",
}
OF_ONE_SIZE = {"doubles", "scoring"}


def main(arguments: list[str]) -> int:
    """Runs one benchmark; 2 when it is not known."""
    if not arguments or arguments[0] not in DEFAULTS:
        print(f"python -m benchmarks {' | '.join(DEFAULTS)} [sizes …]")
        return 2
    name = arguments[0]
    sizes = [int(text) for text in arguments[1:]] or DEFAULTS[name]
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "chuangcheng.config.settings")
    if name not in WITH_TABLES:
        import_module(f"benchmarks.{name}").run(sizes[0] if name in OF_ONE_SIZE else sizes)
        return 0
    with tempfile.TemporaryDirectory() as folder:
        os.environ["CHUANGCHENG_DATA"] = folder
        import django

        django.setup()
        import_module(f"benchmarks.{name}").run(sizes)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
