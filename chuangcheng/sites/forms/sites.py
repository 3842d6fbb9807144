"""A site and who answers for it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from chuangcheng.core.errors import InvalidInput
from chuangcheng.core.inputs import DayInput
from chuangcheng.core.phones import mask_phones_in
from chuangcheng.core.times import today
from chuangcheng.orgs.fields import PersonField, UnitField
from chuangcheng.sites.forms.inputs import SYSTEM_CHOICES
from chuangcheng.sites.models import GridCell, Site, Stewardship
from chuangcheng.sites.services import SiteFacts, StewardFacts, read_position
from chuangcheng.standards.queries import active_site_types


class SiteForm(forms.Form):
    """The facts of a site. `id` is made with the form, so that sending it twice is one site."""

    id = forms.UUIDField(widget=forms.HiddenInput)
    name = forms.CharField(label=_("名称"), max_length=120)
    site_type: forms.ModelChoiceField[Any] = forms.ModelChoiceField(
        label=_("类型"), queryset=None, empty_label=_("请选择")
    )
    area = UnitField(label=_("所属街道（社区）"), help_text=_("输入名称中的几个字后从列表中选择。"))
    address = forms.CharField(label=_("地址"), max_length=200, required=False)
    position = forms.CharField(
        label=_("位置"),
        max_length=80,
        required=False,
        help_text=_("在地图上点一下，或按“经度,纬度”填写，例如114.488858,36.590221。"),
    )
    system = forms.ChoiceField(
        label=_("上面的经纬度属于"),
        choices=SYSTEM_CHOICES,
        initial="wgs84",
        required=False,
        help_text=_("从高德、腾讯、百度地图上抄来的，请选对应的坐标系，系统会换算。"),
    )
    number = forms.CharField(label=_("编号"), max_length=40, required=False, help_text=_("不填则由系统编号。"))
    owner = UnitField(label=_("责任单位"), required=False)
    grid = forms.CharField(label=_("网格编号"), max_length=40, required=False)
    contact_name = forms.CharField(label=_("联系人"), max_length=60, required=False)
    contact_phone = forms.CharField(label=_("联系电话"), max_length=30, required=False)
    is_model = forms.BooleanField(label=_("示范点"), required=False)
    note = forms.CharField(label=_("备注"), max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(self, *args: Any, site: Site | None = None, **options: Any) -> None:
        super().__init__(*args, **options)
        types = self.fields["site_type"]
        if isinstance(types, forms.ModelChoiceField):
            types.queryset = active_site_types()
        if site is not None:
            del self.fields["owner"]
            self.fields["id"].required = False
            self.fields["number"].help_text = _("改编号后，旧编号只留在审计记录中。")
            if site.contact_phone_encrypted:
                self.fields["contact_phone"].help_text = _("已登记电话；不填表示不变，填“无”表示删除。")

    def clean(self) -> dict[str, Any]:
        """The position is read here, so that its error stands beside its field."""
        found = super().clean() or {}
        try:
            found["point"] = read_position(text=found.get("position", ""), system=found.get("system") or "wgs84")
        except InvalidInput as error:
            self.add_error("position", str(error))
        return found

    def clean_grid(self) -> GridCell | None:
        """The cell with this code."""
        code = self.cleaned_data["grid"].strip()
        found = GridCell.objects.filter(code=code).first() if code else None
        if code and found is None:
            raise forms.ValidationError(_("没有这个网格编号，请到网格列表核对。"))
        return found

    def facts(self) -> SiteFacts:
        """What the form says; an empty phone of a known site says nothing."""
        found = self.cleaned_data
        phone = found["contact_phone"].strip()
        return SiteFacts(
            name=found["name"],
            site_type_id=found["site_type"].pk,
            area_id=found["area"].pk,
            number=found["number"],
            address=found["address"],
            position=found["point"],
            grid_cell_id=found["grid"].pk if found["grid"] else None,
            contact_name=found["contact_name"],
            contact_phone=None if not phone else "" if phone == _("无") else phone,
            note=found["note"],
            is_model=found["is_model"],
        )

    @property
    def site_id(self) -> UUID:
        """The id that the form was made with."""
        found: UUID = self.cleaned_data["id"]
        return found

    @property
    def owner_id(self) -> int | None:
        """The owner of a new site."""
        owner = self.cleaned_data["owner"]
        return owner.pk if owner else None


def initial_of(site: Site) -> dict[str, Any]:
    """What the form of a known site starts with."""
    return {
        "name": site.name,
        "site_type": site.site_type_id,
        "area": site.area,
        "address": site.address,
        "position": "" if site.lon is None or site.lat is None else f"{site.lon},{site.lat}",
        "number": site.number,
        "grid": site.grid_cell.code if site.grid_cell else "",
        "contact_name": site.contact_name,
        "is_model": site.is_model,
        "note": mask_phones_in(site.note),
    }


class OwnerForm(forms.Form):
    """The unit that answers for a site."""

    owner = UnitField(label=_("责任单位"))


class LeaderForm(forms.Form):
    """包保领导 of a site."""

    leader = PersonField(label=_("包保领导"))


class StewardForm(forms.Form):
    """街巷长 and the like: somebody who signs in here, or a name."""

    kind = forms.ChoiceField(label=_("类别"), choices=Stewardship.Kind.choices)
    person = PersonField(label=_("系统中的人员"), required=False)
    name = forms.CharField(
        label=_("或姓名"), max_length=60, required=False, help_text=_("志愿者等不登录系统的人，直接写姓名。")
    )
    segment = forms.CharField(label=_("管护范围"), max_length=100, required=False, help_text=_("例如南口至中段。"))
    starts_on = forms.DateField(label=_("自哪天起"), widget=DayInput, initial=today)

    def clean(self) -> dict[str, Any]:
        """Either a person or a name."""
        found = super().clean() or {}
        if not self.errors and not found.get("person") and not found.get("name", "").strip():
            self.add_error("person", _("请选择人员，或写明姓名。"))
        return found

    def facts(self) -> StewardFacts:
        """What the form says."""
        given = self.cleaned_data
        return StewardFacts(
            kind=given["kind"],
            starts_on=given["starts_on"],
            person_id=given["person"].pk if given["person"] else None,
            name=given["name"],
            segment=given["segment"],
        )


class EndingForm(forms.Form):
    """The last day of a stewardship, and why."""

    ends_on = forms.DateField(label=_("最后一天"), widget=DayInput, initial=today)
    reason = forms.CharField(label=_("原因"), max_length=500)
