"""What Python's zipfile raises for an archive from outside that it cannot read."""

from __future__ import annotations

import lzma
import zipfile
import zlib

# NotImplementedError: a way of packing or a version of zip that it does not know; RuntimeError: a password. Both are
# the library's words for "not this file", so whoever opens a file from outside refuses it by the same list.
BROKEN_ZIP = (
    zipfile.BadZipFile,
    zipfile.LargeZipFile,
    ValueError,
    NotImplementedError,
    RuntimeError,
    OverflowError,
    EOFError,
    zlib.error,
    lzma.LZMAError,
)
