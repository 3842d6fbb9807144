from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from django import forms
from django.core.paginator import Paginator
from django.template import Context, Template
from django.test import RequestFactory
from django_tables2 import LazyPaginator

from chuangcheng.core.access import Actor, UnknownPermission
from chuangcheng.core.templatetags import ui


@pytest.fixture(autouse=True)
def _plain_static_names(settings: Any) -> None:
    """Static files by their plain names: the manifest is made by the installation, not by tests."""
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }


class CaseFilter(forms.Form):
    q = forms.CharField(label="文字", required=False)
    state = forms.ChoiceField(label="状态", required=False, choices=[("", "全部"), ("fixing", "处置中")])


def rendered(source: str, address: str = "/", **context: Any) -> str:
    return Template(source).render(Context({"request": RequestFactory().get(address), **context}))


def test_icon_is_decoration_without_a_label_and_read_out_with_one() -> None:
    assert 'aria-hidden="true"' in ui.icon("camera")
    assert 'role="img" aria-label="拍照"' in ui.icon("camera", "拍照")


def test_misspelt_icon_or_tone_raises() -> None:
    with pytest.raises(ui.UnknownLook):
        ui.icon("camrea")
    with pytest.raises(ui.UnknownLook):
        ui.state_badge("purple", "待办")


def test_state_is_told_by_word_icon_and_tone() -> None:
    badge = ui.state_badge("red", "超期")

    assert "超期" in badge
    assert "state-red" in badge
    assert "#alert-triangle" in badge


def test_badge_escapes_its_word() -> None:
    assert "<b>" not in ui.state_badge("blue", "<b>")


@pytest.mark.parametrize(
    ("value", "shown"),
    [(None, "—"), (date(2026, 9, 30), "2026-09-30"), (datetime(2026, 9, 30, 17, 0, tzinfo=UTC), "2026-10-01")],
)
def test_day_is_written_in_local_time(value: Any, shown: str) -> None:
    assert ui.day(value) == shown


def test_moment_of_this_year_has_no_year(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("django.utils.timezone.now", lambda: datetime(2026, 11, 23, tzinfo=UTC))

    assert ui.moment(datetime(2026, 9, 30, 6, 5, tzinfo=UTC)) == "09-30 14:05"
    assert ui.moment(datetime(2025, 9, 30, 6, 5, tzinfo=UTC)) == "2025-09-30 14:05"
    assert ui.full_moment(datetime(2026, 9, 30, 6, 5, tzinfo=UTC)) == "2026-09-30 14:05"


@pytest.mark.parametrize(
    ("value", "shown"), [(Decimal("12.345"), "12.35"), (Decimal("0.005"), "0.01"), (None, "—"), (1234, "1,234.00")]
)
def test_marks_have_two_places_rounded_half_up(value: Any, shown: str) -> None:
    assert ui.marks(value) == shown


def test_numbers_are_grouped_and_words_of_a_count_stay() -> None:
    assert ui.thousands(12345) == "12,345"
    assert ui.thousands("1,000+") == "1,000+"
    assert ui.thousands(None) == "—"
    assert ui.percent(Decimal("0.9335")) == "93.4%"


def test_page_header_shows_title_count_and_its_acts() -> None:
    shown = rendered('{% page_header title="问题" count=1286 %}<a class="btn">导出</a>{% endpage_header %}')

    assert "问题" in shown
    assert "1,286" in shown
    assert '<a class="btn">导出</a>' in shown


def test_page_header_without_acts_has_no_empty_box() -> None:
    assert "page-acts" not in rendered('{% page_header title="问题" %} {% endpage_header %}')


def test_title_of_a_head_is_escaped() -> None:
    assert "<script>" not in rendered("{% detail_head name=name %}{% enddetail_head %}", name="<script>")


def test_reason_dialog_asks_for_a_reason_and_carries_the_token() -> None:
    shown = rendered('{% reason_dialog name="back" action="/x" title="回退" %}{% endreason_dialog %}', csrf_token="abc")

    assert 'name="reason"' in shown
    assert "required" in shown
    assert 'name="csrfmiddlewaretoken" value="abc"' in shown


def test_filter_shows_what_is_chosen_as_chips_that_can_be_taken_off() -> None:
    address = "/cases?q=market&state=fixing&sort=-due&page=3"
    request = RequestFactory().get(address)

    shown = rendered("{% filter_bar form %}", address, form=CaseFilter(request.GET))

    assert "处置中" in shown
    assert 'href="/cases?q=market&amp;sort=-due"' in shown
    assert '<input type="hidden" name="sort" value="-due">' in shown
    assert 'name="page"' not in shown


def test_filter_without_choice_has_no_chips() -> None:
    assert "chip" not in rendered("{% filter_bar form %}", "/cases?q=", form=CaseFilter({"q": ""}))


def test_pagination_keeps_the_rest_of_the_address() -> None:
    page = Paginator(range(60), 20).page(2)

    shown = rendered('{% pagination page count="1,000+" %}', "/cases?state=fixing&page=2", page=page)

    assert "?state=fixing&amp;page=1" in shown
    assert "?state=fixing&amp;page=3" in shown
    assert "1,000+" in shown


def test_pagination_without_a_total_counts_nothing() -> None:
    page = LazyPaginator(range(60), 20).page(2)

    shown = rendered("{% pagination page %}", "/cases?page=2", page=page)

    assert "?page=3" in shown
    assert "共" not in shown


def test_sort_head_turns_round_and_says_its_direction() -> None:
    shown = rendered('{% sort_header "due" "期限" %}', "/cases?sort=due&page=4")

    assert 'href="?sort=-due"' in shown
    assert 'aria-sort="ascending"' in shown


def test_message_with_an_undo_address_offers_it() -> None:
    class Message:
        extra_tags = "undo:/cases/1/undo"

    class Plain:
        extra_tags = "undo:https://elsewhere"

    assert ui.undo_url(Message()) == "/cases/1/undo"
    assert ui.undo_url(Plain()) == ""


def test_bottom_bar_takes_the_first_entries_of_all_groups() -> None:
    assert ui.phone_entries([[1, 2], [3], [4, 5]]) == [1, 2, 3, 4]
    assert ui.phone_entries(None) == []


def test_chart_has_its_numbers_as_a_table() -> None:
    figures = {"kind": "bars", "categories": ["青溪街道"], "series": [{"name": "超期", "values": [12]}]}

    shown = rendered('{% chart "overdue" "各单位超期" figures %}', figures=figures)

    assert '<script id="overdue" type="application/json">' in shown
    assert '<td class="num">12</td>' in shown


def test_form_says_its_errors_at_the_top_and_beside_the_field() -> None:
    class Site(forms.Form):
        name = forms.CharField(label="名称", help_text="写全称。")

    form = Site({})
    shown = rendered(
        '{% load crispy_forms_tags %}{% include "components/error_summary.html" %}{{ form|crispy }}', form=form
    )

    assert 'href="#id_name"' in shown
    assert 'id="id_name_error"' in shown
    assert 'aria-describedby="id_name_helptext id_name_error"' in shown


def test_templates_ask_for_permissions_and_a_misspelt_one_raises() -> None:
    request = RequestFactory().get("/")
    request.actor = Actor(person_id=1, name="甲", grants={"core.view_audit": frozenset({"0001"})})  # type: ignore[attr-defined] # the middleware puts it there
    asked = Template("{% may code as allowed %}{{ allowed }}")
    answers = [
        asked.render(Context({"request": request, "code": code})) for code in ("core.view_audit", "core.view_jobs")
    ]
    assert answers == ["True", "False"]
    with pytest.raises(UnknownPermission):
        asked.render(Context({"request": request, "code": "core.veiw_audit"}))


def test_a_text_too_long_is_told_in_plain_words() -> None:
    class Form(forms.Form):
        name = forms.CharField(max_length=3)

    assert Form({"name": "长安街道"}).errors["name"] == ["最多3个字，现在有4个，请缩短。"]
