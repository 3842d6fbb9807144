"""What a row of a ledger says about a site, field by field, before it is compared with what is known."""

from __future__ import annotations

import base64
import hashlib
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from chuangcheng.core.errors import InvalidInput
from chuangcheng.core.imports.report import Report
from chuangcheng.core.imports.rows import Row
from chuangcheng.core.imports.values import parse_code
from chuangcheng.orgs.services import area_in_sheet_name
from chuangcheng.sites.models import Stewardship
from chuangcheng.sites.services.sites import ADDRESS_LENGTH, NAME_LENGTH, NOTE_LENGTH, NUMBER_LENGTH, PERSON_LENGTH
from chuangcheng.sites.services.texts import checked_line

FIELDS = (
    *("name", "type", "area", "owner", "address", "position", "leader", "stewards", "contact", "phone"),
    *("model", "note"),
)
LETTERS = 4  # of the fingerprint of one field: 24 bits
MODEL = "示范点"
_LENGTHS = {
    "name": NAME_LENGTH,
    "type": 60,
    "address": ADDRESS_LENGTH,
    "note": NOTE_LENGTH,
    "contact": PERSON_LENGTH,
    "code": NUMBER_LENGTH,
}
_SYSTEM_WORD = re.compile(
    r"wgs-?\s?84|gps|cgcs\s?-?2000|国家2000|gcj-?\s?02|bd-?09|火星|高德|腾讯|百度|天地图", re.IGNORECASE
)
_NO_TYPE = re.compile(r"(?i)^(?:sheet|工作表|表)\s*\d*$|点位|台账|清单|名册|汇总|一览|表格|导入|\d+月|\.|\d{4}")
_IN_BRACKETS = re.compile(r"[(（][^()（）]*[)）]|\d[\d\s-]{5,}")


@dataclass(frozen=True)
class SiteDraft:
    """One row. Of a field that says nothing the text is empty."""

    row: Row
    code: str
    said: dict[str, str]  # field of FIELDS → its text, the same however the office wrote widths and spaces

    @property
    def name(self) -> str:
        return self.said["name"]

    @property
    def place(self) -> tuple[str, str, str]:
        """What makes two rows one place, but for the address."""
        return plain(self.name), plain(self.said["type"]), plain(self.said["area"])

    def key(self) -> str:
        """By what the row is known again when the file comes back."""
        if self.code:
            return f"code/{self.code}"
        words = "|".join((*self.place, plain(self.said["address"])))
        return f"place/{hashlib.sha256(words.encode()).hexdigest()}"

    def fingerprint(self) -> str:
        """Four letters for each field, so that a later row tells which of them it has changed."""
        return "".join(_letters(self.said[field]) for field in FIELDS)

    def changed_since(self, fingerprint: str) -> tuple[str, ...]:
        """The fields that say something else than they did; all of them when nothing is remembered."""
        before = [fingerprint[at : at + LETTERS] for at in range(0, LETTERS * len(FIELDS), LETTERS)]
        return tuple(
            field
            for field, letters in zip(FIELDS, before, strict=True)
            if self.said[field] and _letters(self.said[field]) != letters
        )


def drafts_of(rows: Sequence[Row], report: Report) -> list[SiteDraft]:
    """A draft for each row that can be one; the others are rejected."""
    found = []
    for row in rows:
        draft = _draft(row)
        key, sentence = _fault(draft)
        if sentence:
            report.reject(row, key, sentence)
        else:
            found.append(draft)
    return found


def plain(text: str) -> str:
    """The text without what offices write differently: widths, case, blanks, kinds of brackets."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text)).casefold()


def names_in(text: str) -> list[str]:
    """The people named in a cell, without phones and remarks in brackets."""
    bare = (_IN_BRACKETS.sub("", part).strip() for part in re.split(r"[、，,;；/\n]+", text))
    return list(dict.fromkeys(name for name in bare if name))


def _draft(row: Row) -> SiteDraft:
    note = row.text("note").strip()
    remarks = [part.strip() for part in re.split(r"[、，,;；\s]+", note)]
    said = {field: row.text(field).strip() for field in ("owner", "address", "leader", "contact", "phone")}
    said["name"] = row.values["name"].strip()
    said["type"] = row.text("type").strip() or ("" if row.has("type") else _type_in_sheet_name(row.sheet))
    said["area"] = "/".join(text for key in ("area", "community") if (text := row.text(key).strip()))
    if not said["area"] and not row.has("area") and not row.has("community"):
        said["area"] = area_in_sheet_name(row.sheet)
    said["position"] = position_said(row)
    said["stewards"] = ";".join(f"{kind}={','.join(names)}" for kind, names in stewards_in(row).items())
    said["model"] = row.text("model").strip() or ("是" if MODEL in remarks else "")
    said["note"] = "" if note == MODEL else note
    return SiteDraft(row, _code(row), said)


def stewards_in(row: Row) -> dict[str, list[str]]:
    """Kind of steward → names, of the kinds that the row names."""
    found = {str(kind): names_in(row.text(str(kind))) for kind in Stewardship.Kind.values}
    return {kind: names for kind, names in found.items() if names}


def _code(row: Row) -> str:
    """The office's own code. A running number in a column 序号 is none, for it changes with the order of the rows."""
    if row.text("code").strip():
        return parse_code(row.text("code"))
    serial = parse_code(row.text("serial"))
    return "" if serial.isdecimal() or not serial else serial


def position_said(row: Row) -> str:
    """Longitude, latitude and coordinate system as the row has them: 114.4,36.5@GCJ-02; "" when it has none."""
    pair = [row.text(key).strip() for key in ("lon", "lat")]
    text = ",".join(pair) if all(pair) else row.text("position").strip()
    system = row.text("system").strip() or _system_above(row.header("lon" if all(pair) else "position"))
    return f"{text}@{system}" if text else ""


def _system_above(header: str) -> str:
    """The coordinate system that the header names, as in 经纬度（GCJ-02） or 高德坐标; "" when it names none."""
    found = _SYSTEM_WORD.search(unicodedata.normalize("NFKC", header))
    return found[0] if found else ""


def _type_in_sheet_name(name: str) -> str:
    """A sheet for each type is called by it; one called by a street, or by nothing in particular, tells no type."""
    return "" if area_in_sheet_name(name) or _NO_TYPE.search(name) else name


def _fault(draft: SiteDraft) -> tuple[str, str]:
    """Column and sentence of what makes the row unusable; two empty texts when nothing does."""
    if not draft.said["type"]:
        return "type", _("没有填写点位类型，请补上。")
    for key, most in _LENGTHS.items():
        text = draft.code if key == "code" else draft.said[key]
        try:
            checked_line(text.replace("\n", " "), label=draft.row.header(key), at_most=most)
        except InvalidInput as error:
            return key, str(error)
    return "", ""


def _letters(text: str) -> str:
    digest = hashlib.sha256(plain(text).encode()).digest()
    return base64.urlsafe_b64encode(digest)[:LETTERS].decode() if text else "-" * LETTERS
