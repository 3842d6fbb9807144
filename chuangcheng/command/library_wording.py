"""The library in words: what was taken out, what is odd, what says that a part begins."""

from __future__ import annotations

from django.utils.translation import gettext as _

from chuangcheng.command.collections.cleaning import Mark, Removed
from chuangcheng.command.collections.flags import Flag, Trouble
from chuangcheng.command.collections.splitting import Why
from chuangcheng.core.documents.text import SENTENCES, Outcome


def mark_words(mark: Mark) -> str:
    """Why something was taken out."""
    return {
        Mark.PAGE_NUMBER: _("页码"),
        Mark.RUNNING_HEAD: _("页眉页脚"),
        Mark.PAGE_BREAK: _("分页"),
        Mark.LINE_BREAK: _("句中断行"),
        Mark.HYPHEN: _("断词连字符"),
        Mark.PERSONAL: _("个人号码"),
    }[mark]


def removed_words(each: Removed, text: str) -> str:
    """What stood there; the numbers of people are never told."""
    if each.mark is Mark.PERSONAL:
        return each.shown
    words = text[each.start : each.end].strip()
    return words or _("换行")


def flag_words(flag: Flag) -> str:
    """What is odd, and what to do."""
    facts = {"words": flag.words, "expected": flag.expected}
    return {
        Trouble.MASK: _("“%(words)s”是没有填上的内容，请核对。"),
        Trouble.GAP: _("序号跳号：这里是“%(words)s”，应为“%(expected)s”。"),
        Trouble.AGAIN: _("序号重复：这里又是“%(words)s”，应为“%(expected)s”。"),
        Trouble.TWICE: _("这一段与前面重复：%(words)s…"),
    }[flag.trouble] % facts


def why_words(why: str) -> str:
    """What says that a part begins here."""
    return {
        Why.BEGINNING.value: _("文件开头"),
        Why.CONTENTS.value: _("目录里有这个标题"),
        Why.MARKED.value: _("写明是一篇"),
        Why.SEPARATOR.value: _("分隔线之后"),
        Why.TITLE.value: _("标题样式"),
        Why.PERSON.value: _("人工分开"),
    }[why]


def unread_words(outcome: Outcome) -> str:
    """What is to be done about a collection whose text could not be read, or not all of it."""
    if outcome == Outcome.NO_TEXT:
        return _("这是扫描件或图片，里面没有文字。请用文字识别软件转成文字，存为txt或docx后重新上传。")
    return _(SENTENCES[outcome])


def state_words(state: str) -> tuple[str, str]:
    """Tone and word of a collection."""
    return {
        "reading": ("blue", _("正在读取")),
        "unread": ("red", _("没有文字")),
        "proposed": ("amber", _("待核对拆分")),
        "kept": ("green", _("已入库")),
    }[state]
