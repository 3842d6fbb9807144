"""A framework and its facts as the office keeps them in workbooks: sheets and columns under Chinese or English names,
in any order, become the engine's inputs; what cannot be used is listed with sheet and row. No Django, no database."""

from __future__ import annotations

from chuangcheng.scoring.workbooks.facts import FactsFile, facts_of_csv, read_facts
from chuangcheng.scoring.workbooks.framework import FrameworkFile, framework_of_csv, read_framework
from chuangcheng.scoring.workbooks.output import write_json

__all__ = [
    "FactsFile",
    "FrameworkFile",
    "facts_of_csv",
    "framework_of_csv",
    "read_facts",
    "read_framework",
    "write_json",
]
