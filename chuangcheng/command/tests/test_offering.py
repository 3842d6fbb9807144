"""What campaigns, meetings and the library made is offered as material, to who may see it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.urls import reverse

from chuangcheng.command.services.meetings.answering import UnitMeetingGiven, report_unit_meeting
from chuangcheng.command.testing import make_circular, make_meeting, make_regulation, make_special, report_day
from chuangcheng.core.documents.paper import Paper, Paragraph
from chuangcheng.core.documents.word import write_word
from chuangcheng.core.files import store
from chuangcheng.core.ids import new_id
from chuangcheng.core.times import today
from chuangcheng.evidence.models import MaterialRequest
from chuangcheng.evidence.queries import chosen_offers, offers_for
from chuangcheng.evidence.testing import make_material, picture, proof_standard
from chuangcheng.orgs.testing import Cast, actor_of, signed_in


def offered(person: Any, material: MaterialRequest) -> dict[str, list[str]]:
    """Source → the records that its files belong to."""
    groups = offers_for(actor=actor_of(person), material=material)
    return {str(group.label): [each.offer.source_label for each in group.fittings] for group in groups}


def test_photos_of_a_campaign_for_the_same_standard_are_offered_to_their_unit(cast: Cast) -> None:
    standard = proof_standard()
    found = make_special(cast, standard_ids=[standard.pk])
    report_day(cast, found, photos=[picture(5)])
    material = make_material(cast, standard)
    theirs = make_material(cast, standard, unit_id=cast.east.pk)
    assert offered(cast.liaison, material) == {"专项整治的照片": [f"{found.number} {found.name}"]}
    assert offered(cast.east_liaison, theirs) == {}
    (group,) = offers_for(actor=actor_of(cast.liaison), material=material)
    offer = group.fittings[0].offer
    assert offer.caption["background"] == "清理垃圾3处。"
    named = [f"4-special:{offer.key}"]
    assert len(chosen_offers(actor=actor_of(cast.liaison), material=material, chosen=named)) == 1
    assert chosen_offers(actor=actor_of(cast.east_liaison), material=theirs, chosen=named) == []
    page = signed_in(cast.liaison).get(reverse("evidence:offers", args=[material.pk])).content.decode()
    assert reverse("command:special", args=[found.pk]) in page


def test_photos_of_a_units_own_meeting_are_offered_within_the_days_asked_for(cast: Cast) -> None:
    meeting = make_meeting(cast, reports_by=today() + timedelta(days=5))
    given = UnitMeetingGiven(cast.sanitation.pk, today(), 30, "已传达。", [picture(6)])
    report_unit_meeting(actor=actor_of(cast.liaison), meeting_id=meeting.pk, report_id=new_id(), given=given)
    standard = proof_standard()
    assert offered(cast.liaison, make_material(cast, standard)) == {"本单位会议的照片": [meeting.title]}
    later = make_material(cast, standard, title="以后的", first_on=today() + timedelta(days=1))
    assert offered(cast.liaison, later) == {}


def test_documents_of_the_library_are_offered_while_they_hold(cast: Cast) -> None:
    paper = store(write_word(Paper("通知", [Paragraph("请落实。")])), name="通知.docx")
    circular = make_circular(cast, files=[(paper, "通知.docx")])
    rule = store(write_word(Paper("办法", [Paragraph("第一条")])), name="办法.docx")
    regulation = make_regulation(cast, files=[(rule, "办法.docx")])
    standard = proof_standard()
    wanted: dict[str, Any] = {"kind": "document", "formats": ("word",), "captions": ()}
    material = make_material(cast, standard, **wanted)
    assert sorted(offered(cast.liaison, material)["文件与制度"]) == sorted([circular.title, regulation.title])
    other = make_material(cast, standard, title="街道的", unit_id=cast.west.pk, **wanted)
    assert offered(cast.west_liaison, other)["文件与制度"] == [regulation.title]
