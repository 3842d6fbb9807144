"""Forms of cases: the filter of the list, a report, one form for each move, and the problem classes."""

from chuangcheng.cases.forms.bulk import BulkForm
from chuangcheng.cases.forms.by_move import MOVE_FORMS
from chuangcheng.cases.forms.classes import DictionaryFilterForm, ProblemClassForm, ProblemListForm
from chuangcheng.cases.forms.filters import CaseFilterForm
from chuangcheng.cases.forms.moves import MoveForm
from chuangcheng.cases.forms.reports import ReportForm
from chuangcheng.cases.forms.rules import RuleForm, TrialForm

__all__ = [
    "MOVE_FORMS",
    "BulkForm",
    "CaseFilterForm",
    "DictionaryFilterForm",
    "MoveForm",
    "ProblemClassForm",
    "ProblemListForm",
    "ReportForm",
    "RuleForm",
    "TrialForm",
]
