"""考核办法 as Word: filled from the formula and the boards in force, by the office's template where it has one."""

from __future__ import annotations

import io
from datetime import date
from typing import Any

import docx
from django.urls import reverse

from chuangcheng.core.documents.office_templates import template_kinds
from chuangcheng.core.documents.template_checks import tag_findings
from chuangcheng.orgs.testing import Cast, actor_of, signed_in
from chuangcheng.supervision.models import Formula
from chuangcheng.supervision.testing import make_board, make_formula
from chuangcheng.tasks.testing import make_task


def _text(answer: Any) -> str:
    assert answer.status_code == 200
    paper = docx.Document(io.BytesIO(b"".join(answer.streaming_content)))
    return "\n".join(each.text for each in paper.paragraphs)


def _rules(cast: Cast, formula: Formula, **query: str) -> str:
    return _text(signed_in(cast.chief).get(reverse("supervision:formula_rules", args=[formula.pk]), query))


def test_the_rules_say_whom_how_and_until_when(cast: Cast) -> None:
    formula = make_formula(cast)
    make_board(cast, formula=formula, minimum=5, red=2, black=1, objection_days=3)
    told = _rules(cast, formula)
    assert formula.name in told
    assert "部门榜：考核" in told
    assert "不少于5件" in told
    assert "前2名列入红榜，后1名列入黑榜" in told
    assert "公示后3个工作日内" in told
    page = signed_in(cast.chief).get(reverse("supervision:formula", args=[formula.pk])).content.decode()
    lines = [line for line in told.splitlines() if line.startswith("1．")]
    assert lines
    assert lines[0].removeprefix("1．").split("：")[0] in page


def test_another_version_gives_its_own_rules(cast: Cast) -> None:
    formula = make_formula(cast, valid_from=date(2020, 1, 1))
    version = formula.versions.get()
    assert "自2020年1月1日起施行" in _rules(cast, formula, version=str(version.pk))
    assert _rules(cast, formula, version="';--") == _rules(cast, formula)
    assert _text(signed_in(cast.chief).get(f"/api/v1/appraisal-formulas/{formula.pk}/rules")) == _rules(cast, formula)


def test_a_formula_without_a_board_says_so(cast: Cast) -> None:
    assert "还没有榜单按本办法考核" in _rules(cast, make_formula(cast))


def test_the_own_template_of_each_paper_is_right_and_can_be_tried(cast: Cast) -> None:
    make_board(cast)
    make_task(cast)
    for code in ("appraisal_rules", "contract"):
        kind = template_kinds.get(code)
        assert kind is not None
        assert tag_findings(kind.default(), kind.tags()) == []
        paper = docx.Document(io.BytesIO(kind.trial(actor_of(cast.chief), kind.default())))
        assert "{{" not in "\n".join(each.text for each in paper.paragraphs)


def test_a_contract_names_the_rules_and_the_board_of_the_unit(cast: Cast) -> None:
    board = make_board(cast)
    make_task(cast)
    make_task(cast, unit_id=cast.east.pk)
    address = "/api/v1/task-duties/units/{}/contract"
    own = _text(signed_in(cast.chief).get(address.format(cast.sanitation.pk)))
    assert f"按《{board.versions.get().formula.name}》考核，成绩列入“部门榜”" in own
    assert "按甲方公布的考核办法" in _text(signed_in(cast.chief).get(address.format(cast.east.pk)))
