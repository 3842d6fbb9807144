"""A picture in which somebody must stay unknown is shown on paper with hidden faces, or not at all."""

from __future__ import annotations

from uuid import UUID

from chuangcheng.cases.queries import chosen_pairs
from chuangcheng.cases.testing import case_in, stored_photo
from chuangcheng.core.files.covers import covers_of
from chuangcheng.core.testing import photo_upload
from chuangcheng.orgs.testing import Cast, actor_of
from chuangcheng.portal.access import may_read_photo
from chuangcheng.portal.models import PublicPhoto
from chuangcheng.portal.services import show_photo
from chuangcheng.portal.testing import decided, sent

FACE = [(0.2, 0.2, 0.3, 0.3)]


def _submitted(cast: Cast) -> tuple[UUID, UUID]:
    """A published submission and the picture of its sender."""
    submission = decided(sent(photos=[photo_upload()]), actor_of(cast.chief))
    return submission.pk, submission.report.photos.get().file_id


def test_a_picture_of_a_resident_that_nobody_looked_at_is_shown_nowhere(cast: Cast) -> None:
    _submission, original = _submitted(cast)
    assert covers_of([original]) == {original: None}
    other = stored_photo(9)
    assert covers_of([other]) == {}


def test_where_faces_were_hidden_the_copy_is_shown_and_stays_so(cast: Cast) -> None:
    submission, original = _submitted(cast)
    chief = actor_of(cast.chief)
    show_photo(actor=chief, submission_id=submission, original_id=original, boxes=[])
    assert covers_of([original]) == {}  # a person looked and found nobody
    made = show_photo(actor=chief, submission_id=submission, original_id=original, boxes=FACE)
    assert covers_of([original]) == {original: made.file_id}
    PublicPhoto.objects.filter(pk=made.pk).update(withdrawn_at=made.made_at)
    assert covers_of([original]) == {original: made.file_id}
    assert may_read_photo(chief, made.file_id)


def test_the_pair_of_a_case_brings_the_copy_into_papers(cast: Cast) -> None:
    submission, original = _submitted(cast)
    case = case_in("closed", cast, photo_ids=[original])
    ((_case, before, after),) = chosen_pairs(actor=actor_of(cast.chief), case_ids=[case.pk])
    assert before is None
    assert after is not None
    made = show_photo(actor=actor_of(cast.chief), submission_id=submission, original_id=original, boxes=FACE)
    ((_case, before, after),) = chosen_pairs(actor=actor_of(cast.chief), case_ids=[case.pk])
    assert before is not None
    assert before.pk == made.file_id
