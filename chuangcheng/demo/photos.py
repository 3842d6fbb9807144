"""Draws the photos of the demo, one for each place they hang, by a job; each says that it is a sample."""

from __future__ import annotations

import io
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from random import Random
from uuid import UUID

import noto_cjk_sans_otc
from django.utils.translation import gettext_lazy as _
from PIL import ExifTags, Image, ImageDraw, ImageFont

from chuangcheng.cases.models import Case, CaseEvent, CasePhoto
from chuangcheng.core.files import PHOTOS, store
from chuangcheng.core.jobs import JobContext, job
from chuangcheng.core.models import StoredFile
from chuangcheng.core.times import SHANGHAI, now
from chuangcheng.demo.bulletins import make_bulletins
from chuangcheng.demo.dice import dice
from chuangcheng.inspections.models import AnswerPhoto
from chuangcheng.inspections.queries import SOURCE_KIND
from chuangcheng.sites.models import ChecklistItem, ChecklistPicture

SIZE = (960, 720)  # pixels
BATCH = 100
BEFORE_SENDING = timedelta(minutes=2)  # a photo was taken
MOMENTS = {"open": "before", "feed_back": "after"}
WITH_EXAMPLE = "卫生脏乱"  # the usual problem of the items that have pictures
EXAMPLES = {False: "路面有成片垃圾", True: "路面干净"}  # passes → caption


@job("demo.draw_photos", label=_("绘制示例照片"))
def draw_photos(context: JobContext) -> None:
    """Gives every report and every feedback of a demo case its photo; goes on where it stopped."""
    waiting = CaseEvent.objects.filter(move__in=MOMENTS, photos__isnull=True)
    total, done = waiting.count(), 0
    while events := list(waiting.select_related("case__problem_class").order_by("pk")[:BATCH]):
        photos = CasePhoto.objects.bulk_create([_photo(event) for event in events])
        AnswerPhoto.objects.bulk_create(_of_checks(photos))
        done += len(events)
        context.progress(done, total, f"正在绘制示例照片 {done}/{total}")
    draw_examples()
    make_bulletins()  # their papers show photos


def _photo(event: CaseEvent) -> CasePhoto:
    moment = MOMENTS[event.move]
    file = photo_of(event.case, taken=event.at - BEFORE_SENDING, is_after=moment == "after")
    return CasePhoto(case=event.case, event=event, file=file, moment=moment)


def photo_of(case: Case, *, taken: datetime, is_after: bool) -> StoredFile:
    """The stored photo of a problem, or of the same place without it."""
    found = case.problem_class
    words = f"{found.name if found else ''}  {case.number}"
    drawn = draw(str(case.pk), words, taken, is_after=is_after)
    return store(drawn, name="示例.jpg", limits=PHOTOS)


def draw_examples() -> None:
    """Gives the items about litter a picture of what fails and one of what passes, once."""
    items = ChecklistItem.objects.filter(problem_class=WITH_EXAMPLE, retired_on__isnull=True, pictures__isnull=True)
    waiting = list(items)
    for passes, caption in EXAMPLES.items() if waiting else ():
        drawn = draw("example", caption, now(), is_after=passes, sides=("不合格", "合格"))
        file = store(drawn, name="示例.jpg", limits=PHOTOS)
        ChecklistPicture.objects.bulk_create(
            ChecklistPicture(item=item, file=file, passes=passes, caption=caption) for item in waiting
        )


def _of_checks(photos: list[CasePhoto]) -> list[AnswerPhoto]:
    """The photo of a problem found by a check is that of the check."""
    found = [photo for photo in photos if photo.moment == "before" and photo.case.source_kind == SOURCE_KIND]
    return [AnswerPhoto(answer_id=UUID(photo.case.source_id), file=photo.file) for photo in found]


def draw(
    seed: str, words: str, taken: datetime, *, is_after: bool, sides: tuple[str, str] = ("整改前", "整改后")
) -> bytes:
    """A JPEG of a street scene with the problem, or of the same scene with it gone; `taken` stands in its EXIF.

    sides: what the two are called in the picture.
    """
    rng = dice(f"photo/{seed}")
    picture = Image.new("RGB", SIZE, _shade((188, 208, 226), rng))
    pen = ImageDraw.Draw(picture)
    _houses(pen, rng)
    pen.rectangle((0, 480, 960, 560), fill=_shade((170, 166, 158), rng))
    pen.rectangle((0, 560, 960, 720), fill=_shade((96, 98, 102), rng))
    for x in range(40, 960, 160):
        pen.rectangle((x, 632, x + 80, 642), fill=(225, 225, 220))
    if not is_after:
        _mess(pen, rng)
    _caption(pen, f"示例照片·{sides[is_after]}  {words}")
    exif = Image.Exif()
    exif.get_ifd(ExifTags.IFD.Exif)[ExifTags.Base.DateTimeOriginal] = f"{taken.astimezone(SHANGHAI):%Y:%m:%d %H:%M:%S}"
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=70, exif=exif)
    return out.getvalue()


def _houses(pen: ImageDraw.ImageDraw, rng: Random) -> None:
    x = -rng.randint(0, 80)
    while x < SIZE[0]:
        width, top = rng.randint(110, 220), rng.randint(120, 300)
        pen.rectangle((x, top, x + width, 480), fill=_shade((176, 160, 146), rng, 40))
        for left in range(x + 18, x + width - 30, 44):
            for up in range(top + 24, 420, 56):
                pen.rectangle((left, up, left + 22, up + 32), fill=_shade((96, 116, 132), rng))
        x += width + rng.randint(4, 20)


def _mess(pen: ImageDraw.ImageDraw, rng: Random) -> None:
    x, y = rng.randint(150, 700), rng.randint(500, 560)
    for _piece in range(rng.randint(14, 34)):
        left, top = x + rng.gauss(0, 60), y + rng.gauss(0, 18)
        size = rng.uniform(8, 34)
        pen.ellipse((left, top, left + size, top + size * 0.7), fill=_shade((140, 110, 70), rng, 60))


def _caption(pen: ImageDraw.ImageDraw, text: str) -> None:
    pen.rectangle((0, 0, SIZE[0], 44), fill=(0, 0, 0))
    pen.text((14, 8), text, font=_font(), fill=(255, 255, 255))


def _shade(colour: tuple[int, int, int], rng: Random, spread: int = 14) -> tuple[int, int, int]:
    red, green, blue = (min(255, max(0, part + rng.randint(-spread, spread))) for part in colour)
    return red, green, blue


@cache
def _font() -> ImageFont.FreeTypeFont:
    folder = Path(noto_cjk_sans_otc.__file__).parent
    return ImageFont.truetype(str(folder / "NotoSansCJK-Regular.ttc"), 24)
