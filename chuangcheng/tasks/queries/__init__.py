"""Reads on tasks."""

from chuangcheng.tasks.queries.appraised import AppraisedTask, appraised_tasks, tasks_told
from chuangcheng.tasks.queries.drafts import Breakdown, DraftLine, breakdown_of
from chuangcheng.tasks.queries.duties import (
    DutyLine,
    DutyList,
    duties_of_leader,
    duties_of_unit,
    duty_leaders,
    duty_units,
)
from chuangcheng.tasks.queries.lists import (
    LATE,
    MONTH,
    NO_VISIT,
    WEEK,
    TaskFilter,
    TaskStory,
    may_read_photo,
    story_of,
    tasks_listed,
    tasks_shown,
    visible_task_ids,
    waiting_tasks,
)
from chuangcheng.tasks.queries.months import StandingLine, StandingMonth, next_month, standing_month
from chuangcheng.tasks.queries.photos import ReportPhoto, report_photos, report_photos_by_id
from chuangcheng.tasks.queries.scheduling import (
    MOST_DELAY,
    DelayEffect,
    TaskLine,
    TaskSchedule,
    delay_effect,
    task_schedule,
)
from chuangcheng.tasks.queries.serving import counted_elsewhere, counted_words, standards_served
from chuangcheng.tasks.queries.standing import DONE_STATE, OPEN_STATE_VALUES, state_label

__all__ = [
    "DONE_STATE",
    "LATE",
    "MONTH",
    "MOST_DELAY",
    "NO_VISIT",
    "OPEN_STATE_VALUES",
    "WEEK",
    "AppraisedTask",
    "Breakdown",
    "DelayEffect",
    "DraftLine",
    "DutyLine",
    "DutyList",
    "ReportPhoto",
    "StandingLine",
    "StandingMonth",
    "TaskFilter",
    "TaskLine",
    "TaskSchedule",
    "TaskStory",
    "appraised_tasks",
    "breakdown_of",
    "counted_elsewhere",
    "counted_words",
    "delay_effect",
    "duties_of_leader",
    "duties_of_unit",
    "duty_leaders",
    "duty_units",
    "may_read_photo",
    "next_month",
    "report_photos",
    "report_photos_by_id",
    "standards_served",
    "standing_month",
    "state_label",
    "story_of",
    "task_schedule",
    "tasks_listed",
    "tasks_shown",
    "tasks_told",
    "visible_task_ids",
    "waiting_tasks",
]
