from __future__ import annotations

import json
from typing import Any

from chuangcheng.core.ids import new_id
from chuangcheng.core.testing import photo_upload
from chuangcheng.core.times import today
from chuangcheng.evidence.testing import proof_standard
from chuangcheng.orgs.testing import Cast, signed_in

ROOT = "/api/v1/materials"


def call(person: Any, method: str, path: str, body: Any = None) -> Any:
    return signed_in(person).generic(method, f"{ROOT}{path}", body, content_type="application/json")


def test_material_goes_its_whole_way_over_the_api(cast: Cast) -> None:
    standard = proof_standard()
    facts = {"standard_id": standard.pk, "unit_id": cast.sanitation.pk, "title": "实景", "formats": ["picture"]}
    line = {"id": str(new_id()), **facts, "due_on": str(today()), "captions": ["place"]}
    made = call(cast.chief, "POST", "", json.dumps({"materials": [line]}))
    assert made.status_code == 201
    assert call(cast.chief, "POST", "", json.dumps({"materials": [line]})).json() == made.json()
    address = f"/{line['id']}"
    client = signed_in(cast.liaison)
    kept = client.post(f"{ROOT}{address}/files", {"files": [photo_upload("一.jpg")]})
    assert kept.status_code == 201
    token = kept.json()[0]["token"]
    piece = {"pieces": [{"token": token, "caption": {"place": "柳巷"}}]}
    brought = call(cast.liaison, "POST", f"{address}/pieces", json.dumps(piece)).json()
    assert brought["state"] == "to_review"
    piece_id = brought["pieces"][0]["id"]
    judged = {"pieces": [{"piece_id": piece_id, "verdict": "returned", "text": "糊", "marks": [[0, 0, 0.5, 0.5]]}]}
    returned = call(cast.chief, "POST", f"{address}/reviews", json.dumps(judged)).json()
    assert returned["pieces"][0]["marks"] == [[0, 0, 0.5, 0.5]]
    judged = {"pieces": [{"piece_id": piece_id, "verdict": "accepted"}]}
    accepted = call(cast.chief, "POST", f"{address}/reviews", json.dumps(judged)).json()
    assert (accepted["state"], accepted["accepted_count"]) == ("accepted", 1)
    assert [each["state"] for each in call(cast.liaison, "GET", "?state=accepted").json()] == ["accepted"]
    void = call(cast.chief, "POST", f"{address}/void", json.dumps({"reason": "不要了"})).json()
    assert void["state"] == "void"


def test_a_token_of_somebody_else_is_refused(cast: Cast) -> None:
    standard = proof_standard()
    line = {"id": str(new_id()), "standard_id": standard.pk, "unit_id": cast.sanitation.pk, "title": "实景"}
    call(cast.chief, "POST", "", json.dumps({"materials": [{**line, "due_on": str(today())}]}))
    answer = call(cast.liaison, "POST", f"/{line['id']}/pieces", json.dumps({"pieces": [{"token": "made-up"}]}))
    assert answer.status_code == 422
    assert "过期" in answer.json()["detail"]
