"""Supervision: who passes each door.

Who works for the title sees boards that were opened; the office appraises.
"""

from __future__ import annotations

from datetime import date

from chuangcheng.orgs.testing import Cast
from chuangcheng.supervision.models import Run
from chuangcheng.supervision.testing import compute, make_board, make_formula, make_merit, make_objection

PAGES = """
supervision:steadiness        GET   OSGIHLMND
supervision:steadiness_workbook GET OSGIHLMND
supervision:boards            GET   OSGIHLMND
supervision:compute           GET   O
supervision:compute           POST  O
supervision:board_settings    GET   O
supervision:new_board         GET   O
supervision:new_board         POST  O
supervision:edit_board        GET   O
supervision:edit_board        POST  O
supervision:board             GET   OSGIHLMND
supervision:board_workbook    GET   OSGIHLMND
supervision:open_run          POST  O
supervision:publish_run       POST  O
supervision:sheet             GET   OSGIHLMND
supervision:raise_objection   GET   HL
supervision:raise_objection   POST  HL
supervision:objections        GET   OSGIHLMND
supervision:objection         GET   OSGIHLMND
supervision:objection         POST  OG
supervision:merits            GET   O
supervision:new_merit         GET   O
supervision:new_merit         POST  O
supervision:withdraw_merit    POST  O
supervision:formulas          GET   OSGIHLMND
supervision:formula           GET   OSGIHLMND
supervision:formula_rules     GET   OSGIHLMND
supervision:new_formula       GET   O
supervision:new_formula       POST  O
supervision:edit_formula      GET   O
supervision:edit_formula      POST  O
supervision:take_formula      GET   O
supervision:take_formula      POST  O
"""

API = """
/steadiness                                   GET   OSGIHLMND
/appraisals                                   GET   OSGIHLMND
/appraisals                                   POST  O  {"period":"month","day":"2026-09-01","board_ids":[]}
/appraisals/{run_id}                          GET   OSGIHLMND
/appraisals/{run_id}/board.xlsx               GET   OSGIHLMND
/appraisals/{run_id}/open                     POST  O
/appraisals/{run_id}/publish                  POST  O
/appraisal-sheets/{result_id}                 GET   OSGIHLMND
/appraisal-sheets/{result_id}/objections      POST  HL  {"line":1,"record_id":"0","reason":"R"}
/appraisal-objections                         GET   OSGIHLMND
/appraisal-objections/{objection_id}          GET   OSGIHLMND
/appraisal-objections/{objection_id}/files    POST  HL
/appraisal-objections/{objection_id}/decision POST  OG  {"is_upheld":false,"reason":""}
/appraisal-merits                             GET   O
/appraisal-merits POST O  {"unit_id":0,"kind":"praise","on":"2026-09-01","source":"S","reason":"R"}
/appraisal-merits/{merit_id}/withdraw         POST  O  {"reason":""}
/appraisal-formulas                           GET   OSGIHLMND
/appraisal-formulas                           POST  O  {"body":{},"reason":"R"}
/appraisal-formulas/ready-made                GET   OSGIHLMND
/appraisal-formulas/take-over                 POST  O  {"code":"jinhua","valid_from":"2026-01-01","reason":"R"}
/appraisal-formulas/{formula_id}              GET   OSGIHLMND
/appraisal-formulas/{formula_id}/rules        GET   OSGIHLMND
/appraisal-boards                             GET   O
/appraisal-boards POST O {"name":"","valid_from":"2026-01-01","formula_id":"$formula_id","reason":""}
"""


def things(cast: Cast) -> dict[str, object]:
    """A board that is open to objections, and the sheet of a bureau on it."""
    formula = make_formula(cast)
    board = make_board(cast, formula=formula)
    run = compute(cast, board, date(2026, 9, 1))
    Run.objects.filter(pk=run.pk).update(state=Run.State.OPEN)
    objection = make_objection(cast, run)
    return {
        "objection_id": objection.pk,
        "merit_id": make_merit(cast).pk,
        "run_id": run.pk,
        "result_id": run.results.get(unit=cast.sanitation).pk,
        "formula_id": formula.pk,
        "board_id": board.pk,
        "code": "jinhua",
    }
