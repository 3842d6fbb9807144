"""Permissions of the leaders' screen."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from chuangcheng.core.access import define

LEADERS = ("leader", "creation_office", "government_supervision")

BOARD = define("workbench.board", _("查看一盘棋"), roles=LEADERS)
BOARD_FIRST = define("workbench.board_first", _("登录后先看一盘棋"), roles=("leader",))
URGE = define("workbench.urge", _("在一盘棋上催办"), roles=LEADERS)
