"""The process that draws one page of a PDF: its bytes come in on stdin, a JPEG goes out on stdout as JSON.

It runs alone because a hostile PDF may loop, swell or break the renderer. Started by file name with `python -I`, so it
imports nothing of ours; the limits come as its argument.
"""

from __future__ import annotations

import base64
import io
import json
import sys

import pypdfium2

Limits = dict[str, int]


def main() -> None:
    limits: Limits = json.loads(sys.argv[1])
    _confine(limits)
    with open(0, "rb") as source:
        data = source.read()
    sys.stdout.write(json.dumps(_drawn(data, limits)))


def _drawn(data: bytes, limits: Limits) -> dict[str, object]:
    try:
        document = pypdfium2.PdfDocument(data)  # type: ignore[no-untyped-call] # typed inside but for this one
        count = len(document)
        if not 1 <= limits["PAGE"] <= count:
            return {"refused": "page", "page_count": count}
        page = document[limits["PAGE"] - 1]
        width, height = page.get_size()
        longer = max(width, height, 1.0)
        picture = page.render(scale=limits["PIXELS"] / longer).to_pil().convert("RGB")
    except (pypdfium2.PdfiumError, MemoryError, ValueError, OverflowError):
        return {"refused": "broken", "page_count": 0}
    written = io.BytesIO()
    picture.save(written, "JPEG", quality=limits["QUALITY"])
    return {"page_count": count, "jpeg": base64.b64encode(written.getvalue()).decode("ascii")}


def _confine(limits: Limits) -> None:
    try:
        import resource
    except ImportError:  # not a POSIX system: the time limit of the caller is what is left
        return
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_AS, (limits["MEMORY_BYTES"],) * 2)
    resource.setrlimit(resource.RLIMIT_CPU, (limits["CPU_SECONDS"],) * 2)


if __name__ == "__main__":
    main()
