"""What is answered when a request cannot be served: a code of HTTP and a sentence, as GeoReport v2 has it."""

from __future__ import annotations

from django.utils.translation import gettext as _


class Fault(Exception):
    """The status is the code; the message is one sentence."""

    status = 400

    def __init__(self, sentence: str, status: int | None = None) -> None:
        super().__init__(sentence)
        self.status = status or type(self).status


class NotThere(Fault):
    """No such thing, or it is not public."""

    status = 404


class KeyRefused(Fault):
    """No key, one that is not valid, or one that may not do this."""

    status = 403


class NotAcceptable(Fault):
    """Neither XML nor JSON."""

    status = 406

    def __init__(self) -> None:
        super().__init__(_("只提供xml和json两种格式，请把地址的后缀改为.xml或.json。"))


class TooMany(Fault):
    """The key has sent as much as it may within an hour."""

    status = 429

    def __init__(self, most: int) -> None:
        super().__init__(_("这个接口密钥一小时内最多提交%(most)s次，请稍后再试。") % {"most": most})
