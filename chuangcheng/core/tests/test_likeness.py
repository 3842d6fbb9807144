"""What survives in the likeness of a picture, and that the index finds every picture that is alike."""

from __future__ import annotations

import io
import random
from itertools import combinations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageEnhance

from chuangcheng.core import files
from chuangcheng.core.files.examining import examine_pictures
from chuangcheng.core.ids import new_id
from chuangcheng.core.likeness import (
    BITS,
    MOST_DIFFERENT,
    bands_of,
    close_bands,
    difference,
    likeness_of,
    signed,
    unsigned,
)
from chuangcheng.core.models import StoredFile
from chuangcheng.core.testing import photo, street
from chuangcheng.core.times import now

looks = st.integers(min_value=0, max_value=2**BITS - 1)


def known(image: Image.Image) -> int:
    found = likeness_of(image)
    assert found is not None
    return found


def packed_again(image: Image.Image, quality: int) -> Image.Image:
    written = io.BytesIO()
    image.save(written, "JPEG", quality=quality)
    return Image.open(written)


def looks_of(row: StoredFile) -> int:
    assert row.looks is not None
    return row.looks


def kept(look: int) -> StoredFile:
    row = StoredFile(sha256=f"{look:064x}", size=1, media_type="image/jpeg", width=1, height=1, review_at=now())
    row.set_likeness(look, at=now())
    row.save()
    return row


@pytest.mark.parametrize("scene", range(12))
def test_copies_of_a_picture_stay_alike(scene: int) -> None:
    original = street(scene, size=(640, 480))
    copies = [
        packed_again(original, 40),
        original.resize((213, 160)),
        ImageEnhance.Brightness(original).enhance(1.25),
        ImageEnhance.Contrast(original).enhance(0.8),
        packed_again(original.resize((960, 720)), 70),
    ]
    assert max(difference(known(original), known(copy)) for copy in copies) <= MOST_DIFFERENT


def test_pictures_of_different_things_are_not_alike() -> None:
    seen = [known(street(scene)) for scene in range(40)]
    assert min(difference(one, other) for one, other in combinations(seen, 2)) > MOST_DIFFERENT


def test_picture_of_one_colour_cannot_be_compared() -> None:
    assert likeness_of(Image.new("RGB", (64, 64), (10, 10, 10))) is None


@given(looks)
def test_bits_come_back_from_the_database_as_they_went(look: int) -> None:
    assert unsigned(signed(look)) == look
    assert -(2**63) <= signed(look) < 2**63


@given(looks, st.sets(st.integers(0, BITS - 1), max_size=MOST_DIFFERENT))
def test_alike_pictures_share_a_piece_but_for_a_bit(look: int, flipped: set[int]) -> None:
    other = look
    for place in flipped:
        other ^= 1 << place
    pairs = zip(bands_of(look), bands_of(other), strict=True)
    assert any(theirs in set(close_bands(own)) for own, theirs in pairs)


@pytest.mark.django_db
@pytest.mark.parametrize("at_most", [0, 3, 7])
def test_index_finds_what_comparing_all_finds(at_most: int) -> None:
    drawn = random.Random(at_most)  # noqa: S311 - the same numbers each time
    asked = [kept(drawn.getrandbits(BITS)) for _ in range(3)]
    near = [
        looks_of(row) ^ sum(1 << place for place in drawn.sample(range(BITS), bits))
        for row in asked
        for bits in range(12)
    ]
    others = [
        kept(look) for look in {*near, *(drawn.getrandbits(BITS) for _ in range(200))} - {row.looks for row in asked}
    ]
    with CaptureQueriesContext(
        connection,
    ) as ran:
        found = files.alike_pictures(asked, at_most=at_most)
    assert len(ran) == 1
    for one in asked:
        expected = {
            other.pk: difference(looks_of(one), looks_of(other))
            for other in [*others, *asked]
            if other != one and difference(looks_of(one), looks_of(other)) <= at_most
        }
        assert found.get(one.pk, {}) == expected
        assert expected or at_most == 0


@pytest.mark.django_db
def test_stored_photo_knows_what_it_looks_like_upright() -> None:
    plain, turned = Image.open(io.BytesIO(photo(scene=5))), io.BytesIO()
    exif = Image.Exif()
    exif[0x0112] = 6  # to be turned a quarter to the right
    plain.transpose(Image.Transpose.ROTATE_90).save(turned, "JPEG", exif=exif, quality=95)
    one = files.store(photo(scene=5), name="a.jpg", limits=files.PHOTOS)
    other = files.store(turned.getvalue(), name="b.jpg", limits=files.PHOTOS)
    assert files.alike_pictures([one])[one.pk].keys() == {other.pk}


@pytest.mark.django_db
def test_pictures_of_before_are_examined_by_a_worker() -> None:
    row = files.store(photo(scene=7), name="a.jpg", limits=files.PHOTOS)
    look = row.looks
    blank = dict.fromkeys(("likeness", "band_0", "band_1", "band_2", "band_3", "examined_at"))
    StoredFile.objects.update(**blank)
    lost = StoredFile.objects.create(
        id=new_id(), sha256="0" * 64, size=1, media_type="image/jpeg", width=9, height=9, review_at=now()
    )
    examine_pictures()
    row.refresh_from_db()
    lost.refresh_from_db()
    assert row.looks == look
    assert (lost.looks, lost.examined_at is not None) == (None, True)
