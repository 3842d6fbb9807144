"""What the score pages ask for: which sheet, recorded facts, hits on the negative list."""

from chuangcheng.scoring.forms.compared import CompareForm, Comparison
from chuangcheng.scoring.forms.hits import HitForm, StepForm, WatchForm
from chuangcheng.scoring.forms.sheets import VERDICTS, FactForm, LinkedScoreForm, SheetForm

__all__ = [
    "VERDICTS",
    "CompareForm",
    "Comparison",
    "FactForm",
    "HitForm",
    "LinkedScoreForm",
    "SheetForm",
    "StepForm",
    "WatchForm",
]
