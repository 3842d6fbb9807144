"""Why a file is not taken: one sentence each, with the name by which the person knows it."""

from __future__ import annotations

from pathlib import PurePath

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from chuangcheng.core.errors import InvalidInput

SHOWN_NAME_LENGTH = 60


class FileRefused(InvalidInput):
    """A file that is not taken; nothing was kept."""

    sentence: str | Promise = ""

    def __init__(self, name: str, **details: object) -> None:
        super().__init__(str(self.sentence) % {"name": shown_name(name), **details})


class EmptyFile(FileRefused):
    sentence = _("文件“%(name)s”是空的，请重新选择后再上传。")


class FileTooBig(FileRefused):
    sentence = _("文件“%(name)s”超过%(megabytes)s MB，请压缩或拆分后再上传。")


class WrongKind(FileRefused):
    sentence = _("文件“%(name)s”不能用在这里，请上传%(wanted)s。")


class Disguised(FileRefused):
    sentence = _("文件“%(name)s”的内容与扩展名不符，请用原来的程序打开、另存后再上传。")


class Damaged(FileRefused):
    sentence = _("文件“%(name)s”已损坏或没有传完，请重新选择后再上传。")


class Locked(FileRefused):
    sentence = _("文件“%(name)s”设有打开密码，请去掉密码后再上传。")


class TooManyPixels(FileRefused):
    sentence = _("照片“%(name)s”超过%(megapixels)s万像素，请缩小后再上传。")


class SwollenZip(FileRefused):
    sentence = _("压缩包“%(name)s”解开后过大或文件过多，请拆成几个再上传。")


def shown_name(name: str) -> str:
    """The last part of a name without control characters, short enough for a sentence."""
    plain = "".join(letter for letter in PurePath(name.replace("\\", "/")).name if letter.isprintable())
    return plain if len(plain) <= SHOWN_NAME_LENGTH else f"{plain[: SHOWN_NAME_LENGTH - 1]}…"
