"""An office file whose bytes depend on its content alone: written again from the same data, it is the same file."""

from __future__ import annotations

import io
import re
import zipfile

EARLIEST = (1980, 1, 1, 0, 0, 0)  # the first moment that a zip knows
_WHEN = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*")
_PROPERTIES = "docProps/core.xml"


def steady(content: bytes) -> bytes:
    """A Word or Excel file without the moment at which it was written; anything else as it is."""
    if not content.startswith(b"PK"):
        return content
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(stream, "w") as archive:
        for name in source.namelist():
            part = source.read(name)
            if name == _PROPERTIES:
                part = _WHEN.sub(rb"\g<1>2000-01-01T00:00:00Z", part)
            add_steadily(archive, name, part)
    return stream.getvalue()


def add_steadily(archive: zipfile.ZipFile, name: str, content: bytes) -> None:
    """Adds a part to a zip, without the moment."""
    entry = zipfile.ZipInfo(name, EARLIEST)
    entry.compress_type = zipfile.ZIP_DEFLATED
    archive.writestr(entry, content)
