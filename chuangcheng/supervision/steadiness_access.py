"""Who reads how steady units are."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from chuangcheng.core.access import define
from chuangcheng.orgs.roles import STAFF

VIEW = define("supervision.steadiness", _("查看巩固与常态"), roles=STAFF)
EXPORT = define("supervision.export_steadiness", _("导出巩固与常态"), roles=STAFF)
