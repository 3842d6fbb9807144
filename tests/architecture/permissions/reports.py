"""Bulletins: the office makes them, leaders approve, who reads for the whole place reads what was issued."""

from __future__ import annotations

from chuangcheng.command.testing import make_meeting
from chuangcheng.orgs.testing import Cast
from chuangcheng.reports.testing import make_bulletin, make_template

PAGES = """
reports:bulletins     GET   OSGD
reports:new_bulletin  GET   O
reports:new_bulletin  POST  O
reports:preview       GET   O
reports:bulletin      GET   OSGD
reports:edit_bulletin GET   O
reports:edit_bulletin POST  O
reports:recount       POST  O
reports:issue         GET   O
reports:issue         POST  O
reports:move          POST  O
reports:word          GET   OSGD
reports:pdf           GET   OSGD
reports:office_pdf    POST  OSGD
reports:workbook      GET   OSGD
reports:slides        GET   OSGD
reports:meeting_slides GET  OSGD
reports:choose_meeting_slides GET OSGD
reports:templates     GET   OG
reports:template      GET   O
reports:template      POST  O
reports:template_file GET   O
reports:default_template POST O
reports:trial         GET   O
reports:trial         POST  O
reports:trial_file    GET   O
reports:trial_file    POST  O
"""

API = """
/bulletins                           GET   OSGD
/bulletins                           POST  O  {"kind":"weekly","day":"2026-01-05"}
/bulletins/{bulletin_id}             GET   OSGD
/bulletins/{bulletin_id} PUT O {"title":"T","masthead":"M","issuer":"I","recipients":"R"}
/bulletins/{bulletin_id}/recount     POST  O
/bulletins/{bulletin_id}/moves       POST  O  {"move":"archive"}
/bulletins/{bulletin_id}/issue       POST  O  {"kinds":["street"]}
/bulletins/{bulletin_id}/paper.docx  GET   OSGD
/bulletins/{bulletin_id}/paper.pdf   GET   OSGD
/bulletins/{bulletin_id}/office-pdf  POST  OSGD
/bulletins/{bulletin_id}/tables.xlsx GET   OSGD
/bulletins/{bulletin_id}/slides.pptx GET   OSGD
/meetings/{meeting_id}/slides.pptx   GET   OSGD
/paper-templates                     GET   OG
/paper-templates/{kind}              GET   O
/paper-templates/{kind}              POST  O
/paper-templates/{kind}/default      POST  O  {"from_on":"2026-01-05","reason":"x"}
/paper-templates/{kind}/file/{which} GET   O
/paper-templates/trials/{template_id}/use POST O {"from_on":"2026-01-05"}
/paper-templates/trials/{template_id}/filled GET O
"""


def things(cast: Cast) -> dict[str, object]:
    """A bulletin that was issued, a template; the archive is of who makes them."""
    made = make_bulletin(cast, state="issued")
    template = make_template(cast)
    return {
        "bulletin_id": made.pk,
        "code": "archive",
        "template_id": template.pk,
        "kind": template.kind,
        "which": "default",
        "meeting_id": make_meeting(cast).pk,
    }
