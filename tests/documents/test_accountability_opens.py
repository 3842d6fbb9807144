"""Letters of accountability and of praise in every grade, the register, a board, a red and black list, steadiness."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from chuangcheng.cases.models import Case
from chuangcheng.core.ids import new_id
from chuangcheng.core.times import SHANGHAI
from chuangcheng.orgs.models import Person, Post
from chuangcheng.orgs.testing import Cast, actor_of, make_person, make_unit
from chuangcheng.supervision.models import Matter
from chuangcheng.supervision.services import publish_run
from chuangcheng.supervision.services.accountability import check_list, move_list, propose_list
from chuangcheng.supervision.testing import after_objections, compute, make_board, opened
from chuangcheng.supervision.tests.accounted import (
    by_hand,
    decided,
    late_cases,
    make_head,
    make_supervisor,
    october_case,
    slow_matter,
)
from tests.documents.opening import Expected, check_papers, fetch

FACTS = "10月12日至15日，城南一路至三路6处暴露垃圾超期办理，其中2处逾期5个工作日以上，经两次督办仍未整改到位。" * 3
DEMAND = "请逐件说明超期原因，明确专人负责，建立日巡查、周调度的办法，避免同类问题再次发生。"
TITLES = {
    "criticism": "批评教育决定书",
    "deadline": "限期整改通知书",
    "talk": "约谈通知书",
    "notice": "问责情况通报",
    "referral": "问责线索移交函",
    "praise": "通报表扬",
    "commendation": "表彰决定",
    "reward": "奖励决定",
}
PRAISE = ("praise", "commendation", "reward")


@pytest.mark.documents
def test_letters_of_every_grade_open_in_word_and_pdf(cast: Cast, folder: Path) -> None:
    make_head(cast)
    supervisor = make_supervisor(cast)
    officer = make_person("officer", unit=cast.sanitation, role="liaison", duty="liaison", name="经办员")
    Post.objects.update(starts_on=date(2020, 1, 1))
    matters = {grade: _letter(cast, supervisor, officer, grade) for grade in TITLES}
    check_papers(folder, _letters(cast, matters))


def _letter(cast: Cast, supervisor: Person, officer: Person, grade: str) -> Matter:
    """One decided by somebody else than who proposed it, for the head and an officer; the talk from the records."""
    is_praise = grade in PRAISE
    more: dict[str, Any] = {"ground": "leading" if is_praise else "weak", "grade": grade}
    proposed = slow_matter(cast) if grade == "talk" else by_hand(cast, **more)
    facts: dict[str, Any] = {"grade": grade, "facts": FACTS, "responsible_post_id": officer.posts.get().pk}
    if is_praise:
        facts |= {"merit_kind": "", "term_on": None, "facts": "10月全部问题按期办结，三处背街小巷整治后没有回潮。"}
    else:
        facts |= {"requirement": DEMAND}
    return decided(cast, proposed, supervisor, **facts)


def _letters(cast: Cast, matters: dict[str, Matter]) -> Iterator[Expected]:
    for grade, matter in matters.items():
        said = (TITLES[grade], matter.number, "区城管局：", "贺局长同志", "经办员同志")
        told = said if grade in PRAISE else (*said, DEMAND, "在系统中提出申诉")
        for kind in ("docx", "pdf"):
            write = partial(fetch, cast.chief, f"/accountability/{matter.pk}/files/{kind}/")
            yield Expected(f"{TITLES[grade]}-{kind}.{kind}", write, told, (1, 2))
    numbers = tuple(matter.number for matter in matters.values())
    yield Expected("奖惩问责台账.xlsx", partial(fetch, cast.chief, "/accountability/matters.xlsx"), numbers, (1, 3))


@pytest.mark.documents
def test_a_board_its_red_and_black_list_and_steadiness_open(cast: Cast, folder: Path) -> None:
    supervisor = make_supervisor(cast)
    units = [make_unit(f"区第{number}工程建设管理服务中心", parent=cast.place) for number in range(1, 13)]
    late = {"fed_back_at": datetime(2026, 10, 30, 9, tzinfo=SHANGHAI)}
    Case.objects.bulk_create(
        [october_case(cast, at + 20, lead_unit=unit, **(late if at > 9 else {})) for at, unit in enumerate(units)]
    )
    late_cases(cast, 3, of=10)
    run = compute(cast, make_board(cast, red=3, black=2), date(2026, 10, 15))
    opened(cast, run)
    after_objections(run)
    publish_run(actor=actor_of(cast.chief), run_id=run.pk)
    made = propose_list(actor=actor_of(cast.chief), run_id=run.pk)
    given: dict[str, Any] = {"event_id": new_id(), "left_out": {}, "is_for_public": False}
    check_list(actor=actor_of(cast.chief), list_id=made.pk, **given)
    move_list(actor=actor_of(supervisor), list_id=made.pk, event_id=new_id(), move="publish", text="")

    listed = ("部门榜2026年10月红黑榜", "红榜", "黑榜", "区第1工程建设管理服务中心", "区第12工程建设管理服务中心")
    papers = [
        Expected(
            f"红黑榜-{kind}.{kind}",
            partial(fetch, cast.chief, f"/honour-lists/{made.pk}/files/{kind}/"),
            listed,
            (1, 2),
        )
        for kind in ("docx", "pdf", "xlsx")
    ]
    board = f"/supervision/boards/{run.pk}/board.xlsx"
    papers.append(Expected("考核榜单.xlsx", partial(fetch, cast.chief, board), ("区城管局", "区第12工程"), (1, 2)))
    steady = "/supervision/steadiness/steadiness.xlsx"
    papers.append(Expected("巩固与常态.xlsx", partial(fetch, cast.chief, steady), ("区城管局",), (2, 12)))
    check_papers(folder, papers)
