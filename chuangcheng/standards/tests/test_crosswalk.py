"""Links between standards of different frameworks: confirmed, changed, ended, refused; what is seen through them."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from chuangcheng.core.errors import InvalidInput, NotFound, NotPermitted
from chuangcheng.core.lines import LinesRefused
from chuangcheng.core.models import AuditEntry
from chuangcheng.core.times import now
from chuangcheng.orgs.testing import Cast, actor_of
from chuangcheng.standards.models import Framework, RefusedPair, Standard, StandardLink
from chuangcheng.standards.queries import Linked, borrowing_of, linked_standards
from chuangcheng.standards.services import (
    LinkDraft,
    LinkedOtherwise,
    change_link,
    discard_draft,
    end_link,
    link_several,
    link_standards,
    refuse_pair,
    take_up_pair,
)
from chuangcheng.standards.testing import make_draft, make_framework, standard_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def civilised() -> Standard:
    return standard_of(make_framework(make_draft("1.1"), make_draft("1.2"), name="文明"), "1.1")


@pytest.fixture
def hygiene() -> Standard:
    return standard_of(make_framework(make_draft("3.1"), make_draft("3.2"), name="卫生"), "3.2")


def link(cast: Cast, first: Standard, second: Standard, relation: str = "equal", **more: object) -> StandardLink:
    draft = LinkDraft(first.pk, second.pk, relation, **more)  # type: ignore[arg-type] # its own fields
    return link_standards(actor=actor_of(cast.chief), draft=draft)


def seen(standard: Standard, **asked: object) -> list[Linked]:
    return linked_standards([standard.pk], **asked).get(standard.pk, [])  # type: ignore[arg-type] # its own


def test_equal_counts_both_ways(cast: Cast, civilised: Standard, hygiene: Standard) -> None:
    made = link(cast, hygiene, civilised)

    (there,), (here,) = seen(civilised), seen(hygiene)
    assert (there.standard, there.framework.name, there.relation) == (hygiene, "卫生", "equal")
    assert (there.counts_there, there.counts_here, here.counts_there, here.counts_here) == (True,) * 4
    assert (made.confirmed_by_name, made.origin) == ("程主任", "hand")
    assert AuditEntry.objects.filter(action="standards.link").count() == 1


@pytest.mark.parametrize("relation", ["covers", "covered_by"])
def test_what_covers_counts_for_what_it_covers_and_not_back(
    cast: Cast, civilised: Standard, hygiene: Standard, relation: str
) -> None:
    pair = (civilised, hygiene) if relation == "covers" else (hygiene, civilised)
    link(cast, *pair, relation)

    (wide,), (narrow,) = seen(civilised), seen(hygiene)
    assert (wide.relation, wide.counts_there, wide.counts_here) == ("covers", True, False)
    assert (narrow.relation, narrow.counts_there, narrow.counts_here) == ("covered_by", False, True)
    assert borrowing_of(hygiene.framework_id).targets == {civilised.pk: (hygiene.pk,)}
    assert borrowing_of(civilised.framework_id).targets == {}


def test_overlap_says_its_share_and_counts_nowhere(cast: Cast, civilised: Standard, hygiene: Standard) -> None:
    link(cast, civilised, hygiene, "overlaps", share=Decimal("0.6"))

    (found,) = seen(hygiene)
    assert (found.relation, found.share, found.counts_there, found.counts_here) == (
        "overlaps",
        Decimal("0.60"),
        False,
        False,
    )
    assert borrowing_of(civilised.framework_id).framework_ids == ()


@pytest.mark.parametrize("share", [None, "0", "1", "-0.5", "0.999", "0.001", "NaN", "1E+9"])
def test_share_lies_between_none_and_all(cast: Cast, civilised: Standard, hygiene: Standard, share: str | None) -> None:
    with pytest.raises(InvalidInput, match="重合比例"):
        link(cast, civilised, hygiene, "overlaps", share=share and Decimal(share))
    with pytest.raises(InvalidInput, match="重合比例"):
        link(cast, civilised, hygiene, "equal", share=Decimal("0.5"))
    assert not StandardLink.objects.exists()


def test_same_link_twice_is_one_and_another_is_not_made_in_passing(
    cast: Cast, civilised: Standard, hygiene: Standard
) -> None:
    made = link(cast, civilised, hygiene)

    assert link(cast, hygiene, civilised).pk == made.pk
    with pytest.raises(LinkedOtherwise, match="已按“等同”对照"):
        link(cast, civilised, hygiene, "covers")
    with pytest.raises(IntegrityError), transaction.atomic():
        StandardLink.objects.create(first=hygiene, second=civilised, relation="covers", origin="hand")


def test_changed_link_ends_and_another_begins(cast: Cast, civilised: Standard, hygiene: Standard) -> None:
    made = link(cast, civilised, hygiene)
    before = now()

    draft = LinkDraft(hygiene.pk, civilised.pk, "covers", reason="卫生的范围更大")
    change_link(actor=actor_of(cast.chief), link_id=made.pk, draft=draft)

    made.refresh_from_db()
    assert (made.ended_by_name, made.end_reason) == ("程主任", "卫生的范围更大")
    assert [each.relation for each in seen(civilised)] == ["covered_by"]
    assert [each.relation for each in seen(civilised, known_at=before)] == ["equal"]
    assert change_link(actor=actor_of(cast.chief), link_id=seen(civilised)[0].link_id, draft=draft).relation == "covers"


def test_ended_link_counts_no_more_and_is_still_known_as_of_then(
    cast: Cast, civilised: Standard, hygiene: Standard
) -> None:
    unlinked = now()
    made = link(cast, civilised, hygiene)
    linked = now()

    with pytest.raises(InvalidInput, match="原因"):
        end_link(actor=actor_of(cast.chief), link_id=made.pk, reason=" ")
    end_link(actor=actor_of(cast.chief), link_id=made.pk, reason="口径不同")

    assert not seen(civilised)
    assert not seen(civilised, known_at=unlinked)
    assert len(seen(civilised, known_at=linked)) == 1
    assert borrowing_of(hygiene.framework_id).targets == {}
    assert borrowing_of(hygiene.framework_id, known_at=linked).targets == {civilised.pk: (hygiene.pk,)}
    with pytest.raises(InvalidInput, match="已经结束"):
        end_link(actor=actor_of(cast.chief), link_id=made.pk, reason="再结束一次")
    assert link(cast, civilised, hygiene).pk != made.pk


def test_links_are_not_transitive(cast: Cast, civilised: Standard, hygiene: Standard) -> None:
    garden = standard_of(make_framework(name="园林"), "1.1")
    link(cast, civilised, hygiene)
    link(cast, hygiene, garden)

    assert {each.standard for each in seen(hygiene)} == {civilised, garden}
    assert [each.standard for each in seen(civilised)] == [hygiene]


def test_drafts_lend_nothing_and_editions_of_one_framework_are_offered_only(cast: Cast, civilised: Standard) -> None:
    draft = standard_of(make_framework(name="草案", state=Framework.State.DRAFT), "1.1")
    later = standard_of(make_framework(name="文明", edition="2027版"), "1.1")
    link(cast, civilised, draft)
    link(cast, civilised, later)

    (found,) = seen(civilised)
    assert (found.standard, found.counts_there, found.counts_here) == (later, False, False)
    assert [each.standard for each in seen(draft)] == [civilised]
    assert borrowing_of(draft.framework_id).targets == {civilised.pk: (draft.pk,)}
    assert borrowing_of(civilised.framework_id).targets == {}
    assert borrowing_of(later.framework_id).targets == {}

    discard_draft(actor=actor_of(cast.chief), framework_id=draft.framework_id)
    assert StandardLink.objects.count() == 1


def test_any_number_of_standards_is_one_query(cast: Cast, civilised: Standard, hygiene: Standard) -> None:
    other = standard_of(civilised.framework, "1.2")
    link(cast, civilised, hygiene)
    link(cast, other, hygiene, "covers")

    with CaptureQueriesContext(connection) as queries:
        found = linked_standards([civilised.pk, other.pk, hygiene.pk])
        named = {each.framework.name for rows in found.values() for each in rows}
    assert (len(queries), named, len(found[hygiene.pk])) == (1, {"文明", "卫生"}, 2)
    with CaptureQueriesContext(connection) as queries:
        assert borrowing_of(hygiene.framework_id).targets == {civilised.pk: (hygiene.pk,), other.pk: (hygiene.pk,)}
    assert len(queries) == 1
    assert linked_standards([]) == {}


def test_several_at_once_are_all_linked_or_none(cast: Cast, civilised: Standard, hygiene: Standard) -> None:
    other = standard_of(civilised.framework, "1.2")
    chief = actor_of(cast.chief)

    with pytest.raises(LinesRefused) as refused:
        link_several(
            actor=chief,
            drafts=[LinkDraft(civilised.pk, hygiene.pk, "equal"), LinkDraft(civilised.pk, other.pk, "equal")],
        )
    assert list(refused.value.problems) == [2]
    assert not StandardLink.objects.exists()

    drafts = [LinkDraft(pk, hygiene.pk, "equal") for pk in (civilised.pk, other.pk)]
    assert len(link_several(actor=chief, drafts=drafts)) == 2
    with pytest.raises(InvalidInput, match="一次最多"):
        link_several(actor=chief, drafts=drafts * 300)


def test_refused_pair_is_remembered_and_can_be_taken_up(cast: Cast, civilised: Standard, hygiene: Standard) -> None:
    chief = actor_of(cast.chief)
    pair = refuse_pair(actor=chief, first_id=hygiene.pk, second_id=civilised.pk, reason="对象不同")

    assert refuse_pair(actor=chief, first_id=civilised.pk, second_id=hygiene.pk).pk == pair.pk
    assert (pair.refused_by_name, pair.reason) == ("程主任", "对象不同")
    take_up_pair(actor=chief, pair_id=pair.pk)
    again = refuse_pair(actor=chief, first_id=civilised.pk, second_id=hygiene.pk)
    assert again.pk != pair.pk
    link(cast, civilised, hygiene)
    assert not RefusedPair.objects.filter(taken_up_at__isnull=True).exists()
    with pytest.raises(InvalidInput, match="已经对照"):
        refuse_pair(actor=chief, first_id=civilised.pk, second_id=hygiene.pk)


def test_only_who_keeps_frameworks_links_them(cast: Cast, civilised: Standard, hygiene: Standard) -> None:
    made = link(cast, civilised, hygiene)
    inspector = actor_of(cast.inspector)

    with pytest.raises(NotPermitted):
        link_standards(actor=inspector, draft=LinkDraft(civilised.pk, hygiene.pk, "equal"))
    with pytest.raises(NotPermitted):
        end_link(actor=inspector, link_id=made.pk, reason="不该")
    with pytest.raises(NotPermitted):
        refuse_pair(actor=inspector, first_id=civilised.pk, second_id=hygiene.pk)
    with pytest.raises(NotFound):
        end_link(actor=actor_of(cast.chief), link_id=made.pk + 1, reason="没有这条")
