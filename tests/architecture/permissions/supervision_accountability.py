"""Rewards and accountability: who passes each door.

The offices that decide propose, decide and end; the unit reads its own and appeals; leaders read. A page that a person
named may open has no permission of its own: it is empty or absent for others.
"""

from __future__ import annotations

import json
from datetime import date

from chuangcheng.orgs.testing import Cast
from chuangcheng.supervision.models import Appeal, HonourList, Run
from chuangcheng.supervision.testing import compute, make_board, opened
from chuangcheng.supervision.tests.accounted import by_hand, decided, make_head, make_supervisor

PAGES = """
supervision:matters           GET   *
supervision:matters_workbook  GET   OGHLD
supervision:new_matter        GET   OG
supervision:new_matter        POST  OG
supervision:reckon            GET   OG
supervision:reckon            POST  OG
supervision:matter            GET   OGHLD
supervision:decide_matter     GET   OG
supervision:decide_matter     POST  OG
supervision:appeal            POST  HL
supervision:settle_appeal     POST  OG
supervision:matter_paper      GET   OGHLD
supervision:matter_paper      POST  OGHLD
supervision:move_matter       POST  OG
supervision:grounds           GET   OG
supervision:grounds           POST  OG
supervision:honour_lists      GET   OSGIHLMND
supervision:new_honour_list   GET   OG
supervision:new_honour_list   POST  OG
supervision:honour_list       GET   OSGIHLMND
supervision:honour_list_paper GET   OSGIHLMND
supervision:check_honour_list GET   OG
supervision:check_honour_list POST  OG
supervision:move_honour_list  POST  OG
"""

API = """
/accountability                          GET   *
/accountability                          POST  OG  $given
/accountability.xlsx                     GET   OGHLD
/accountability/reckon                   POST  OG  {"day":"2026-01-05"}
/accountability/{matter_id}              GET   OGHLD
/accountability/{matter_id}/paper.docx   GET   OGHLD
/accountability/{matter_id}/decide       POST  OG  {"grade":"criticism","facts":"F"}
/accountability/{matter_id}/drop         POST  OG  {"text":"R"}
/accountability/{matter_id}/fulfil       POST  OG  {"text":"R"}
/accountability/{matter_id}/withdraw     POST  OG  {"text":"R"}
/accountability/{matter_id}/appeals      POST  HL  {"text":"T"}
/appeals/{appeal_id}/files               POST  HL
/appeals/{appeal_id}/decide              POST  OG  {"is_upheld":false,"reason":"R"}
/honour-lists                            GET   OSGIHLMND
/honour-lists                            POST  OG  {"run_id":"$run_id"}
/honour-lists/{list_id}                  GET   OSGIHLMND
/honour-lists/{list_id}/paper.{kind}     GET   OSGIHLMND
/honour-lists/{list_id}/check            POST  OG  {}
/honour-lists/{list_id}/publish          POST  OG  {}
/honour-lists/{list_id}/return           POST  OG  {"text":"R"}
/honour-lists/{list_id}/drop             POST  OG  {"text":"R"}
/honour-lists/{list_id}/withdraw         POST  OG  {"text":"R"}
/accountability-grounds                  GET   OGHLD
/accountability-grounds                  PUT   OG  {"rows":[],"valid_from":"2026-01-01","reason":"R"}
"""


def things(cast: Cast) -> dict[str, object]:
    """A matter that was decided, with an appeal that waits."""
    make_head(cast)
    matter = decided(cast, by_hand(cast), make_supervisor(cast))
    appeal = Appeal.objects.create(matter=matter, side="unit", text="T", raised_by_name="廉联络")
    given = {"unit_id": cast.sanitation.pk, "ground": "weak", "on": "2026-01-05", "grade": "criticism", "reason": "R"}
    run = opened(cast, compute(cast, make_board(cast, red=1), date(2026, 1, 5)))
    Run.objects.filter(pk=run.pk).update(state=Run.State.FINAL)
    found = HonourList.objects.create(run=run, state="published")
    ids = {
        "list_id": found.pk,
        "run_id": run.pk,
        "matter_id": matter.pk,
        "appeal_id": appeal.pk,
        "given": json.dumps(given),
    }
    return {**ids, "kind": "docx", "move": "withdraw", "verdict": "refuse"}
