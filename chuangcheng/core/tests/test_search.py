from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest
from django.db import connection, transaction
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from chuangcheng.core import search
from chuangcheng.core.access import SYSTEM, Actor
from chuangcheng.core.models import SearchEntry
from chuangcheng.core.search import Entry
from chuangcheng.core.search.words import query_words, words_of
from chuangcheng.core.shell import SearchKind, SearchReach
from chuangcheng.core.slots import Slot

NOBODY = Actor(person_id=None, name="")


LIAISON = Actor(person_id=7, name="联络员", unit_ids=frozenset({12}))


def visible_to_the_system(actor: Actor, ids: Sequence[str]) -> set[str]:
    own = {key for key in ids if key.startswith("own") and actor is LIAISON}
    return set(ids) if actor.is_system else own


def reach(actor: Actor) -> SearchReach | None:
    """The liaison officer finds what belongs to unit 12 and the record "own-site", nothing hidden."""
    if actor is LIAISON:
        return SearchReach([search.unit_scope(12)], [search.HIDDEN], ["own-site"])
    return SearchReach()


@pytest.fixture(autouse=True)
def kinds(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two kinds of record, visible to the system only."""
    slot: Slot[SearchKind] = Slot("search kinds")
    for kind, label in (("site", "点位"), ("case", "问题")):
        slot.fill(kind, SearchKind(kind, label, lambda object_id: f"/x/{object_id}/", visible_to_the_system, reach))
    monkeypatch.setattr("chuangcheng.core.search.finding.search_kinds", slot)


@pytest.fixture
def some(db: None) -> None:
    """A handful of records."""
    search.index(
        kind="site", object_id=1, title="柳巷社区综合文化服务中心", number="DG-LX-001", text="东关街道 柳巷12号"
    )
    search.index(kind="site", object_id=2, title="东关农贸市场", number="DG-002", text="柳巷口 Wi-Fi ABC超市")
    search.index(kind="case", object_id=3, title="占道经营", number="2026-000123", text="东关农贸市场门前 桥")
    search.index(kind="case", object_id=4, title="柳巷垃圾未清运", number="2026-000124", text="柳巷社区")


def titles(query: str, actor: Actor = SYSTEM, limit: int = 20) -> list[str]:
    return [hit.title for hit in search.find(actor=actor, query=query, limit=limit)]


@pytest.mark.usefixtures("some")
@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("农贸", ["东关农贸市场", "占道经营"]),
        ("柳巷社区", ["柳巷社区综合文化服务中心", "柳巷垃圾未清运"]),
        ("桥", ["占道经营"]),
        ("心", ["柳巷社区综合文化服务中心"]),
        ("柳巷 垃圾", ["柳巷垃圾未清运"]),
        ("垃圾，柳巷", ["柳巷垃圾未清运"]),
        ("2026-000123", ["占道经营"]),
        ("２０２６－０００１２３", ["占道经营"]),
        ("123", ["占道经营"]),
        ("dg-lx-001", ["柳巷社区综合文化服务中心"]),
        ("abc", ["东关农贸市场"]),
        ("超市 AB", ["东关农贸市场"]),
        ("12号", ["柳巷社区综合文化服务中心", "占道经营", "东关农贸市场"][:1]),
        ("不存在的词", []),
        ("", []),
        ("　 ", []),
        ("%", []),
    ],
)
def test_words_find_what_holds_all_of_them(query: str, found: list[str]) -> None:
    assert titles(query) == found


@pytest.mark.django_db
def test_hit_in_a_long_text_shows_the_place_where_it_stands() -> None:
    search.index(kind="case", object_id=9, title="长文", text=f"{'前言' * 900}各单位要清理僵尸车辆。{'附件' * 900}")
    [hit] = search.find(actor=SYSTEM, query="僵尸车辆", limit=5)
    assert "清理僵尸车辆" in hit.text[:60]
    assert hit.text.startswith("…")
    assert len(hit.text) < 320


@pytest.mark.usefixtures("some")
def test_number_comes_first_then_titles_that_begin_so_then_the_newest() -> None:
    search.index(kind="case", object_id=5, title="复查2026-000123号问题", number="2026-000200")
    search.index(kind="case", object_id=6, title="2026-000123号问题的回访", number="2026-000201")
    search.index(kind="case", object_id=7, title="回访", number="2026-000202", text="见2026-000123")
    found = titles("2026-000123")
    assert found == ["占道经营", "2026-000123号问题的回访", "复查2026-000123号问题", "回访"]


@pytest.mark.usefixtures("some")
@pytest.mark.parametrize(
    "query",
    [
        "'",
        '"',
        "柳巷' OR '1'='1",
        '" OR rowid > 0 --',
        "柳巷*",
        "NEAR(柳巷 社区)",
        "柳巷 AND",
        "\\",
        "柳巷:*|!",
        "\x00柳巷",
        "(" * 50,
    ],
)
def test_hostile_queries_are_harmless(query: str) -> None:
    assert set(titles(query)) <= {"柳巷社区综合文化服务中心", "东关农贸市场", "柳巷垃圾未清运"}
    assert SearchEntry.objects.count() == 4


@pytest.mark.usefixtures("some")
def test_only_visible_records_of_known_kinds_are_found() -> None:
    search.index(kind="secret", object_id=9, title="柳巷秘密")
    assert titles("柳巷", actor=NOBODY) == []
    assert "柳巷秘密" not in titles("柳巷")


@pytest.mark.usefixtures("some")
def test_kind_of_two_words_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    slot: Slot[SearchKind] = Slot("search kinds")
    slot.fill("case_note", SearchKind("case_note", "备注", lambda _key: "/x/", visible_to_the_system, reach))
    monkeypatch.setattr("chuangcheng.core.search.finding.search_kinds", slot)
    search.index(kind="case_note", object_id=8, title="柳巷备注")
    assert titles("备注") == ["柳巷备注"]
    assert titles("垃圾") == []


@pytest.mark.usefixtures("some")
def test_changed_record_is_found_as_it_is_now_and_removed_one_not_at_all() -> None:
    search.index(kind="case", object_id=4, title="柳巷井盖破损", number="2026-000124")
    assert titles("垃圾") == []
    assert titles("井盖") == ["柳巷井盖破损"]
    search.remove(kind="case", object_id=4)
    search.remove(kind="case", object_id=4)
    assert titles("井盖") == titles("2026-000124") == []


@pytest.mark.usefixtures("some")
def test_index_follows_the_transaction() -> None:
    with transaction.atomic():
        search.index(kind="case", object_id=8, title="井盖破损")
        search.remove(kind="site", object_id=1)
        transaction.set_rollback(True)
    assert titles("井盖") == []
    assert titles("综合文化") == ["柳巷社区综合文化服务中心"]


@pytest.mark.usefixtures("some")
def test_limit_and_address() -> None:
    [hit] = search.find(actor=SYSTEM, query="柳巷", limit=1)
    assert (hit.kind, hit.label, hit.url) == (
        hit.kind,
        {"site": "点位", "case": "问题"}[hit.kind],
        f"/x/{hit.object_id}/",
    )


def test_ids_for_a_filter_are_of_one_kind_and_have_all_words(db: None) -> None:
    search.index(kind="case", object_id="a", title="东关大街垃圾满溢")
    search.index(kind="case", object_id="b", title="东关大街井盖缺失")
    search.index(kind="site", object_id="c", title="东关大街垃圾站")
    assert search.record_ids(actor=SYSTEM, kind="case", query="大街 垃圾") == ["a"]
    assert search.record_ids(actor=SYSTEM, kind="case", query="  ") == []


def test_own_record_is_found_behind_any_number_of_newer_ones_of_others(db: None) -> None:
    search.index(kind="case", object_id="own-1", title="公厕有异味", scopes=search.unit_scopes([12, 3]))
    search.index(kind="site", object_id="own-site", title="柳巷公厕")
    search.index(kind="case", object_id="own-hidden", title="公厕暗访", scopes=[search.unit_scope(12), search.HIDDEN])
    others = (Entry("case", f"other-{number}", "公厕有异味", scopes=search.unit_scopes([1])) for number in range(1200))
    search.index_all(others)
    assert titles("公厕", actor=LIAISON) == ["公厕有异味", "柳巷公厕"]
    assert search.record_ids(actor=LIAISON, kind="case", query="公厕") == ["own-1"]
    assert titles("公厕 柳巷", actor=LIAISON) == ["柳巷公厕"]


def test_many_of_one_kind_do_not_cover_the_few_of_another(db: None) -> None:
    search.index(kind="site", object_id="1", title="柳巷公厕")
    search.index_all(Entry("case", str(number), "柳巷公厕有异味") for number in range(1200))
    assert "柳巷公厕" in titles("柳巷公厕", limit=600)


def test_record_is_found_by_those_in_charge_now(db: None) -> None:
    search.index(kind="case", object_id="own-1", title="公厕有异味", scopes=search.unit_scopes([12]))
    assert titles("公厕", actor=LIAISON) == ["公厕有异味"]
    search.index(kind="case", object_id="own-1", title="公厕有异味", scopes=search.unit_scopes([13]))
    assert titles("公厕", actor=LIAISON) == []
    search.index(kind="case", object_id="own-1", title="公厕有异味", scopes=[search.unit_scope(12)])
    search.rebuild()
    assert titles("公厕", actor=LIAISON) == ["公厕有异味"]


def test_scopes_are_not_found_as_text(db: None) -> None:
    search.index(kind="case", object_id="1", title="公厕", scopes=[search.unit_scope(12), search.person_scope(7)])
    assert titles("u12") == titles("§u12") == titles("p7") == titles("kcase") == []


def test_reach_of_two_thousand_units_is_asked(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    slot: Slot[SearchKind] = Slot("search kinds")
    wide = SearchReach(search.unit_scopes(range(1, 2001)))
    slot.fill("case", SearchKind("case", "问题", lambda key: key, lambda _actor, ids: set(ids), lambda _actor: wide))
    monkeypatch.setattr("chuangcheng.core.search.finding.search_kinds", slot)
    search.index(kind="case", object_id="1", title="公厕", scopes=[search.unit_scope(1999)])
    assert titles("公厕") == ["公厕"]


@pytest.mark.usefixtures("some")
def test_rebuilding_finds_everything_again() -> None:
    assert search.rebuild() == 4
    assert titles("农贸") == ["东关农贸市场", "占道经营"]


def test_many_are_indexed_with_few_statements_and_the_last_of_a_double_counts(
    db: None, django_assert_max_num_queries: Any
) -> None:
    entries = [Entry("site", str(number), f"第{number}号公厕") for number in range(300)]
    rows = 1 if connection.vendor == "postgresql" else 2  # elsewhere the words stand in a table of their own
    with django_assert_max_num_queries(rows + 300):  # the words: one prepared statement, counted per row
        search.index_all([*entries, Entry("site", "7", "七号公厕改名")])
    assert titles("改名") == ["七号公厕改名"]
    assert SearchEntry.objects.count() == 300


@pytest.mark.parametrize("count", [3, 30])
def test_finding_costs_the_same_whatever_is_found(db: None, count: int, django_assert_num_queries: Any) -> None:
    search.index_all([Entry("site", str(number), f"公厕{number}") for number in range(count)])
    with django_assert_num_queries(2):  # numbers, and the candidates of both kinds
        assert len(titles("公厕", limit=100)) == count


def test_words_are_pairs_last_characters_and_runs_of_letters() -> None:
    assert words_of("柳巷A12") == ["a12", "巷", "柳巷"]
    assert words_of("No.007") == ["007", "7", "no"]
    assert [word.text for word in query_words("柳巷社区")] == ["柳巷", "巷社", "社区"]
    assert len(query_words("巷口" * 500)) <= 24
    assert len(query_words("一二三四五六七八九十甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未")) == 24


class AnyTextTest(TestCase):
    """Whatever is indexed is found by any piece of itself."""

    @given(text=st.text(min_size=1, max_size=30), start=st.integers(0, 29), length=st.integers(1, 8))
    def test_a_record_is_found_by_a_piece_of_its_ideographs(self, text: str, start: int, length: int) -> None:
        search.index(kind="site", object_id=1, title="x", text=f"{text} 东关街道柳巷社区农贸市场门前")
        piece = "东关街道柳巷社区农贸市场门前"[start % 14 :][:length]
        assert titles(piece) == ["x"]

    @given(text=st.text(max_size=60))
    def test_any_text_is_indexed(self, text: str) -> None:
        search.index(kind="site", object_id=1, title=text, text=text)
        assert SearchEntry.objects.count() == 1

    @given(query=st.text(max_size=60))
    def test_any_query_is_answered(self, query: str) -> None:
        assert titles(query) == []
