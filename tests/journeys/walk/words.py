"""Which words may stand on a page: no Latin ones on a Chinese page but codes and names of products, none of our own
Chinese texts on an English page."""

from __future__ import annotations

import functools
import re
from pathlib import Path

import polib

from chuangcheng.demo.people import LOG_INS

ROOT = Path(__file__).resolve().parents[3]
LATIN = re.compile(r"[A-Za-z][A-Za-z'’]+")
CHINESE = re.compile(r"[\u4e00-\u9fff]")
PLACEHOLDER = re.compile(r"%\(\w+\)[sdif]|%[sdif]|\{\w*\}")
ODD = re.compile(
    r"\{\{|\}\}|\{%|%\(\w+\)s|\bnan\b|\bNaN\b|\bundefined\b|\[object|。。|，，|、、|，。|、。|。，|：：|；；"
)
NOTHING = re.compile(r"\bNone\b")  # an English word, too
CODES = re.compile(
    r"https?://\S+|\S+@\S+|\S+\.(?:xlsx|xls|ods|csv|jpg|jpeg|png|heic|docx|pdf|pptx|zip|tar|json)\b"
    r"|[A-Za-z]{1,4}-?\d[\w.-]*|\b[a-z]+(?:[._][a-z_]+)+\b|\b[a-z_]+=[\w.;=/]+|[0-9a-f]{8,}|ctrl\+\w"
    r"|\b[A-Z]+(?:-[A-Z0-9]+)+\b|\b[a-z-]+\.\d+|\b[A-Z]{2,5}\b"
)
ALLOWED = frozenset(
    "excel word pdf xlsx xls ods csv tsv jpg jpeg png heic webp zip kappa leaflet geojson authenticator".split()  # noqa: SIM905 - read as a line
) | {log_in.username for log_in in LOG_INS}
# Kinds of site, classes of problem, roles, units, levels of a framework and sources are data of the place, although
# some have the same words as texts of ours; a language is called by its own name.
DATA = {
    *("社区", "乡镇", "违规户外广告", "联席会议办公室", "处", "简体中文", "本系统的选择", "本系统自定"),
    *("测评项目", "测评内容", "测评标准"),
    *("24小时", "3个工作日", "7个工作日", "15个工作日"),  # time limits as they are typed into the field
    *("创城办", "督导组", "政府督查室", "检查员", "单位负责人", "联络员", "材料员", "街巷长", "领导"),
    *("系统管理员", "安全管理员", "审计员", "第三方测评", "群众"),
}


def latin_words(text: str) -> list[str]:
    """Words in Latin letters that a Chinese page should not show."""
    return [word for word in LATIN.findall(CODES.sub(" ", text)) if word.lower() not in ALLOWED]


def is_our_chinese(text: str) -> bool:
    """Whether the text is one of our own that should have been translated; names and other data are not."""
    if not CHINESE.search(text) or text in DATA:
        return False
    plain, shapes = _catalogue()
    return text in plain or any(shape.fullmatch(text) for shape in shapes)


def is_odd(text: str, *, is_english: bool) -> bool:
    """Whether something was not filled in, or the punctuation is broken."""
    return bool(ODD.search(text) or (not is_english and NOTHING.search(text)))


@functools.cache
def _catalogue() -> tuple[frozenset[str], tuple[re.Pattern[str], ...]]:
    """Our Chinese texts as they stand, and as patterns where something is filled in."""
    entries = [
        entry
        for path in (ROOT / "chuangcheng").glob("*/locale/en/LC_MESSAGES/django.po")
        for entry in polib.pofile(path)
    ]
    texts = {text for entry in entries for text in (entry.msgid, entry.msgid_plural) if CHINESE.search(text)}
    filled = [text for text in texts if PLACEHOLDER.search(text) and len(CHINESE.findall(text)) > 1]
    return frozenset(texts), tuple(_shape(text) for text in filled)


def _shape(text: str) -> re.Pattern[str]:
    return re.compile(".+".join(re.escape(part) for part in PLACEHOLDER.split(text)))
