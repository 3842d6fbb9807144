"""Every write of this context."""

from chuangcheng.portal.services.changing import take_back
from chuangcheng.portal.services.hiding import Box, BoxRefused, show_photo, withdraw_photo
from chuangcheng.portal.services.marks import forget_old_marks
from chuangcheng.portal.services.moderating import Verdict, decide
from chuangcheng.portal.services.reporting import Sent, submit
from chuangcheng.portal.services.voicing import rate, say_not_fixed

__all__ = [
    "Box",
    "BoxRefused",
    "Sent",
    "Verdict",
    "decide",
    "forget_old_marks",
    "rate",
    "say_not_fixed",
    "show_photo",
    "submit",
    "take_back",
    "withdraw_photo",
]
