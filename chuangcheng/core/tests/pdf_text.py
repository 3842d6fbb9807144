"""Reads the text out of a PDF as a copying reader would: the glyphs shown, through each font's ToUnicode map."""

from __future__ import annotations

import re
import zlib

_OBJECT = re.compile(rb"(\d+) 0 obj(.*?)endobj", re.DOTALL)
_STREAM = re.compile(rb"stream\r?\n(.*?)\r?\nendstream", re.DOTALL)
_TO_UNICODE = re.compile(rb"/ToUnicode (\d+) 0 R")
_BF_CHAR = re.compile(rb"beginbfchar(.*?)endbfchar", re.DOTALL)
_CHAR = re.compile(rb"<([0-9A-Fa-f]+)> *<([0-9A-Fa-f]+)>")
_SHOWN = re.compile(
    rb"ActualText<([0-9A-Fa-f]+)>>>BDC.*?EMC|<([0-9A-Fa-f]+)>|\(((?:\\.|[^\\()]|\((?:\\.|[^\\()])*\))*)\)",
    re.DOTALL,
)
_ESCAPE = re.compile(rb"\\([0-7]{1,3}|.)", re.DOTALL)


def pdf_text(content: bytes) -> str:
    """All text of the document in the order of its streams, without spaces between words."""
    objects = {int(number): body for number, body in _OBJECT.findall(content)}
    maps = {int(number) for body in objects.values() for number in _TO_UNICODE.findall(body)}
    glyphs = {glyph: text for number in maps for glyph, text in _glyphs(_unpacked(objects[number])).items()}
    pages = (_unpacked(body) for number, body in sorted(objects.items()) if number not in maps and b"stream" in body)
    return "".join(_shown(page, glyphs) for page in pages if b"BT" in page)


def _unpacked(body: bytes) -> bytes:
    match = _STREAM.search(body)
    if match is None:
        return b""
    return zlib.decompress(match[1]) if b"FlateDecode" in body else match[1]


def _glyphs(to_unicode: bytes) -> dict[int, str]:
    return {
        int(glyph, 16): bytes.fromhex(text.decode()).decode("utf-16-be")
        for section in _BF_CHAR.findall(to_unicode)
        for glyph, text in _CHAR.findall(section)
    }


def _shown(page: bytes, glyphs: dict[int, str]) -> str:
    found = []
    for actual, as_hex, as_text in _SHOWN.findall(page):
        if actual:
            found.append(bytes.fromhex(actual.decode()).decode("utf-16"))
            continue
        raw = bytes.fromhex(as_hex.decode()) if as_hex else _ESCAPE.sub(_unescaped, as_text)
        found += [glyphs.get(int.from_bytes(raw[at : at + 2], "big"), "") for at in range(0, len(raw), 2)]
    return "".join(found)


def _unescaped(match: re.Match[bytes]) -> bytes:
    named = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}
    sign = match[1]
    return bytes([int(sign, 8)]) if sign.isdigit() else named.get(sign, sign)
