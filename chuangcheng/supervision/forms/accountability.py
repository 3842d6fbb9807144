from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any, cast

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from chuangcheng.core.ids import new_id
from chuangcheng.core.inputs import DayInput
from chuangcheng.core.times import today
from chuangcheng.orgs.queries import every_unit
from chuangcheng.supervision.accountability import GRADES, Whom
from chuangcheng.supervision.accountability_policies import BLAME_MONTHS, PRAISE_MONTHS
from chuangcheng.supervision.accountability_rows import MOST_COUNT, MOST_ROWS, MOST_TIMES, WHOLE
from chuangcheng.supervision.accountability_wording import MEASURE_WORDS, finding_words, period_of
from chuangcheng.supervision.appraisal.periods import PeriodKind, Span, span_around, span_before
from chuangcheng.supervision.appraisal_wording import AWARD_WORDS, FAULT_WORDS
from chuangcheng.supervision.models import Matter
from chuangcheng.supervision.models.appraisals import PERIODS
from chuangcheng.supervision.models.matters import GRADE_LABELS, GROUND_LABELS, WHOM_LABELS
from chuangcheng.supervision.queries.accountability.matters import MatterFilter
from chuangcheng.supervision.services.accountability import DecisionGiven, MatterGiven

if TYPE_CHECKING:
    from chuangcheng.orgs.models import Post

NONE = [("", "—")]
SPARE_ROWS = 2


def _last_month() -> date:
    return span_before(span_around(PeriodKind.MONTH, today())).first


def _units() -> list[tuple[str, str]]:
    return [("", _("请选择")), *((str(unit.pk), unit.name) for unit in every_unit() if unit.closed_on is None)]


class MatterFilterForm(forms.Form):
    """What the list is narrowed to; a value that is none counts as empty."""

    q = forms.CharField(label=gettext_lazy("单位、姓名或序号"), required=False, max_length=60)
    ground = forms.ChoiceField(
        label=gettext_lazy("情形"),
        required=False,
        widget=forms.Select(attrs={"class": "form-select"}),
        choices=[("", gettext_lazy("全部情形")), *GROUND_LABELS.items()],
    )
    grade = forms.ChoiceField(
        label=gettext_lazy("措施"),
        required=False,
        widget=forms.Select(attrs={"class": "form-select"}),
        choices=[("", gettext_lazy("全部措施")), *GRADE_LABELS.items()],
    )
    unit = forms.IntegerField(required=False, min_value=1)

    def chosen(self, view: str, unit_ids: Sequence[int] | None) -> MatterFilter:
        """The filter as the query takes it."""
        self.is_valid()
        found = self.cleaned_data
        return MatterFilter(view, found.get("q") or "", found.get("ground") or "", found.get("grade") or "", unit_ids)

    @property
    def unit_id(self) -> int | None:
        """The unit of the filter."""
        self.is_valid()
        return self.cleaned_data.get("unit")


class ReckonForm(forms.Form):
    """Which period is computed."""

    period = forms.ChoiceField(
        label=gettext_lazy("周期"),
        choices=[each for each in PERIODS if each[0] != PeriodKind.CYCLE.value],
        initial=PeriodKind.MONTH.value,
    )
    day = forms.DateField(label=gettext_lazy("哪一天所在的那一期"), widget=DayInput, initial=_last_month)

    def span(self) -> Span:
        """The period that was chosen."""
        return span_around(PeriodKind(self.cleaned_data["period"]), self.cleaned_data["day"])


class ProposeForm(forms.Form):
    """A proposal by hand."""

    matter_id = forms.UUIDField(widget=forms.HiddenInput, initial=new_id)
    unit = forms.ChoiceField(label=gettext_lazy("单位"))
    ground = forms.ChoiceField(label=gettext_lazy("情形"), choices=[*NONE, *GROUND_LABELS.items()])
    on = forms.DateField(
        label=gettext_lazy("发生日期"),
        widget=DayInput,
        initial=today,
        help_text=gettext_lazy("按这一天所在的月份，从当时任职的人中选择责任人。"),
    )
    grade = forms.ChoiceField(label=gettext_lazy("建议的措施"), choices=[*NONE, *GRADE_LABELS.items()])
    whom = forms.ChoiceField(label=gettext_lazy("建议的对象"), choices=list(WHOM_LABELS.items()))
    reason = forms.CharField(
        label=gettext_lazy("事由"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("写明时间、事实和依据。由其他人作决定。"),
    )

    def __init__(self, *arguments: Any, **details: Any) -> None:
        super().__init__(*arguments, **details)
        cast("forms.ChoiceField", self.fields["unit"]).choices = _units()

    def given(self) -> MatterGiven:
        """As the service takes it."""
        found = self.cleaned_data
        names = ("ground", "on", "grade", "whom", "reason")
        return MatterGiven(unit_id=int(found["unit"]), **{name: found[name] for name in names})


class DecisionForm(forms.Form):
    """A decision about a matter."""

    event_id = forms.UUIDField(widget=forms.HiddenInput, initial=new_id)
    grade = forms.ChoiceField(label=gettext_lazy("措施"))
    head = forms.ChoiceField(label=gettext_lazy("主要负责人"), required=False)
    responsible = forms.ChoiceField(label=gettext_lazy("直接责任人"), required=False)
    facts = forms.CharField(label=gettext_lazy("认定的事实"), max_length=2000, widget=forms.Textarea(attrs={"rows": 4}))
    requirement = forms.CharField(
        label=gettext_lazy("要求"), required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 3})
    )
    term_on = forms.DateField(
        label=gettext_lazy("整改期限或约谈日期"),
        required=False,
        widget=DayInput,
        help_text=gettext_lazy("限期整改和约谈必填。"),
    )
    expires_on = forms.DateField(
        label=gettext_lazy("影响期至"), widget=DayInput, help_text=gettext_lazy("期满后不再计入，也不再向单位显示。")
    )
    merit_kind = forms.ChoiceField(
        label=gettext_lazy("计入考核"),
        required=False,
        help_text=gettext_lazy("作为加减分事项，按考核办法的分值计入今天所在的各期；撤销或申诉成立时同时撤销。"),
    )

    def __init__(self, data: Any, *, matter: Matter, posts: Sequence[Post], counting: Sequence[str]) -> None:
        super().__init__(data, initial=_initial(matter, posts))
        held = [*NONE, *((str(post.pk), _post_words(post)) for post in posts)]
        merits = AWARD_WORDS if matter.is_praise else FAULT_WORDS
        grades = [(grade.value, GRADE_LABELS[grade]) for grade in GRADES[matter.is_praise]]
        for name, choices in (
            ("grade", grades),
            ("head", held),
            ("responsible", held),
            ("merit_kind", [("", _("不计入")), *merits.items()]),
        ):
            cast("forms.ChoiceField", self.fields[name]).choices = choices
        merit = self.fields["merit_kind"]
        merit.help_text = "".join([str(merit.help_text), *counting])
        if matter.is_praise:
            self.fields["responsible"].label = _("具体负责人")
            self.fields["facts"].label = _("主要事迹")
            del self.fields["term_on"]

    def given(self) -> DecisionGiven:
        """As the service takes it."""
        found = self.cleaned_data
        names = ("event_id", "grade", "facts", "requirement", "expires_on", "merit_kind")
        return DecisionGiven(
            head_post_id=int(found["head"]) if found["head"] else None,
            responsible_post_id=int(found["responsible"]) if found["responsible"] else None,
            term_on=found.get("term_on"),
            **{name: found[name] for name in names},
        )


def _initial(matter: Matter, posts: Sequence[Post]) -> dict[str, Any]:
    """What the proposal says, to be changed by whoever decides."""
    head = next((str(post.pk) for post in posts if post.duty == "head"), "")
    other = next((str(post.pk) for post in posts if post.duty in {"leader", "liaison"}), "")
    whom = matter.proposed_whom
    found = "；".join(finding_words(finding) for finding in matter.findings) or matter.reason
    months = (PRAISE_MONTHS if matter.is_praise else BLAME_MONTHS).on(today())
    return {
        "event_id": new_id,
        "grade": matter.proposed_grade,
        "head": head if whom in {Whom.HEAD, Whom.BOTH} else "",
        "responsible": other if whom in {Whom.RESPONSIBLE, Whom.BOTH} else "",
        "facts": f"{period_of(matter)}，{matter.unit.name}{found}。".replace("。。", "。"),
        "expires_on": after_months(today(), months),
    }


def after_months(day: date, months: int) -> date:
    """The same day so many months later; the last of a shorter month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    last = span_around(PeriodKind.MONTH, date(year, month + 1, 1)).last
    return last.replace(day=min(day.day, last.day))


def _post_words(post: Post) -> str:
    """Name, post, and from when until when."""
    facts = {
        "name": post.person.name,
        "post": post.title or post.get_duty_display(),
        "first": post.starts_on.isoformat(),
        "last": post.ends_on.isoformat() if post.ends_on is not None else "",
    }
    if post.ends_on is None:
        return _("%(name)s（%(post)s，%(first)s起）") % facts
    return _("%(name)s（%(post)s，%(first)s至%(last)s）") % facts


class GroundForm(forms.Form):
    """A row of the table of grounds; a row without a measure is left out."""

    measure = forms.ChoiceField(
        label=gettext_lazy("看什么"), required=False, choices=[("", ""), *MEASURE_WORDS.items()]
    )
    count = forms.IntegerField(label=gettext_lazy("数量"), required=False, min_value=1, max_value=MOST_COUNT)
    share = forms.IntegerField(label=gettext_lazy("占比（%）"), required=False, min_value=0, max_value=WHOLE)
    times = forms.IntegerField(label=gettext_lazy("每件次数"), required=False, min_value=1, max_value=MOST_TIMES)
    grade = forms.ChoiceField(label=gettext_lazy("建议措施"), required=False, choices=[("", ""), *GRADE_LABELS.items()])
    whom = forms.ChoiceField(label=gettext_lazy("对象"), required=False, choices=[("", ""), *WHOM_LABELS.items()])

    def __init__(self, *arguments: Any, **details: Any) -> None:
        super().__init__(*arguments, **details)
        for field in self.fields.values():
            is_choice = isinstance(field, forms.ChoiceField)
            field.widget.attrs["class"] = "form-select" if is_choice else "form-control"

    def row(self) -> dict[str, Any]:
        """The row as the table keeps it."""
        found = self.cleaned_data
        return {
            "measure": found["measure"],
            "count": found["count"],
            "share": found["share"] or 0,
            "times": found["times"] or 1,
            "grade": found["grade"],
            "whom": found["whom"],
        }


GroundForms = forms.formset_factory(GroundForm, extra=SPARE_ROWS, max_num=MOST_ROWS, absolute_max=MOST_ROWS)


class PressForm(forms.Form):
    """A move with words; its id is made by the page."""

    event_id = forms.UUIDField()
    reason = forms.CharField(required=False, max_length=2000)
