from __future__ import annotations

from datetime import timedelta
from unittest.mock import patch

from django.test import Client
from django.urls import reverse

from chuangcheng.core.ids import new_id
from chuangcheng.core.testing import photo_upload
from chuangcheng.core.times import now
from chuangcheng.intake.testing import answer, close_its_case, fresh, make_clerk
from chuangcheng.orgs.testing import Cast, actor_of
from chuangcheng.portal.models import Stars, Submission
from chuangcheng.portal.testing import sent


def page(submission: Submission, name: str = "progress") -> str:
    return reverse(f"portal:{name}", args=[submission.report.token])


def closed(cast: Cast) -> Submission:
    """A report whose problem is fixed and that is answered."""
    submission = sent(text="井盖松动有响声")
    close_its_case(fresh(submission.report), cast)
    answer(fresh(submission.report), actor_of(make_clerk(cast)), way="page")
    return submission


def test_the_page_tells_the_course_in_plain_words(cast: Cast, django_assert_max_num_queries: object) -> None:
    submission = closed(cast)
    client = Client()
    with django_assert_max_num_queries(15):  # type: ignore[operator]
        shown = client.get(page(submission))
    text = shown.content.decode()
    for words in ("我们收到了您的反映", "问题处理完毕", "已清理干净，欢迎监督。", "您满意吗？", "没有解决，要求重办"):
        assert words in text


def test_nobody_lists_or_keeps_the_page(cast: Cast) -> None:
    shown = Client().get(page(sent()))
    assert shown["X-Robots-Tag"] == "noindex, nofollow"
    assert shown["Cache-Control"] == "private, no-store"


def test_a_wrong_link_looks_as_absent_everywhere(cast: Cast) -> None:
    token = sent().report.token
    for name in ("progress", "code"):
        answered = Client().get(reverse(f"portal:{name}", args=[token[:-1] + "x"]))
        assert answered.status_code == 404
        assert "没有找到这件反映，请核对链接。" in answered.content.decode()
    for name in ("rate", "not_fixed"):
        form = {"event_id": new_id(), "stars": 5, "text": "x"}
        assert Client().post(reverse(f"portal:{name}", args=[token[:-1] + "x"]), form).status_code == 404


def test_five_stars_are_kept_once(cast: Cast) -> None:
    submission = closed(cast)
    form = {"event_id": new_id(), "stars": 5, "text": "很快"}
    for _time in range(2):
        assert Client().post(page(submission, "rate"), form).status_code == 302
    assert Stars.objects.get().stars == 5
    assert fresh(submission.report).satisfaction == "satisfied"


def test_nothing_is_rated_before_its_end_nor_by_six_stars(cast: Cast) -> None:
    form = {"event_id": new_id(), "stars": 4}
    refused = Client().post(page(sent(), "rate"), form)
    assert refused.status_code == 409
    assert "办结后请您评价" in refused.content.decode()
    assert Client().post(page(closed(cast), "rate"), {**form, "stars": 6}).status_code == 422
    assert not Stars.objects.exists()


def test_not_fixed_opens_the_case_again_once(cast: Cast) -> None:
    submission = closed(cast)
    form = {"event_id": new_id(), "text": "垃圾还在", "photos": [photo_upload(shade=9)]}
    assert Client().post(page(submission, "not_fixed"), form).status_code == 302
    report = fresh(submission.report)
    assert report.dispute_count == 1
    assert report.case is not None
    assert report.case.state == "filed"


def test_after_fifteen_days_it_is_too_late(cast: Cast) -> None:
    submission = closed(cast)
    later = now() + timedelta(days=16)
    with patch("chuangcheng.intake.services.steps.now", return_value=later):
        refused = Client().post(page(submission, "not_fixed"), {"event_id": new_id(), "text": "垃圾还在"})
    assert refused.status_code == 409
    assert fresh(submission.report).dispute_count == 0


def test_own_photos_are_shown_by_the_link_alone(cast: Cast) -> None:
    mine, other = sent(photos=[photo_upload()]), sent(text="别的事", photos=[photo_upload(shade=5)])
    photo = mine.report.photos.get().file_id
    assert Client().get(reverse("portal:own_photo", args=[mine.report.token, photo])).status_code == 200
    assert Client().get(reverse("portal:own_photo", args=[other.report.token, photo])).status_code == 404
    assert Client().get(reverse("core:file_copy", args=[photo, 480])).status_code == 302


def test_the_code_leads_to_the_page(cast: Cast) -> None:
    drawn = Client().get(page(sent(), "code"))
    assert drawn["Content-Type"] == "image/svg+xml"
    assert b"<svg" in drawn.content
