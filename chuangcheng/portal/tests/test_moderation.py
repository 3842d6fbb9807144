from __future__ import annotations

import io
import itertools
import json
from typing import Any

from django.test import Client
from django.urls import reverse
from PIL import Image, ImageDraw

from chuangcheng.core import files
from chuangcheng.core.ids import new_id
from chuangcheng.core.testing import photo_upload
from chuangcheng.intake.testing import close_its_case, fresh
from chuangcheng.orgs.testing import Cast, actor_of
from chuangcheng.portal.models import Decision, PublicPhoto, Submission
from chuangcheng.portal.pictures import without_boxes
from chuangcheng.portal.testing import decided, sent

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def chief(cast: Cast) -> Client:
    client = Client()
    client.force_login(cast.chief, backend=BACKEND)
    return client


def press(client: Client, submission: Submission, kind: str, **fields: str) -> Any:
    form = {"decision_id": str(new_id()), "kind": kind, "text": "垃圾桶满了", "reason": "广告", **fields}
    return client.post(reverse("portal:decide", args=[submission.pk]), form)


def face(size: tuple[int, int] = (400, 300)) -> bytes:
    """A drawn face with eyes that are one dark pixel wide apart, at the left."""
    image = Image.new("RGB", size, "white")
    pencil = ImageDraw.Draw(image)
    pencil.ellipse((40, 60, 160, 220), fill=(230, 190, 160), outline="black", width=3)
    for x in range(50, 150, 6):
        pencil.line((x, 80, x, 200), fill="black", width=2)
    pencil.rectangle((300, 100, 360, 160), fill="blue")
    written = io.BytesIO()
    image.save(written, "JPEG", quality=95)
    return written.getvalue()


def test_the_queue_shows_equal_ones_once_and_decides_them_together(cast: Cast) -> None:
    first, second, third = sent(), sent(address="198.51.100.2"), sent(address="198.51.100.3")
    client = chief(cast)
    shown = client.get(reverse("portal:moderation")).content.decode()
    assert "相同内容共3件" in shown
    assert shown.count("垃圾桶满了没人收</a>") == 1
    assert press(client, first, "publish").status_code == 302
    standings = [Submission.objects.get(pk=each.pk).standing for each in (first, second, third)]
    assert standings == ["published", "hidden", "hidden"]
    assert {fresh(each.report).case_id for each in (first, second, third)} == {first.report.case_id}


def test_one_that_waited_is_accepted_by_the_decision(cast: Cast) -> None:
    submission = sent(answer="")
    press(chief(cast), submission, "hide", reason="有门牌号")
    assert fresh(submission.report).case is not None


def test_spam_ends_without_a_case(cast: Cast) -> None:
    submission = sent(answer="")
    press(chief(cast), submission, "spam")
    report = fresh(submission.report)
    assert (report.case, report.ending) == (None, "declined")


def test_the_same_press_twice_is_one_decision(cast: Cast) -> None:
    submission, client, decision = sent(), chief(cast), str(new_id())
    for _time in range(2):
        assert press(client, submission, "publish", decision_id=decision).status_code == 302
    assert Decision.objects.count() == 1


def test_a_reason_is_asked_for(cast: Cast) -> None:
    refused = press(chief(cast), sent(), "hide", reason=" ")
    assert refused.status_code == 422
    assert "请写明原因" in refused.content.decode()


def test_phones_in_public_texts_are_masked(cast: Cast) -> None:
    submission = sent()
    press(chief(cast), submission, "publish", text="请找张三13812345678")
    assert "13812345678" not in Submission.objects.get(pk=submission.pk).text


def test_a_photo_is_public_only_as_a_copy_that_was_approved(cast: Cast) -> None:
    submission = sent(photos=[photo_upload()])
    original, client = submission.report.photos.get().file_id, chief(cast)
    address = reverse("portal:hide_faces", args=[submission.pk, original])
    assert client.post(address, {"boxes": "[]"}).status_code == 409  # not before the report itself
    decided(submission, actor_of(cast.chief))
    assert client.get(address).status_code == 200
    assert client.post(address, {"boxes": "[[0.1, 0.1, 0.3, 0.3]]"}).status_code == 302
    shown = PublicPhoto.objects.get()
    picture = reverse("portal:photo", args=[shown.pk, 480])
    assert shown.file_id != original
    assert Client().get(picture).status_code == 200
    assert (
        f"/public/photos/{shown.pk}/"
        in Client().get(reverse("portal:progress", args=[submission.report.token])).content.decode()
    )
    assert Client().get(reverse("portal:photo", args=[original, 480])).status_code == 404
    client.post(reverse("portal:withdraw", args=[submission.pk, original]))
    assert Client().get(picture).status_code == 404


def test_hiding_a_report_takes_its_photos_away(cast: Cast) -> None:
    submission = sent(photos=[photo_upload()])
    decided(submission, actor_of(cast.chief))
    original, client = submission.report.photos.get().file_id, chief(cast)
    client.post(reverse("portal:hide_faces", args=[submission.pk, original]), {"boxes": "[]"})
    press(client, submission, "hide", reason="有人脸")
    assert Client().get(reverse("portal:photo", args=[PublicPhoto.objects.get().pk, 480])).status_code == 404


def test_nothing_is_left_in_a_hidden_box_and_the_rest_stays() -> None:
    plain = face()
    hidden = Image.open(io.BytesIO(without_boxes(plain, [[0.1, 0.2, 0.3, 0.55]]))).convert("L")
    before = Image.open(io.BytesIO(plain)).convert("L")
    inside = (60, 90, 140, 190)

    def contrast(image: Image.Image) -> int:
        row = [int(image.getpixel((x, 140))) for x in range(inside[0], inside[2])]  # type: ignore[arg-type]
        return max(abs(one - two) for one, two in itertools.pairwise(row))

    assert contrast(before) > 60  # the stripes of the drawn face
    assert contrast(hidden) < 12
    outside = abs(int(hidden.getpixel((330, 130))) - int(before.getpixel((330, 130))))  # type: ignore[arg-type]
    assert outside < 12


def test_boxes_that_are_none_are_refused(cast: Cast) -> None:
    submission = sent(photos=[photo_upload()])
    decided(submission, actor_of(cast.chief))
    address = reverse("portal:hide_faces", args=[submission.pk, submission.report.photos.get().file_id])
    for boxes in ("x", "[[1]]", "[[2,0,1,1]]", "[[0,0,-1,1]]", '[["NaN",0,1,1]]', json.dumps([[0, 0, 0.1, 0.1]] * 41)):
        assert chief(cast).post(address, {"boxes": boxes}).status_code == 422, boxes
    assert not PublicPhoto.objects.exists()


def test_photos_of_the_fix_can_be_shown_and_others_cannot(cast: Cast) -> None:
    submission = sent(photos=[photo_upload()])
    close_its_case(fresh(submission.report), cast)
    decided(submission, actor_of(cast.chief))
    client = chief(cast)
    page = client.get(reverse("portal:submission", args=[submission.pk])).content.decode()
    assert "处理后" in page
    stranger = files.store(face(), name="x.jpg", limits=files.PHOTOS)
    address = reverse("portal:hide_faces", args=[submission.pk, stranger.pk])
    assert client.post(address, {"boxes": "[]"}).status_code == 404


def test_the_queue_costs_the_same_for_many(cast: Cast, django_assert_max_num_queries: Any) -> None:
    for number in range(6):
        sent(text=f"第{number}件不同的事情在这里", address=f"198.51.100.{number}")
    client = chief(cast)
    client.get(reverse("portal:moderation"))
    with django_assert_max_num_queries(15):
        assert client.get(reverse("portal:moderation")).status_code == 200


def test_moderation_over_the_api(cast: Cast) -> None:
    submission, client = sent(photos=[photo_upload()]), chief(cast)
    (line,) = client.get("/api/v1/moderation").json()
    assert (line["id"], line["standing"]) == (str(submission.pk), "waiting")
    body = {"id": str(new_id()), "kind": "publish", "text": "垃圾桶满了"}
    address = f"/api/v1/moderation/{submission.pk}"
    decided_now = client.post(f"{address}/decisions", body, content_type="application/json").json()
    assert decided_now["public_text"] == "垃圾桶满了"
    photo = f"{address}/photos/{decided_now['photos'][0]['original_id']}"
    shown = client.put(photo, {"boxes": [[0.1, 0.1, 0.2, 0.2]]}, content_type="application/json").json()
    assert Client().get(reverse("portal:photo", args=[shown["photos"][0]["public_id"], 480])).status_code == 200
    assert client.delete(photo).json()["photos"][0]["public_id"] is None
    assert client.get(address).json()["standing"] == "published"
