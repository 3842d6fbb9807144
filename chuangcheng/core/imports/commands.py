"""`chuangcheng import KIND FILE`: what the command line does, without its arguments."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from django.utils.translation import gettext as _

from chuangcheng.core.access import SYSTEM
from chuangcheng.core.errors import NotFound, Refusal
from chuangcheng.core.imports.kinds import ImportKind, kind_for
from chuangcheng.core.imports.photos import photos_with
from chuangcheng.core.imports.run import run_import
from chuangcheng.core.sheets import Unreadable, read_book

RESULTS = "results"  # official results of rounds: promised, not built yet
EXIT_DONE, EXIT_REFUSED, EXIT_UNREADABLE = 0, 1, 2


def import_file(
    kind: str, path: Path, *, dry_run: bool, strict: bool, as_json: bool, photos: Path | None = None, target: str = ""
) -> int:
    """The exit code: 0 done, 1 strict and a row was bad or the rules refused, 2 the file cannot be used.

    Prints the report to stdout, a refusal to stderr; acts as the system.
    """
    try:
        known, book = _kind(kind), read_book(path)
        with photos_with(known, path, photos) as found:
            report = run_import(
                known,
                book,
                actor=SYSTEM,
                dry_run=dry_run,
                strict=strict,
                photos=found,
                target=target,
                file_name=path.name,
            )
    except Refusal as refusal:
        sys.stderr.write(f"{refusal}\n")
        return EXIT_UNREADABLE if isinstance(refusal, Unreadable) else EXIT_REFUSED
    text = json.dumps(report.to_json(), ensure_ascii=False, indent=2) if as_json else report.to_text()
    sys.stdout.write(f"{text}\n")
    return EXIT_REFUSED if strict and report.rejections else EXIT_DONE


def _kind(code: str) -> ImportKind:
    """The kind with this code. Raises Unreadable: a file of a kind that is not known cannot be used."""
    try:
        return kind_for(code)
    except NotFound as error:
        later = _("历轮成绩的导入将在以后的版本提供；现在请在“体系与得分”中登记。")
        raise Unreadable(later if code == RESULTS else str(error)) from error
