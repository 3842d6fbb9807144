from __future__ import annotations

from django.db import models

from chuangcheng.core.ids import new_id


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
