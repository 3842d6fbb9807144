"""What the screens of sites do besides the register itself, over the API: grid, order of items, outlines, workbook."""

from __future__ import annotations

import io
from typing import Any

from django.db import connection
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from chuangcheng.core.access import SYSTEM
from chuangcheng.core.crypto import encrypt
from chuangcheng.core.models import AuditEntry
from chuangcheng.orgs.models import Unit
from chuangcheng.orgs.testing import Cast, signed_in
from chuangcheng.sites.models import ChecklistItem, GridCell
from chuangcheng.sites.testing import make_item, make_site, make_site_type
from chuangcheng.sites.tests.test_api import SITES, post
from chuangcheng.standards.services import load_sample

GRID = "/api/v1/grid-cells"
SQUARE = {"type": "Polygon", "coordinates": [[[114, 36], [115, 36], [115, 37], [114, 37], [114, 36]]]}


def test_the_grid_is_kept(cast: Cast) -> None:
    chief = signed_in(cast.chief)
    given: dict[str, Any] = {"code": "G-1", "name": "一格", "unit_id": cast.lane.pk, "keeper_id": cast.keeper.pk}
    made = post(chief, GRID, {**given, "boundary": SQUARE}, 201)
    assert (made["unit"], made["keeper"], made["boundary"]["type"]) == ("柳巷社区", "向巷长", "Polygon")
    post(chief, GRID, given, 422)
    post(chief, GRID, {**given, "code": "G-2", "boundary": {"type": "Point", "coordinates": [1, 2]}}, 422)
    make_site("柳巷", area=cast.lane, grid_cell_id=made["id"])
    line = signed_in(cast.east_liaison).get(GRID).json()["items"][0]
    assert (line["site_count"], line["has_boundary"]) == (1, True)
    changed = chief.put(f"{GRID}/{made['id']}", {**given, "name": "柳巷一格"}, content_type="application/json").json()
    assert (changed["name"], changed["boundary"]) == ("柳巷一格", None)
    assert signed_in(cast.west_liaison).get(f"{GRID}/{made['id']}").status_code == 404
    assert signed_in(cast.west_liaison).get(GRID).json() == {"items": [], "next": ""}


def test_the_grid_costs_the_same_queries_for_3_and_30_cells(cast: Cast) -> None:
    chief, measured = signed_in(cast.chief), []
    for many in (3, 30):
        GridCell.objects.bulk_create(
            GridCell(code=f"{many}-{n}", name=f"{n}格", unit=cast.lane, keeper=cast.keeper) for n in range(many)
        )
        with CaptureQueriesContext(connection) as queries:
            assert chief.get(GRID).status_code == 200
        measured.append(len(queries))
    assert measured[0] == measured[1]


def test_an_item_moves_before_another_and_to_the_end(cast: Cast) -> None:
    lane = make_site_type()
    first, second, third = (make_item(lane, code) for code in ("1", "2", "3"))
    chief = signed_in(cast.chief)

    def order() -> list[str]:
        return list(ChecklistItem.objects.order_by("order").values_list("code", flat=True))

    post(chief, f"/api/v1/checklist-items/{third.pk}/move", {"before_id": first.pk}, 204)
    assert order() == ["3", "1", "2"]
    post(chief, f"/api/v1/checklist-items/{third.pk}/move", {"before_id": None}, 204)
    assert order() == ["1", "2", "3"]
    post(chief, f"/api/v1/checklist-items/{second.pk}/move", {"before_id": 987_654}, 422)


def test_the_sample_checklists_are_taken_over_once(cast: Cast) -> None:
    chief, address = signed_in(cast.chief), "/api/v1/site-types/checklists/sample"
    post(chief, address, {}, 422)
    load_sample(actor=SYSTEM)
    loaded = post(chief, address, {})
    assert loaded["items"] > 100 < loaded["links"]
    assert post(chief, address, {}) == {"items": 0, "links": 0}


def test_positions_of_four_systems_come_out_in_wgs84(cast: Cast) -> None:
    chief = signed_in(cast.chief)

    def converted(**asked: str) -> tuple[float, float]:
        found = chief.get(f"{SITES}/position", asked).json()
        return round(found["lon"], 4), round(found["lat"], 4)

    assert converted(position="116.41662724,39.92269955", system="bd09") == (116.4040, 39.9150)
    assert converted(position="116.41024449,39.91640428", system="gcj02") == (116.4040, 39.9150)
    assert converted(position="116.404,39.915", system="cgcs2000") == (116.4040, 39.9150)
    assert converted(position="116.404,39.915") == (116.4040, 39.9150)
    assert chief.get(f"{SITES}/position", {"position": "别处"}).status_code == 422


def test_outlines_workbook_and_phone(cast: Cast) -> None:
    Unit.objects.filter(pk=cast.east.pk).update(boundary=SQUARE)
    site = make_site("柳巷", area=cast.lane, contact_phone_encrypted=encrypt("13800000001"))
    chief = signed_in(cast.chief)
    outlines = chief.get(f"{SITES}/boundaries").json()["features"]
    assert [row["properties"]["name"] for row in outlines] == ["东关街道"]
    answer = chief.get(f"{SITES}/workbook", {"q": "柳巷"})
    book = load_workbook(io.BytesIO(answer.getvalue()))
    assert "柳巷" in [cell.value for row in book.worksheets[0].rows for cell in row]
    assert post(chief, f"{SITES}/{site.pk}/phone", {}) == {"phone": "13800000001", "note": ""}
    assert AuditEntry.objects.filter(action="sites.open_phone").count() == 1
