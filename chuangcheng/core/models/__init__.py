"""Tables that every context uses; one file per concept."""

from chuangcheng.core.models.audit import AuditEntry, AuditSeal
from chuangcheng.core.models.events import Event, EventDelivery
from chuangcheng.core.models.files import StoredFile
from chuangcheng.core.models.imported import ImportedRow
from chuangcheng.core.models.imports import ColumnMapping, StagedImport
from chuangcheng.core.models.jobs import Job, Schedule
from chuangcheng.core.models.notices import Notice
from chuangcheng.core.models.numbers import NumberSeries
from chuangcheng.core.models.outgoing import MessageChannel, MessageChoice, OutgoingMessage
from chuangcheng.core.models.search import SearchEntry
from chuangcheng.core.models.settings import SettingValue
from chuangcheng.core.models.views import ChosenColumns, SavedView
from chuangcheng.core.models.workdays import CalendarDay, CalendarYear

__all__ = [
    "AuditEntry",
    "AuditSeal",
    "CalendarDay",
    "CalendarYear",
    "ChosenColumns",
    "ColumnMapping",
    "Event",
    "EventDelivery",
    "ImportedRow",
    "Job",
    "MessageChannel",
    "MessageChoice",
    "Notice",
    "NumberSeries",
    "OutgoingMessage",
    "SavedView",
    "Schedule",
    "SearchEntry",
    "SettingValue",
    "StagedImport",
    "StoredFile",
]
