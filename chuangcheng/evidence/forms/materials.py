from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from chuangcheng.core.ids import new_id
from chuangcheng.core.inputs import DayInput
from chuangcheng.evidence.formats import FORMATS
from chuangcheng.evidence.models import MaterialRequest
from chuangcheng.evidence.services import Asked, NewMaterial
from chuangcheng.evidence.workflow import CAPTION_LABELS, KIND_LABELS

KINDS = [(kind.value, _(label)) for kind, label in KIND_LABELS.items()]
CAPTIONS = [(name, _(label)) for name, label in CAPTION_LABELS.items()]


class MaterialForm(forms.Form):
    """A request: what, by whom, how many, in which form, of which days, by when."""

    material_id = forms.UUIDField(widget=forms.HiddenInput, initial=new_id)
    title = forms.CharField(label=_("要什么材料"), max_length=200)
    unit_id = forms.IntegerField(label=_("责任单位"), required=False)
    kind = forms.ChoiceField(label=_("类别"), choices=KINDS)
    count = forms.IntegerField(label=_("份数"), min_value=1, max_value=100, initial=1)
    due_on = forms.DateField(label=_("提交时限"), widget=DayInput)
    first_on = forms.DateField(label=_("材料期间自"), required=False, widget=DayInput)
    last_on = forms.DateField(label=_("材料期间至"), required=False, widget=DayInput)
    formats = forms.MultipleChoiceField(
        label=_("文件格式"),
        choices=[(name, each.label) for name, each in FORMATS.items()],
        widget=forms.CheckboxSelectMultiple,
    )
    megabytes = forms.IntegerField(label=_("单个文件不超过（MB）"), min_value=1, max_value=100, initial=50)
    least_pixels = forms.IntegerField(
        label=_("图片长边不少于（像素）"), required=False, min_value=0, max_value=20_000, help_text=_("0为不限。")
    )
    captions = forms.MultipleChoiceField(
        label=_("每份要写的说明"), required=False, choices=CAPTIONS, widget=forms.CheckboxSelectMultiple
    )
    note = forms.CharField(
        label=_("要求说明"), required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 3})
    )

    despite = forms.CharField(label=_("仍要布置的理由"), required=False, max_length=300, widget=forms.HiddenInput)

    def ask_reason(self) -> None:
        """Shows the field that says why it is asked although it was refused."""
        self.fields["despite"].widget = forms.TextInput()

    def asked(self, **more: Any) -> Asked:
        """The request as the service takes it."""
        others = ("material_id", "reason", "despite")
        values = {name: value for name, value in self.cleaned_data.items() if name not in others}
        return Asked(**{**values, "least_pixels": values.get("least_pixels") or 0, **more})


class ChangeForm(MaterialForm):
    """The same for a request that is there; standard and unit stay."""

    unit_id = None  # type: ignore[assignment]
    despite = None  # type: ignore[assignment]
    reason = forms.CharField(label=_("修改的原因"), max_length=1000, widget=forms.Textarea(attrs={"rows": 2}))

    def asked(self, **more: Any) -> Asked:
        """The request as the service takes it; the unit stays."""
        return super().asked(standard_id=None, unit_id=None, **more)


def initial_of(material: MaterialRequest) -> dict[str, Any]:
    """The fields of the form as the request has them."""
    names = [name for name in MaterialForm.base_fields if name not in ("material_id", "despite")]
    return {name: getattr(material, name) for name in names}


class LineForm(forms.Form):
    """A line of many requests, ticked or not."""

    is_chosen = forms.BooleanField(required=False)
    material_id = forms.UUIDField(widget=forms.HiddenInput)
    standard_id = forms.IntegerField(widget=forms.HiddenInput)
    unit_id = forms.IntegerField(widget=forms.HiddenInput, required=False)
    title = forms.CharField(max_length=200)
    kind = forms.ChoiceField(choices=KINDS)
    count = forms.IntegerField(min_value=1, max_value=100)
    formats = forms.CharField(widget=forms.HiddenInput, max_length=60)
    first_on = forms.DateField(required=False, widget=DayInput)
    last_on = forms.DateField(required=False, widget=forms.HiddenInput)
    due_on = forms.DateField(required=False, widget=DayInput)
    megabytes = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=100)
    least_pixels = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0)
    captions = forms.CharField(widget=forms.HiddenInput, required=False, max_length=60)

    def new_material(self) -> NewMaterial:
        """The line as the service takes it."""
        values = dict(self.cleaned_data)
        values.pop("is_chosen")
        material_id = values.pop("material_id")
        for name in ("formats", "captions"):
            values[name] = [each for each in values[name].split(",") if each]
        return NewMaterial(material_id, Asked(**{**values, "least_pixels": values["least_pixels"] or 0}))


LineForms: Any = forms.formset_factory(LineForm, extra=0, max_num=300, absolute_max=300)
