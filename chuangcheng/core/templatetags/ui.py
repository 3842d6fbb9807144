"""The house style for templates: icons, badges, figures, dates and the parts that take content of their own.

`docs/howto/ui-components.md` shows each of them. A misspelt icon or tone raises at once.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from django import template
from django.contrib.staticfiles import finders
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from chuangcheng.core.markup import markup, shown
from chuangcheng.core.templatetags.filter_chips import chips_of, other_parameters
from chuangcheng.core.web import actor_of

register = template.Library()

ABSENT = "—"
KEPT_ICONS = 2000  # drawn ones, by name and label
PHONE_ENTRIES = 4  # what fits beside 更多 in the bottom bar of a phone 360 px wide; our choice
TONE_ICONS = {
    "muted": "circle",
    "blue": "circle-dot",
    "amber": "clock",
    "red": "alert-triangle",
    "green": "circle-check",
}
UNDO_TAG = "undo:"
NEXT_TAG = "next:"


class UnknownLook(template.TemplateSyntaxError):
    """A template names an icon or a tone that the house style does not have."""


@cache
def icon_names() -> frozenset[str]:
    """The names in the sprite `static/icons.svg`."""
    sprite = finders.find("icons.svg")
    if not sprite:
        raise UnknownLook("static/icons.svg is missing")
    return frozenset(re.findall(r'<symbol id="([a-z0-9-]+)"', Path(sprite).read_text(encoding="utf-8")))


@register.simple_tag
def icon(name: str, label: str = "") -> SafeString:
    """An icon of the sprite; with a label it is read out, without one it is decoration."""
    return _drawn(name, str(label))


@lru_cache(maxsize=KEPT_ICONS)
def _drawn(name: str, label: str) -> SafeString:
    if name not in icon_names():
        raise UnknownLook(f"no icon {name!r} in static/icons.svg; `python -m tools.icons` adds one")
    address = f"{static('icons.svg')}#{name}"
    if label:
        return format_html('<svg class="icon" role="img" aria-label="{}"><use href="{}"></use></svg>', label, address)
    return format_html('<svg class="icon" aria-hidden="true"><use href="{}"></use></svg>', address)


@register.simple_tag(takes_context=True)
def may(context: template.Context, code: str) -> bool:
    """Whether the person may do this at all: for links that others would be refused. An unknown permission raises."""
    return actor_of(context["request"]).may(code)


@register.simple_tag
def state_badge(tone: str, word: str, icon_name: str = "") -> SafeString:
    """A state by word, icon and colour; tone is muted, blue, amber, red or green."""
    usual = TONE_ICONS[known_tone(tone)]
    mark = icon(icon_name or usual)
    return markup(f'<span class="state state-{tone}">{mark}{shown(word)}</span>')


@register.simple_tag
def deadline_badge(tone: str, words: str, due_at: datetime | date | None = None) -> SafeString:
    """A deadline in words (`超期 3 个工作日`) in its tone; the moment itself is the title."""
    title = full_moment(due_at) if isinstance(due_at, datetime) else day(due_at)
    mark = icon("clock" if known_tone(tone) != "red" else "alert-triangle")
    return markup(f'<span class="state state-{tone}" title="{title}">{mark}{shown(words)}</span>')


def known_tone(tone: str) -> str:
    """The tone itself; raises `UnknownLook` for a misspelt one."""
    if tone not in TONE_ICONS:
        raise UnknownLook(f"no tone {tone!r}; there are {', '.join(TONE_ICONS)}")
    return tone


@register.filter
def day(value: date | datetime | None) -> str:
    """`2026-09-30`; a moment is taken in local time."""
    if value is None or value == "":
        return ABSENT
    return f"{_local(value):%Y-%m-%d}"


@register.filter
def moment(value: datetime | None) -> str:
    """`09-30 14:05`, with the year before it when it is not this year."""
    if not value:
        return ABSENT
    local = _local(value)
    return f"{local:%m-%d %H:%M}" if local.year == _local(timezone.now()).year else f"{local:%Y-%m-%d %H:%M}"


@register.filter
def full_moment(value: datetime | None) -> str:
    """`2026-09-30 14:05`."""
    return f"{_local(value):%Y-%m-%d %H:%M}" if value else ABSENT


@register.filter
def thousands(value: int | Decimal | str | None) -> str:
    """`12,345`; text (`1,000+`) stays as it is."""
    if value is None or value == "":
        return ABSENT
    return value if isinstance(value, str) else f"{value:,}"


@register.filter
def marks(value: Decimal | float | str | None) -> str:
    """Two places, rounded half-up: `12.50`."""
    return _rounded(value, "0.01")


@register.filter
def percent(value: Decimal | float | str | None) -> str:
    """A share 0..1 as `93.3%`, rounded half-up to one place."""
    return f"{_rounded(Decimal(str(value)) * 100, '0.1')}%" if value not in (None, "") else ABSENT


def _rounded(value: Decimal | float | str | None, places: str) -> str:
    if value is None or value == "":
        return ABSENT
    return f"{Decimal(str(value)).quantize(Decimal(places), rounding=ROUND_HALF_UP):,}"


def _local(value: date | datetime) -> date | datetime:
    return timezone.localtime(value) if isinstance(value, datetime) and timezone.is_aware(value) else value


@register.filter
def undo_url(message: Any) -> str:
    """The address that takes back what a message reports; empty when it cannot be taken back."""
    return _address_after(UNDO_TAG, message)


@register.filter
def next_url(message: Any) -> str:
    """The address of the next thing of the kind that a message reports as done; empty when there is none."""
    return _address_after(NEXT_TAG, message)


def _address_after(tag: str, message: Any) -> str:
    tags = str(message.extra_tags or "")
    return tags.removeprefix(tag) if tags.startswith(f"{tag}/") else ""


@register.filter
def phone_entries(navigation: Iterable[Iterable[Any]] | None) -> list[Any]:
    """The navigation entries that fit into the bottom bar of a phone, by their rank there."""
    entries = [entry for group in navigation or () for entry in group]
    return sorted(entries, key=lambda entry: getattr(entry, "phone_rank", 9))[:PHONE_ENTRIES]


@register.simple_block_tag(takes_context=True)
def page_header(context: template.Context, content: SafeString, title: str, **details: Any) -> str:
    """Title, `count`, `lead` sentence and `back_url`/`back_label`; the content holds the acts."""
    return _part("page_header", context, content, title=title, **details)


@register.simple_block_tag(takes_context=True)
def detail_head(context: template.Context, content: SafeString, name: str, **details: Any) -> str:
    """Head that stays: `number`, name, `state` and `deadline` (tone, words, moment); the content holds the acts."""
    return _part("detail_head", context, content, name=name, **details)


@register.simple_block_tag(takes_context=True)
def empty_state(context: template.Context, content: SafeString, sentence: str, **details: Any) -> str:
    """What belongs here and who brings it (`who`, `icon_name`); the content holds the template or the act."""
    return _part("empty_state", context, content, sentence=sentence, **details)


@register.simple_block_tag(takes_context=True)
def reason_dialog(context: template.Context, content: SafeString, name: str, **details: Any) -> str:
    """A dialog asking for a reason: `action`, `title`, `sentence`, `reasons`, `submit`; more fields as content.

    `then`: the page that follows; with it and `js/stay.js` a refusal is said in the dialog and nothing typed is lost.
    """
    return _part("reason_dialog", context, content, name=name, **details)


def _part(part: str, context: template.Context, content: str, **details: Any) -> str:
    details.setdefault("csrf_token", context.get("csrf_token"))
    return render_to_string(f"components/{part}.html", {"content": content.strip() and SafeString(content), **details})


@register.simple_block_tag
def bulk_bar(content: SafeString) -> str:
    """The bar that appears with a selection of rows; the content holds the acts."""
    return render_to_string("components/bulk_bar.html", {"content": content})


@register.inclusion_tag("components/chart.html")
def chart(name: str, title: str, figures: dict[str, Any], summary: str = "") -> dict[str, Any]:
    """A chart with its numbers as a table behind it; the keys of `figures` are in `static/js/chart.js`."""
    values = [series["values"] for series in figures["series"]]
    urls = figures.get("urls") or [""] * len(figures["categories"])
    rows = list(zip(figures["categories"], urls, zip(*values, strict=True), strict=True))
    return {"name": name, "title": title, "figures": figures, "summary": summary, "rows": rows}


@register.inclusion_tag("components/filter_bar.html", takes_context=True)
def filter_bar(context: template.Context, form: Any, views: Any = (), **details: Any) -> dict[str, Any]:
    """Saved views as tabs, the filter form in one row, what is chosen as chips; all in the address."""
    parameters = context["request"].GET
    return {
        "form": form,
        "views": views,
        "chips": chips_of(form=form, parameters=parameters),
        "kept": other_parameters(form=form, parameters=parameters),
        "path": context["request"].path,
        **details,
    }


@register.inclusion_tag("components/pagination.html", takes_context=True)
def pagination(context: template.Context, page: Any, count: Any = None, parameter: str = "page") -> dict[str, Any]:
    """Previous and next for a page of Django's paginator, with or without a total."""
    query = context["request"].GET.copy()

    def address(number: int) -> str:
        query[parameter] = str(number)
        return f"?{query.urlencode()}"

    return {
        "page": page,
        "count": None if count == "" else count,
        "previous": address(page.previous_page_number()) if page.has_previous() else "",
        "next": address(page.next_page_number()) if page.has_next() else "",
    }


@register.inclusion_tag("components/sort_header.html", takes_context=True)
def sort_header(context: template.Context, field: str, label: str, css_class: str = "") -> dict[str, str]:
    """A column head that sorts by `?sort=field`, and the other way round when it already does."""
    query = context["request"].GET.copy()
    direction = {field: "ascending", f"-{field}": "descending"}.get(query.get("sort", ""), "")
    query["sort"] = f"-{field}" if direction == "ascending" else field
    query.pop("page", None)
    return {"address": f"?{query.urlencode()}", "label": label, "direction": direction, "css_class": css_class}
