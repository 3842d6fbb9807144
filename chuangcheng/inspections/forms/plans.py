from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _text
from django.utils.translation import gettext_lazy as _

from chuangcheng.core.access import Actor
from chuangcheng.core.ids import new_id
from chuangcheng.core.inputs import DayInput
from chuangcheng.core.times import today
from chuangcheng.inspections.forms.picked import NumbersField
from chuangcheng.inspections.models import Plan, PlanTerms, Round
from chuangcheng.inspections.queries import may_visit_people
from chuangcheng.inspections.queries.plans import WEEKDAYS, rhythm_of, team_of
from chuangcheng.inspections.rhythm import MOST_DAYS, Rhythm
from chuangcheng.inspections.sample_terms import MOST, Terms, from_json
from chuangcheng.inspections.sampling import Design
from chuangcheng.inspections.services.plans import MOST_NAME, PlanFacts, Scope
from chuangcheng.inspections.sharing import BY_AREA, OWNER, Member
from chuangcheng.orgs.fields import UnitField
from chuangcheng.orgs.queries import open_towns
from chuangcheng.sites.access import visible_sites
from chuangcheng.standards.access import visible_frameworks
from chuangcheng.standards.queries import active_site_types, framework_in_force

ALL = _("不勾选为全部。")
MOST_NUMBERS = 2_000  # chosen sites in the field; our choice
SAMPLE_STRATA = [
    ("none", _("统一抽取")),
    ("type", _("按类型分层")),
    ("town", _("按街镇分层")),
    ("type_town", _("按街镇和类型分层")),
]


class TermsForm(forms.Form):
    """What a plan says: when, under which framework, which sites, who."""

    name = forms.CharField(
        label=_("计划名称"), max_length=MOST_NAME, help_text=_("例如：主干道日巡查。轮次名称是计划名称加日期。")
    )
    framework: forms.ModelChoiceField[Any] = forms.ModelChoiceField(label=_("测评体系"), queryset=None)
    rhythm = forms.ChoiceField(label=_("节奏"), choices=PlanTerms.Rhythm.choices)
    weekdays = forms.MultipleChoiceField(
        label=_("每周哪几天"),
        required=False,
        choices=[(str(number), word) for number, word in enumerate(WEEKDAYS)],
        widget=forms.CheckboxSelectMultiple,
        help_text=_("每周的计划填写；逢节假日不检查，一周都逢假则顺延到本周下一个工作日。"),
    )
    month_day = forms.IntegerField(
        label=_("每月几日"),
        required=False,
        min_value=1,
        max_value=31,
        help_text=_("每月的计划填写；逢非工作日顺延，不填为最后一个工作日。"),
    )
    lasts_days = forms.IntegerField(label=_("每轮几个工作日"), min_value=1, max_value=MOST_DAYS, initial=1)
    types: forms.ModelMultipleChoiceField[Any] = forms.ModelMultipleChoiceField(
        label=_("点位类型"),
        queryset=None,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=ALL,
    )
    towns: forms.ModelMultipleChoiceField[Any] = forms.ModelMultipleChoiceField(
        label=_("街镇"),
        queryset=None,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=ALL,
    )
    numbers = NumbersField(
        label=_("只检查这些点位"), required=False, help_text=_("选了点位，类型、街镇和抽样就不起作用。")
    )
    sample_size = forms.IntegerField(
        label=_("每轮抽取几个点位"), required=False, min_value=1, max_value=MOST, help_text=_("不填为全部检查。")
    )
    sample_strata = forms.ChoiceField(label=_("抽样分层"), required=False, choices=SAMPLE_STRATA)
    longest_first = forms.BooleanField(label=_("先抽最久未检查的点位"), required=False, initial=True)
    sharing = forms.ChoiceField(label=_("怎样分给检查员"), choices=PlanTerms.Sharing.choices)
    people = forms.MultipleChoiceField(label=_("检查员"), required=False, widget=forms.CheckboxSelectMultiple)
    unit = UnitField(label=_("或由单位检查"), required=False, help_text=_("该单位的人都可以检查分给单位的点位。"))
    ending = forms.ChoiceField(label=_("到期以后"), choices=PlanTerms.Ending.choices)
    ends_on = forms.DateField(
        label=_("计划到哪一天"), required=False, widget=DayInput(), help_text=_("不填为一直执行。")
    )

    def __init__(self, data: QueryDict | None = None, *, actor: Actor, initial: dict[str, Any] | None = None) -> None:
        super().__init__(data, initial=initial)
        self.actor = actor
        self.told = data if data is not None else QueryDict()
        offered: Any = self.fields
        offered["framework"].queryset = visible_frameworks(actor).exclude(state="closed")
        offered["framework"].initial = framework_in_force(actor=actor)
        offered["types"].queryset = active_site_types()
        self.town_rows = list(open_towns())
        offered["towns"].queryset = open_towns()
        offered["people"].choices = [(str(person.pk), person.name) for person in may_visit_people(today=today())]

    def team_rows(self) -> list[dict[str, Any]]:
        """Every person with order and towns as they stand in the form."""
        field: Any = self["people"]
        chosen = [str(value) for value in field.value() or []]
        kept: dict[int, Member] = self.initial.get("members", {})
        rows = []
        for key, name in field.field.choices:
            member = kept.get(int(key))
            kept_towns = [str(pk) for pk in member.town_ids] if member else []
            towns = self.told.getlist(f"towns-{key}") if self.is_bound else kept_towns
            order = chosen.index(key) + 1 if key in chosen else ""
            rows.append({"key": key, "name": name, "chosen": key in chosen, "towns": towns, "order": order})
        return sorted(rows, key=lambda row: (not row["chosen"], row["order"] or 0))

    def clean_numbers(self) -> list[UUID]:
        """The ids of the sites whose numbers stand there."""
        wanted: list[str] = self.cleaned_data["numbers"]
        if len(wanted) > MOST_NUMBERS:
            raise forms.ValidationError(_("最多%(most)s个点位，请改为按类型或街镇选择。") % {"most": MOST_NUMBERS})
        found = dict(visible_sites(self.actor).filter(number__in=wanted, is_active=True).values_list("number", "pk"))
        missing = [number for number in wanted if number not in found]
        if missing:
            words = "、".join(missing[:5])
            raise forms.ValidationError(_text("没有找到这些在用的点位：%(numbers)s，请核对编号。") % {"numbers": words})
        return [found[number] for number in wanted]

    def clean(self) -> dict[str, Any]:
        """Puts the facts together."""
        values: dict[str, Any] = super().clean() or {}
        if values.get("rhythm") == PlanTerms.Rhythm.WEEKLY and not values.get("weekdays"):
            self.add_error("weekdays", _("请至少选一天。"))
        has_team = values.get("people") or values.get("unit")
        if values.get("sharing") != OWNER and not has_team:
            self.add_error("people", _("请至少选择一名检查员或一个单位。"))
        if not self.errors:
            values["facts"] = self._facts(values)
        return values

    def _facts(self, values: dict[str, Any]) -> PlanFacts:
        return PlanFacts(
            framework_id=values["framework"].pk,
            rhythm=Rhythm(
                values["rhythm"],
                tuple(sorted(int(day) for day in values["weekdays"])) if values["rhythm"] == "weekly" else (),
                values["month_day"] or 0,
                values["lasts_days"],
            ),
            scope=self._scope(values),
            team=self._team(values),
            sharing=values["sharing"],
            ending=values["ending"],
        )

    def _scope(self, values: dict[str, Any]) -> Scope:
        types = tuple(sorted(row.pk for row in values["types"]))
        towns = tuple(sorted(row.pk for row in values["towns"]))
        sample = None
        if values["sample_size"] and not values["numbers"]:
            design = Design(
                strata=values["sample_strata"] or "none",
                size=values["sample_size"],
                longest_first=values["longest_first"],
            )
            sample = Terms(design, type_ids=types, town_ids=towns)
        return Scope(type_ids=types, town_ids=towns, site_ids=values["numbers"], sample=sample)

    def _team(self, values: dict[str, Any]) -> tuple[Member, ...]:
        def order_of(key: str) -> int:
            told = self.data.get(f"order-{key}", "")
            return int(told) if told.isdecimal() else MOST

        known = {str(row.pk) for row in self.town_rows}
        by_area = values["sharing"] == BY_AREA
        people = [
            Member(
                person_id=int(key),
                town_ids=tuple(int(pk) for pk in self.told.getlist(f"towns-{key}") if pk in known) if by_area else (),
            )
            for key in sorted(values["people"], key=order_of)
        ]
        unit = values.get("unit")
        return (*people, *((Member(unit_id=unit.pk),) if unit else ()))


class PlanForm(TermsForm):
    """A new plan."""

    plan_id = forms.UUIDField(widget=forms.HiddenInput, initial=new_id)
    kind = forms.ChoiceField(label=_("检查类型"), choices=Round.Kind.choices)
    starts_on = forms.DateField(label=_("从哪一天起"), widget=DayInput(), initial=today)

    field_order = ("name", "kind", "framework", "starts_on")


class PlanChangeForm(TermsForm):
    """Other terms from a day on."""

    applies_from = forms.DateField(
        label=_("修改从哪一天起执行"),
        widget=DayInput(),
        help_text=_("已经生成的轮次不变，从这一天起的下一轮按新的执行。"),
    )

    field_order = ("applies_from", "name", "framework")


def initial_of(plan: Plan, terms: PlanTerms, *, unit: Any, numbers: list[str]) -> dict[str, Any]:
    """A plan as its form shows it."""
    rhythm, scope = rhythm_of(terms), terms.scope
    team = team_of(terms)
    sample = from_json(scope["sample"]) if scope.get("sample") else None
    return {
        "name": plan.name,
        "framework": terms.framework_id,
        "rhythm": rhythm.kind,
        "weekdays": [str(day) for day in rhythm.weekdays],
        "month_day": rhythm.month_day or None,
        "lasts_days": rhythm.lasts_days,
        "types": scope["type_ids"],
        "towns": scope["town_ids"],
        "numbers": numbers,
        "sample_size": sample.design.size if sample else None,
        "sample_strata": sample.design.strata if sample else "none",
        "longest_first": sample.design.longest_first if sample else True,
        "sharing": terms.sharing,
        "people": [str(member.person_id) for member in team if member.person_id],
        "members": {member.person_id: member for member in team if member.person_id},
        "unit": unit,
        "ending": terms.ending,
        "ends_on": plan.ends_on,
    }
