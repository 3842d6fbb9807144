"""The draft of a speech as Word: the plain text, or beside each paragraph where its figures come from."""

from __future__ import annotations

from collections.abc import Iterator

from django.conf import settings
from django.utils.translation import gettext as _

from chuangcheng.command.models import SpeechDraft
from chuangcheng.command.speeches.figures import Figure, by_name, figures_from, names_in, said
from chuangcheng.core.documents.paper import Block, Heading, Paper, Paragraph, Table
from chuangcheng.core.documents.values import Value, written_moment
from chuangcheng.core.documents.word import write_word


def speech_paper(found: SpeechDraft) -> bytes:
    """The speech as it is spoken."""
    return _written(found, list(_spoken(found)))


def speech_paper_with_sources(found: SpeechDraft) -> bytes:
    """The speech with the sources of its figures beside each paragraph, and all figures in a table."""
    figures = by_name(figures_from(found.figures))
    blocks: list[Block] = [
        Paragraph(_("数据截至%(when)s，供核对，不随讲话稿印发。") % {"when": written_moment(found.as_of)}, "flush")
    ]
    for section in found.sections:
        if section["head"]:
            blocks.append(Heading(section["head"]))
        rows = [
            [_plain(line, figures), _sources(line, figures)] for line in section["text"].split("\n") if line.strip()
        ]
        if rows:
            blocks.append(Table([_("讲话"), _("数据来源")], rows, [6.4, 3.6]))
    rows = [[each.name, each.value, each.as_of, each.source] for each in figures.values()]
    if rows:
        blocks.append(Heading(_("附：数据表")))
        blocks.append(Table([_("数据"), _("数值"), _("截至"), _("来源")], rows, [2.2, 3.2, 2.6, 3]))
    return _written(found, blocks)


def speech_name(found: SpeechDraft, kind: str) -> str:
    """What the file is called."""
    return f"{found.title}-{kind}-{found.speaks_on.isoformat()}.docx"


def _spoken(found: SpeechDraft) -> Iterator[Block]:
    figures = by_name(figures_from(found.figures))
    for section in found.sections:
        if not section["text"].strip():
            continue
        if section["head"]:
            yield Heading(section["head"])
        for line in filter(str.strip, section["text"].split("\n")):
            yield Paragraph(_plain(line, figures), "flush" if line == "同志们：" else "left")


def _written(found: SpeechDraft, blocks: list[Block]) -> bytes:
    day = found.speaks_on
    subtitle = f"{settings.PLACE_NAME}　{found.leader.name}　（{day.year}年{day.month}月{day.day}日）"
    return write_word(Paper(title=found.title, subtitle=subtitle, blocks=blocks))


def _plain(line: str, figures: dict[str, Figure]) -> str:
    return "".join(each.text for each in said(line.strip(), figures))


def _sources(line: str, figures: dict[str, Figure]) -> Value:
    told = [figures[name] for name in names_in(line) if name in figures]
    return "；".join(f"{each.name}：{each.source}{f'（{each.as_of}）' if each.as_of else ''}" for each in told)
