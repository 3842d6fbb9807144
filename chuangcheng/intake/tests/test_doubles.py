"""Whether two tales are of one problem: worked examples, and what must hold for all."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as draw

from chuangcheng.intake.doubles import LIKELY, NEAR_BITS, WORTH_A_LOOK, Beside, Tale, likeness, speaking
from chuangcheng.intake.wording import ClassWords, Dictionary, alike, rarity_among

AT = datetime(2026, 9, 1, 10, tzinfo=UTC)
HERE = Tale(
    text="门前垃圾没人收，味道很大", at=AT, lon=114.49, lat=36.61, problem_class=1, group="环境卫生", radius_m=50
)
METRE = 1 / 111_195  # degrees of latitude


def moved(metres: float, **changes: object) -> Tale:
    return replace(HERE, lat=36.61 + metres * METRE, **changes)  # type: ignore[arg-type]


def test_same_words_at_the_same_spot_are_likely() -> None:
    found = likeness(HERE, moved(5, at=AT + timedelta(hours=2), text="垃圾没人收，门前味道大"))
    assert found.likelihood > 0.9
    assert found.metres == 5


def test_further_later_or_another_class_is_less_likely() -> None:
    near = likeness(HERE, moved(10)).likelihood
    assert likeness(HERE, moved(60)).likelihood < near
    assert likeness(HERE, moved(10, at=AT + timedelta(days=20))).likelihood < near
    assert likeness(HERE, moved(10, problem_class=2, group="市容秩序")).likelihood < near
    assert likeness(HERE, moved(10, problem_class=2)).likelihood < near


def test_three_radii_apart_is_never_the_same() -> None:
    assert likeness(HERE, moved(151)).likelihood == 0
    assert likeness(replace(HERE, radius_m=500), moved(151, radius_m=500)).likelihood > WORTH_A_LOOK


def test_same_site_is_the_same_place_wherever_the_points_lie() -> None:
    assert likeness(replace(HERE, site=7), moved(400, site=7)).metres == 0


def test_what_is_not_known_counts_neither_way() -> None:
    bare = Tale(text="", at=AT)
    found = likeness(bare, bare).grounds
    assert (found.place, found.kind, found.address, found.picture) == (None, None, None, None)
    assert likeness(bare, bare).likelihood < LIKELY


def test_numbers_of_houses_contradict_each_other() -> None:
    one, other = moved(40, place="人民路12号"), moved(60, place="人民路88号")
    assert likeness(one, other).likelihood < likeness(one, replace(other, place="人民路12号旁")).likelihood


def test_alike_photos_speak_for_it_and_another_angle_says_nothing() -> None:
    other = moved(60)
    plain = likeness(HERE, other).likelihood
    copied = likeness(HERE, other, beside=Beside(bits=2)).likelihood
    alike_ones = likeness(HERE, other, beside=Beside(bits=12)).likelihood
    assert copied > alike_ones > plain
    for bits in (NEAR_BITS, 32, 64):
        assert likeness(HERE, other, beside=Beside(bits=bits)).likelihood == plain


def test_the_same_photo_far_away_is_another_problem() -> None:
    assert likeness(HERE, moved(400), beside=Beside(bits=0)).likelihood == 0


def test_the_same_caller_speaks_for_it_and_other_people_say_nothing() -> None:
    plain = likeness(HERE, moved(60)).likelihood
    assert likeness(HERE, moved(60), beside=Beside(is_same_caller=True)).likelihood > plain
    assert likeness(HERE, moved(60), beside=Beside(is_same_caller=False)).likelihood == plain


def test_houses_in_the_text_count_where_the_place_names_none() -> None:
    one, other = moved(0, text="人民路12号门前垃圾没人收"), moved(60, text="垃圾没人收，人民路12号")
    far = replace(other, text="垃圾没人收，人民路88号")
    assert likeness(one, other).grounds.house == 1
    assert likeness(one, far).grounds.house == -1
    assert likeness(one, replace(other, text="垃圾没人收，解放路12号")).grounds.house == -1
    assert likeness(one, replace(other, text="垃圾没人收")).grounds.house is None


def test_words_tell_the_class_that_nobody_gave() -> None:
    book = Dictionary(
        [
            ClassWords(1, "市容环境", "暴露垃圾", (), "公共区域有成堆或散落的垃圾，或垃圾桶满溢。"),
            ClassWords(2, "公用设施", "路灯不亮", ("路灯损坏",), "路灯、景观灯不亮或损坏。"),
        ]
    )
    blank = replace(HERE, problem_class=None, group="")
    lamp = speaking(replace(blank, text="东边那排路灯都不亮了"), book)
    assert lamp.spoken == 2
    assert speaking(replace(blank, text="请尽快处理"), book).spoken is None
    rubbish = speaking(replace(blank, text="散落的垃圾没人收"), book)
    assert likeness(rubbish, lamp).grounds.spoken == -1
    assert likeness(lamp, replace(moved(5), problem_class=2, group="公用设施")).grounds.spoken == 1


def test_a_rare_word_that_both_use_says_more_than_what_all_write() -> None:
    usual = [f"请尽快处理，谢谢{number}" for number in range(40)]
    rarity = rarity_among([*usual, "沙发扔在路口", "路口有个沙发"])
    shared_rare = alike("沙发扔了，谢谢处理", "沙发没人搬", rarity)
    shared_usual = alike("石凳坏了，尽快处理", "路不平，尽快处理", rarity)
    assert shared_rare > shared_usual


def test_texts_are_compared_by_pairs_without_signs_and_width() -> None:
    assert alike("垃圾，没人收！", "垃圾没人收") == 1
    assert alike("ＡＢＣ", "abc") == 1
    assert alike("路灯不亮", "垃圾没人收") == 0
    assert alike("", "垃圾") == 0


@given(draw.text(max_size=40), draw.text(max_size=40), draw.floats(0, 3000), draw.floats(-1000, 1000))
def test_likelihood_is_a_share_and_the_same_both_ways(one: str, other: str, metres: float, hours: float) -> None:
    first, second = replace(HERE, text=one), moved(metres, text=other, at=AT + timedelta(hours=hours))
    there, back = likeness(first, second).likelihood, likeness(second, first).likelihood
    assert 0 <= there <= 1
    assert abs(there - back) < 1e-9
