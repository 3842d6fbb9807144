from __future__ import annotations

from datetime import datetime

from django.db import models

from chuangcheng.core.ids import new_id
from chuangcheng.core.likeness import bands_of, signed, unsigned


class StoredFile(models.Model):
    """A file kept once by its content; names and captions belong to whoever refers to it."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    sha256 = models.CharField(max_length=64, unique=True)  # hex
    size = models.PositiveBigIntegerField()  # bytes
    media_type = models.CharField(max_length=100)
    width = models.PositiveIntegerField(null=True)  # pixels; None: not a picture
    height = models.PositiveIntegerField(null=True)  # pixels
    taken_at = models.DateTimeField(null=True)  # from EXIF
    taken_lon = models.FloatField(null=True)  # degrees WGS-84, from EXIF
    taken_lat = models.FloatField(null=True)  # degrees WGS-84, from EXIF
    created_at = models.DateTimeField(auto_now_add=True)
    review_at = models.DateTimeField(db_index=True)  # when it is next asked whether any record still refers to it
    # 64 bits that alike pictures share (core.likeness), signed as databases keep them; None: no picture, too little
    # contrast, or not examined yet. Four pieces of 16 bits are indexed, so that alike pictures are looked up.
    likeness = models.BigIntegerField(null=True, editable=False)
    band_0 = models.IntegerField(null=True, editable=False)
    band_1 = models.IntegerField(null=True, editable=False)
    band_2 = models.IntegerField(null=True, editable=False)
    band_3 = models.IntegerField(null=True, editable=False)
    examined_at = models.DateTimeField(null=True, editable=False)  # None: no picture, or its likeness not taken yet

    class Meta:
        indexes = [
            # With all that a look-up reads, so that it opens no row.
            *(
                models.Index(fields=[f"band_{place}", "likeness", "id"], name=f"file_band_{place}")
                for place in range(4)
            ),
            models.Index(
                fields=["id"], name="file_unexamined", condition=models.Q(width__isnull=False, examined_at__isnull=True)
            ),
        ]

    def set_likeness(self, likeness: int | None, *, at: datetime) -> None:
        """Keeps what the picture looks like, 0..2⁶⁴−1, None when it cannot be compared."""
        self.examined_at = at
        self.likeness = None if likeness is None else signed(likeness)
        bands = (None,) * 4 if likeness is None else bands_of(likeness)
        self.band_0, self.band_1, self.band_2, self.band_3 = bands

    @property
    def looks(self) -> int | None:
        """The likeness, 0..2⁶⁴−1."""
        return None if self.likeness is None else unsigned(self.likeness)
