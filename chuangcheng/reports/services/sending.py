"""印发: the approved paper goes to the units as a circular, which they read and sign for."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from chuangcheng.command.services.circulars import CircularGiven, PassGiven, issue_circular, register_circular
from chuangcheng.core import audit
from chuangcheng.core.access import Actor
from chuangcheng.core.files import store_all
from chuangcheng.core.files.storing import Upload
from chuangcheng.core.ids import new_id
from chuangcheng.reports.access import bulletin_for, require_everywhere
from chuangcheng.reports.indexing import index_bulletin
from chuangcheng.reports.models import Bulletin
from chuangcheng.reports.papers import file_name, pdf_to_send, told_of, word_paper
from chuangcheng.reports.services.bulletins import check_move, record_step
from chuangcheng.reports.states import MOVES, State
from chuangcheng.reports.wording import kind_words, period_words

ISSUED = "issued"  # direction of a circular


@transaction.atomic
def issue_bulletin(*, actor: Actor, bulletin_id: UUID, given: PassGiven) -> Bulletin:
    """Sends it with its Word and PDF; the Word file is kept as it was sent. Again: nothing."""
    move = MOVES["issue"]
    require_everywhere(actor, move.permission)
    found = bulletin_for(actor, bulletin_id, lock=True)
    if found.state == State.ISSUED and found.circular_id is not None:
        return found
    before = found.state
    check_move(actor, found, move, "")
    told = told_of(found)
    name = file_name(found)
    paper = word_paper(told)
    word, pdf = store_all([Upload(paper, f"{name}.docx"), Upload(pdf_to_send(told, paper), f"{name}.pdf")])
    circular = register_circular(
        actor=actor,
        circular_id=new_id(),
        given=CircularGiven(
            direction=ISSUED,
            title=found.title,
            sender=found.issuer,
            dated_on=told.signed_on,
            document_number=f"{kind_words(found.kind)}{found.number}",
            about=_("%(period)s%(kind)s，请阅知并抓好落实。")
            % {"period": period_words(found.kind, found.first_on, found.last_on), "kind": kind_words(found.kind)},
            files=[(pdf, f"{name}.pdf"), (word, f"{name}.docx")],
        ),
    )
    count = issue_circular(actor=actor, circular_id=circular.pk, given=given)
    found.state, found.circular, found.word_file = move.go_to.value, circular, word
    found.save(update_fields=["state", "circular", "word_file"])
    record_step(actor, found, move.code, before, "")
    index_bulletin(found)
    audit.record(actor=actor, action="reports.issue", subject=found, detail={"units": count})
    return found
