"""Which papers of this context are written by a template of the office's own: each kind of bulletin, and its slides."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from chuangcheng.command.queries.meetings import last_meeting
from chuangcheng.core.access import Actor
from chuangcheng.core.documents.office_templates import Tag, TemplateKind, example_data, template_kinds, templates_kept
from chuangcheng.core.documents.slides import TitleSlide, default_slides_template, write_slides
from chuangcheng.core.documents.word_templates import fill_word
from chuangcheng.core.times import now
from chuangcheng.reports.access import visible_bulletins
from chuangcheng.reports.meeting_slides import meeting_slides_on
from chuangcheng.reports.models import Bulletin
from chuangcheng.reports.papers import default_word_template, tags_of, told_of
from chuangcheng.reports.periods import LABELS, Kind
from chuangcheng.reports.queries.meeting_told import meeting_told
from chuangcheng.reports.queries.templates import MEETING_SLIDES, SLIDES, content_at, word_code
from chuangcheng.reports.slides import PIXELS, slides_on

FAMILY, DECK = "bulletin", "slides"
LINE = {
    "名次": "1",
    "单位": "东关街道",
    "应结案": "40",
    "按期": "39",
    "超期": "1",
    "按期率": "97.50%",
    "较上期": "+1.20",
    "回潮": "0",
}


def fill() -> None:
    """Called once, when the application is ready."""
    for order, kind in enumerate(Kind, start=10):
        label = gettext_lazy(LABELS[kind])
        template_kinds.fill(
            word_code(kind),
            TemplateKind(
                word_code(kind), label, "docx", FAMILY, bulletin_tags, default_word_template, _trial(kind), order
            ),
        )
    for code, name, trial in (
        (SLIDES, gettext_lazy("通报幻灯片"), _slides_trial),
        (MEETING_SLIDES, gettext_lazy("会议幻灯片"), _meeting_trial),
    ):
        template_kinds.fill(code, TemplateKind(code, name, "pptx", DECK, list, default_slides_template, trial, 20))
    templates_kept.fill("reports", content_at)


def bulletin_tags() -> list[Tag]:
    """The tags of a bulletin in the order in which a paper has them."""
    return [
        Tag("报头", _("红头上的名称"), "云澜区文明城市创建通报"),
        Tag("编号", _("文号，核准前空着"), "〔2026〕12号"),
        Tag("发文机关", _("印发单位的名称"), "区创城办"),
        Tag("日期", _("成文日期，即核准日期"), "2026年10月8日"),
        Tag("标题", _("标题"), "关于2026年9月文明城市创建工作情况的通报"),
        Tag("标题分行", _("标题，太长时分成长短相近的几行"), "关于2026年9月文明城市创建工作情况的通报"),
        Tag("时段", _("统计时段"), "2026年9月"),
        Tag("主送", _("主送单位"), "各有关单位"),
        Tag("抄送", _("抄送单位，可能为空"), "区委办、区政府办"),
        Tag("开头语", _("手写的开头语"), "现将有关情况通报如下。", is_alone=True),
        Tag("正文", _("全部各部分：标题、文字、表、图、照片，最后是工作要求"), "一、总体情况……", is_alone=True),
        Tag("总体情况", _("总体情况的文字"), "全区共上报问题1,234件……", is_alone=True),
        Tag("主要指标表", _("主要指标表"), "（表）", is_alone=True),
        Tag("排名表", _("各单位按期结案排名表"), "（表）", is_alone=True),
        Tag("排名图", _("各单位按期结案率图，在Word里可以改"), "（图）", is_alone=True),
        Tag("对比照片", _("选定的整改前后照片"), "（照片）", is_alone=True),
        Tag("工作要求", _("手写的工作要求（正文里已有）"), "各单位要抓紧整改。", is_alone=True),
        Tag("落款", _("单位和日期，靠右"), "区创城办", is_alone=True),
        Tag("印发栏", _("抄送、印发单位和印发日期"), "区创城办 2026年10月8日印发", is_alone=True),
        Tag("排名", _("排名表的各行，用循环写自己的表"), "", fields=LINE),
    ]


def _last(actor: Actor, kind: str = "") -> Bulletin | None:
    """The last bulletin of the kind that the actor may see, else of any kind."""
    rows = visible_bulletins(actor).exclude(state="withdrawn").order_by("-last_on", "-pk")
    return (rows.filter(kind=kind).first() if kind else None) or rows.first()


def _trial(kind: Kind) -> Callable[[Actor, bytes], bytes]:
    def tried(actor: Actor, content: bytes) -> bytes:
        found = _last(actor, kind.value)
        with translation.override(settings.LANGUAGE_CODE):
            data = tags_of(told_of(found)) if found is not None else example_data(bulletin_tags())
            return fill_word(template=content, data=data)

    return tried


def _slides_trial(actor: Actor, content: bytes) -> bytes:
    found = _last(actor)
    if found is not None:
        return slides_on(told_of(found, pixels=PIXELS), content)
    return write_slides([TitleSlide(_("标题"), _("单位 日期"))], template=content)


def _meeting_trial(actor: Actor, content: bytes) -> bytes:
    found = last_meeting(actor=actor)
    if found is None:
        return write_slides([TitleSlide(_("标题"), _("单位 日期"))], template=content)
    return meeting_slides_on(meeting_told(actor=actor, meeting_id=found, now=now()), content)
