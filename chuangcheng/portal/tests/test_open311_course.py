"""One request from discovery to the photo of its fix, as the app and the moderator see it."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from django.test import Client
from django.urls import reverse

from chuangcheng.core.ids import new_id
from chuangcheng.core.testing import photo_upload
from chuangcheng.intake.models import Report
from chuangcheng.intake.testing import close_its_case, fresh
from chuangcheng.orgs.testing import Cast, signed_in
from chuangcheng.portal.models import Submission

JSON = "application/json"


def issued_key(office: Client) -> str:
    form = {"key_id": str(new_id()), "name": "云澜随手报", "organisation": "市民热线"}
    page = office.post(reverse("portal:issue_key"), form).content.decode()
    found = re.search(r'value="([\w-]{43})"', page)
    assert found is not None
    return found[1]


def moderated(office: Client, submission: Submission) -> None:
    address = f"/api/v1/moderation/{submission.pk}"
    office.post(f"{address}/decisions", {"kind": "publish", "text": "桶满了"}, content_type=JSON)
    for each in office.get(address).json()["photos"]:
        office.put(f"{address}/photos/{each['original_id']}", {"boxes": []}, content_type=JSON)


def test_a_request_goes_from_discovery_to_the_photo_of_its_fix(cast: Cast) -> None:
    office, app = signed_in(cast.chief), Client()
    key = issued_key(office)
    root = urlsplit(app.get("/open311/v2/discovery.json").json()["endpoints"][0]["url"]).path
    code = app.get(f"{root}/services.json").json()[0]["service_code"]
    sent = {"api_key": key, "service_code": code, "lat": "36.61", "long": "114.49", "media": photo_upload()}
    (receipt,) = app.post(f"{root}/requests.json", sent).json()
    assert app.get(f"{root}/requests.json").json() == []

    submission = Submission.objects.get()
    moderated(office, submission)
    (known,) = app.get(f"{root}/tokens/{receipt['token']}.json").json()
    address = f"{root}/requests/{known['service_request_id']}.json"
    (item,) = app.get(address).json()
    assert (item["status"], item["description"]) == ("open", "桶满了")
    assert app.get(urlsplit(item["media_url"]).path).status_code == 200

    close_its_case(fresh(Report.objects.get()), cast)
    moderated(office, submission)
    (item,) = app.get(address).json()
    assert (item["status"], item["status_notes"]) == ("closed", "已解决")
    last = app.get(f"{root}/servicerequestupdates.json").json()[-1]
    assert (last["service_request_id"], last["status"]) == (known["service_request_id"], "closed")
    assert app.get(urlsplit(last["media_url"]).path)["Content-Type"] == "image/jpeg"
