"""What pages of inspections ask for: rounds, their sites, and the checklist filled in at a site."""

from chuangcheng.inspections.forms.rounds import (
    ChangeDraftForm,
    ChangeRoundForm,
    CorrectionForm,
    PaperForm,
    RoundFilterForm,
    RoundForm,
)
from chuangcheng.inspections.forms.sites import AssignmentFilterForm, SiteFilterForm, chosen_people, chosen_sites
from chuangcheng.inspections.forms.visits import Card, VisitForm

__all__ = [
    "AssignmentFilterForm",
    "Card",
    "ChangeDraftForm",
    "ChangeRoundForm",
    "CorrectionForm",
    "PaperForm",
    "RoundFilterForm",
    "RoundForm",
    "SiteFilterForm",
    "VisitForm",
    "chosen_people",
    "chosen_sites",
]
