from __future__ import annotations

from datetime import date

from django.urls import URLPattern, path, register_converter

from chuangcheng.core.audit import views as audit
from chuangcheng.core.calendar import views as calendar
from chuangcheng.core.files import views as files
from chuangcheng.core.jobs import views as jobs
from chuangcheng.core.notices import views as notices
from chuangcheng.core.outgoing import views as outgoing
from chuangcheng.core.saved_views import views as saved_views


class DayConverter:
    """A day in an address: 2026-09-30."""

    regex = r"\d{4}-\d{2}-\d{2}"

    def to_python(self, value: str) -> date:
        """The day; ValueError (no such page) for 2026-02-30."""
        return date.fromisoformat(value)

    def to_url(self, value: date) -> str:
        """As it stands in the address."""
        return value.isoformat()


register_converter(DayConverter, "day")

app_name = "core"
urlpatterns: list[URLPattern] = [
    path("files/<uuid:file_id>/<int:size>.jpg", files.copy, name="file_copy"),
    path("files/<uuid:file_id>/pages/<int:number>.jpg", files.drawn_page, name="file_page"),
    path("files/<uuid:file_id>/original", files.original, name="file_original"),
    path("jobs/", jobs.jobs, name="jobs"),
    path("jobs/<uuid:job_id>/", jobs.job, name="job"),
    path("jobs/<uuid:job_id>/cancel", jobs.cancel, name="cancel_job"),
    path("notices/", notices.notices, name="notices"),
    path("notices/<int:notice_id>/", notices.follow, name="notice"),
    path("notices/choices/", outgoing.choices, name="message_choices"),
    path("n/<slug:code>", outgoing.short, name="short"),
    path("messages/", outgoing.message_list, name="messages"),
    path("messages/workbook/", outgoing.message_workbook, name="messages_workbook"),
    path("messages/<uuid:message_id>/again", outgoing.again, name="send_again"),
    path("settings/channels/", outgoing.channel_list, name="channels"),
    path("settings/channels/add/<slug:kind>/", outgoing.add_channel, name="add_channel"),
    path("settings/channels/<uuid:channel_id>/", outgoing.change_channel, name="change_channel"),
    path("settings/channels/<uuid:channel_id>/switch", outgoing.switch, name="switch_channel"),
    path("settings/channels/<uuid:channel_id>/try", outgoing.try_out, name="try_channel"),
    path("notices/read", notices.read_all, name="read_notices"),
    path("views/<slug:name>/save", saved_views.save, name="save_view"),
    path("views/<slug:name>/columns", saved_views.columns, name="choose_columns"),
    path("views/<uuid:view_id>/forget", saved_views.forget, name="forget_view"),
    path("settings/calendar/", calendar.year, name="calendar"),
    path("settings/calendar/days/", calendar.change, name="change_day"),
    path("settings/calendar/days/<day:day>/forget", calendar.forget, name="forget_day"),
    path("settings/calendar/<int:number>/close", calendar.close, name="close_year"),
    path("settings/calendar/<int:number>/reopen", calendar.reopen, name="reopen_year"),
    path("audit/", audit.trail, name="audit"),
    path("audit/export", audit.export, name="export_audit"),
    path("audit/verify", audit.verify, name="verify_audit"),
]
