"""A server process that takes a visit, for `test_visit_killed` to start and kill: `prepare`, `half` and `whole`.

`half` stops for a minute after visit, answers and photos are written and before the checks are; `whole` does not.
"""

from __future__ import annotations

import json
import os
import sys
import time
from types import SimpleNamespace
from typing import Any

import django

NAMES = ("role-office", "role-inspector")


def prepare() -> dict[str, Any]:
    """A market in a running round, given to an inspector; what the form holds."""
    from chuangcheng.core.ids import new_id
    from chuangcheng.inspections.testing import PASSES, make_field, make_round
    from chuangcheng.orgs.testing import make_person, make_unit

    place = make_unit("云澜区", kind="place", code="YL")
    lane = make_unit("柳巷社区", parent=place, kind="community", code="LX")
    people = [
        make_person(name, unit=place, role=role)
        for name, role in zip(NAMES, ("creation_office", "inspector"), strict=True)
    ]
    cast: Any = SimpleNamespace(place=place, lane=lane, chief=people[0], inspector=people[1])
    field = make_field(cast)
    found = make_round(cast, field)
    values = {**PASSES, "litter": {"faults": 2}}
    answers = [{"item_id": item.pk, "value": values[code]} for code, item in field.items.items()]
    ids = {"id": str(new_id()), "round_id": str(found.pk), "site_id": str(field.sites[0].pk)}
    return {**ids, "started_at": "2026-11-23T10:00:00+08:00", "answers": answers}


def send(body: dict[str, Any]) -> int:
    """Sends a photo and the visit with it, as a phone does; the status of the answer."""
    from django.test import Client

    from chuangcheng.core.testing import photo_upload
    from chuangcheng.orgs.models import Person

    client = Client()
    backend = "allauth.account.auth_backends.AuthenticationBackend"
    client.force_login(Person.objects.get(username=NAMES[1]), backend=backend)
    photos = client.post("/api/v1/visits/photos", {"photos": [photo_upload()]}).json()["ids"]
    body["answers"][2]["photo_ids"] = photos
    return client.post("/api/v1/visits", json.dumps(body), content_type="application/json").status_code


def counts() -> list[int]:
    """Visits, answers, photos of answers, checks, entries of the trail, events; and sites said to be visited."""
    from chuangcheng.core.models import AuditEntry
    from chuangcheng.inspections.models import Answer, AnswerPhoto, Assignment, Check, Visit

    trail = AuditEntry.objects.filter(action="inspections.submit_visit").count()
    visited = Assignment.objects.filter(visited_at__isnull=False).count()
    return [*(model.objects.count() for model in (Visit, Answer, AnswerPhoto, Check)), trail, visited]


def stop_halfway() -> None:
    """From now on the process tells when it is in the middle of a visit, and stays there."""
    from chuangcheng.inspections.services import visits

    def wait(*_facts: Any) -> None:
        print("halfway", flush=True)  # noqa: T201 - the test waits for it
        time.sleep(60)

    vars(visits)["write_checks"] = wait  # a place in the middle of the transaction


def main() -> None:
    """Does what is asked, and prints the answer as JSON."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "chuangcheng.config.settings")
    django.setup()
    act, given = sys.argv[1], sys.argv[2] if len(sys.argv) > 2 else ""
    if act == "half":
        stop_halfway()
    answer: Any = {"prepare": prepare, "counts": counts}.get(act, lambda: send(json.loads(given)))()
    print(json.dumps(answer))  # noqa: T201 - the test reads it


if __name__ == "__main__":
    main()
