"""Sites drawn for a round, with all that is needed to repeat it. A second draw needs a reason; the first one stays."""

from __future__ import annotations

import secrets
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from chuangcheng.core import audit
from chuangcheng.core.access import Actor
from chuangcheng.core.errors import InvalidInput, Refusal
from chuangcheng.core.ids import is_client_id, new_id
from chuangcheng.core.times import now, today
from chuangcheng.inspections.access import round_to_plan
from chuangcheng.inspections.models import Round, SampleDraw
from chuangcheng.inspections.queries.frames import frame_for
from chuangcheng.inspections.queries.samples import packed
from chuangcheng.inspections.sample_terms import Terms, UnusableTerms, checked
from chuangcheng.inspections.sampling import Sample, digest_of, draw
from chuangcheng.inspections.services.assignments import check_room, put_in_order
from chuangcheng.inspections.services.rounds import OPEN_STATES, RoundMovedOn
from chuangcheng.inspections.services.texts import checked_text

MOST_SEED, MOST_REASON = 40, 300  # characters


class NothingToDraw(Refusal):
    """No site answers the terms."""


class DrawnAlready(InvalidInput):
    """The round has a sample; drawing again needs a reason."""


@transaction.atomic
def draw_sample(
    *, actor: Actor, round_id: UUID, draw_id: UUID, terms: Terms, seed: str = "", reason: str = ""
) -> SampleDraw:
    """Draws sites and puts them into the round; the same `draw_id` twice is one draw. Without a seed one is made.

    A draw after another one takes the former's unvisited sites out and needs a reason.
    """
    found = round_to_plan(actor, round_id)
    there = SampleDraw.objects.filter(pk=draw_id).first()
    if there is not None and there.round_id == found.pk:
        return there
    if found.state not in OPEN_STATES:
        raise RoundMovedOn(found)
    if there is not None or not is_client_id(draw_id):
        raise InvalidInput(_("表单编号无效，请刷新页面后重新填写。"))
    former = SampleDraw.objects.filter(round=found, replaced_by__isnull=True).order_by("-pk").first()
    words = checked_text(reason, label=_("理由"), at_most=MOST_REASON)
    if former is not None and not words:
        raise DrawnAlready(_("本轮次已经抽过样，重新抽取请写明理由，理由和原来的结果都会保留。"))
    if former is not None:
        found.assignments.filter(site__in=former.site_ids, visited_at__isnull=True).delete()
    told = checked_text(seed, label=_("随机种子"), at_most=MOST_SEED) or new_seed()
    made = draw_into(
        actor=actor, found=found, terms=_usable(terms), seed=told, draw_id=draw_id, replaces=former, reason=words
    )
    put_in_order(actor, found, [UUID(site_id) for site_id in made.site_ids])
    return made


def new_seed() -> str:
    """A seed that nobody could know before."""
    return secrets.token_hex(8).upper()


def draw_into(
    *,
    actor: Actor,
    found: Round,
    terms: Terms,
    seed: str,
    draw_id: UUID | None = None,
    replaces: SampleDraw | None = None,
    reason: str = "",
) -> SampleDraw:
    """The record of a draw for a round whose sites are put there by the caller; part of a transaction."""
    moment, day = now(), today()
    frame = frame_for(actor=actor, terms=terms, day=day, found=found)
    sample = draw(frame=frame.candidates, design=terms.design, seed=seed)
    if not sample.site_ids:
        raise NothingToDraw(frame.why_empty or _("没有符合条件的点位可抽，请放宽范围或排除条件。"))
    check_room(found, len(sample.site_ids))
    made = SampleDraw.objects.create(
        pk=draw_id or new_id(),
        round=found,
        terms=terms.as_json(),
        seed=seed,
        frame=packed(frame.candidates),
        frame_count=len(frame.candidates),
        frame_digest=digest_of(frame.candidates),
        left_out={"lately": frame.lately, "open": frame.in_open_rounds},
        strata=_rows(sample),
        site_ids=sample.site_ids,
        replaces=replaces,
        reason=reason,
        drawn_by_id=actor.person_id,
        drawn_at=moment,
    )
    detail = {"seed": seed, "frame": made.frame_digest, "sites": len(sample.site_ids), "reason": reason}
    audit.record(actor=actor, action="inspections.draw_sample", subject=found, detail=detail)
    return made


def _rows(sample: Sample) -> list[list[int]]:
    return [[*row.key, row.available, row.asked, len(row.drawn)] for row in sample.strata]


def _usable(terms: Terms) -> Terms:
    try:
        return checked(terms)
    except UnusableTerms as error:
        raise InvalidInput(_(str(error))) from error
