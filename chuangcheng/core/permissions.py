"""The permissions of core itself, with the roles that get them first."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from chuangcheng.core.access import define

CHANGE_SETTINGS = define("core.change_settings", _("修改设置"), roles=("creation_office", "system_admin"))
CHANGE_CALENDAR = define("core.change_calendar", _("维护工作日历"), roles=("creation_office", "system_admin"))
VIEW_JOBS = define("core.view_jobs", _("查看后台作业"), roles=("system_admin",))
CANCEL_JOBS = define("core.cancel_jobs", _("停止他人的后台作业"), roles=("system_admin",))
VIEW_AUDIT = define("core.view_audit", _("查看审计记录"), roles=("auditor",))
SHARE_VIEWS = define("core.share_views", _("共享常用视图"), roles=("creation_office", "supervision"))
