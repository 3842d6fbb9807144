"""A town's report, papers, API and notices: nothing of other towns' sites, nothing of a round that is not released."""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass, replace
from typing import Any

import pytest
from django.test import Client

from chuangcheng.cases import services as case_services
from chuangcheng.cases.models import Case
from chuangcheng.cases.services import Step
from chuangcheng.inspections import services
from chuangcheng.inspections.models import Round
from chuangcheng.inspections.services import AnswerGiven
from chuangcheng.inspections.testing import MARKET, Field, bring_to, make_field, make_round, make_visit, sent_photo
from chuangcheng.orgs.testing import Cast, actor_of, make_person, make_unit
from chuangcheng.sites.testing import make_site

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
NOTICES = "/api/v1/rectification-notices"


@dataclass
class Scene:
    """Two streets with a site each, three rounds, and the notices of one of them by unit."""

    town: Client  # the liaison officer of the far street
    office: Client
    before: Round
    seen: Round
    hidden: Round
    notices: dict[str, dict[str, Any]]
    secrets: list[str]


def client_of(person: Any) -> Client:
    client = Client()
    client.force_login(person, backend=BACKEND)
    return client


@pytest.fixture
def scene(cast: Cast) -> Scene:
    other, field = make_unit("别的街道", kind="street"), make_field(cast)
    near, far = field.sites[0], make_site("远处集贸市场", area=other, site_type=MARKET)
    near.name = "金水集贸市场"
    near.save(update_fields=["name"])
    wide = replace(field, sites=[near, far])
    before, seen, hidden = (make_round(cast, wide, name=name) for name in ("上次检查", "本次检查", "秘密暗访"))
    Round.objects.filter(pk=hidden.pk).update(is_hidden=True)
    for found in (before, seen, hidden):
        visit_all(cast, wide, found)
    for found in (before, seen):
        bring_to(cast, found, "released")
    for case in Case.objects.filter(is_held=False):
        lead = other if case.site_id == far.pk else cast.sanitation
        case_services.file_case(actor=actor_of(cast.chief), step=Step(case.pk))
        case_services.dispatch_case(actor=actor_of(cast.chief), step=Step(case.pk), lead_unit_id=lead.pk)
    office, person = client_of(cast.chief), make_person("beyond", unit=other, role="liaison")
    made = {row["unit"]: row for row in issued(office, seen).json()}
    foreign = made[cast.sanitation.name]["number"]
    secrets = [near.name, near.number, hidden.name, hidden.number, foreign]
    return Scene(client_of(person), office, before, seen, hidden, made, secrets)


def visit_all(cast: Cast, field: Field, found: Round) -> None:
    """A failed item with a photo at each site, and the case of it."""
    for at, site in enumerate(field.sites):
        litter = AnswerGiven(field.items["litter"].pk, {"faults": 3}, "", [sent_photo(cast.inspector, 40 + at)])
        visit = make_visit(cast, field, found, site=site, litter=litter)
        services.open_cases_for_visit(actor=actor_of(cast.inspector), visit_id=visit.pk)


def issued(office: Client, found: Round) -> Any:
    """The answer to asking for the notices of a round."""
    asked = {"source_kind": "inspections.round", "source_id": str(found.pk)}
    return office.post(NOTICES, asked, content_type="application/json")


def test_every_way_out_tells_a_town_its_own_part_only(scene: Scene) -> None:
    report, notice = f"/rounds/{scene.seen.pk}/report/", scene.notices["别的街道"]["id"]
    addresses = [report, f"{report}?base={scene.before.pk}", f"{report}?base={scene.hidden.pk}"]
    addresses += [f"{report}checks/", f"{report}checks/?class=暴露垃圾", f"{report}docx/", f"{report}xlsx/"]
    addresses += [f"/api/v1/rounds/{scene.seen.pk}/report{end}" for end in ("", "/docx", "/xlsx")]
    addresses += ["/cases/notices/", f"/cases/notices/?source={scene.seen.pk}", f"/cases/notices/{notice}/"]
    addresses += [f"/cases/notices/{notice}/docx/", NOTICES, f"{NOTICES}/{notice}/docx"]

    for address in addresses:
        words = told(scene.town, address)
        assert "别的街道" in words or "远处集贸市场" in words, address
        for secret in scene.secrets:
            assert secret not in words, (address, secret)


def test_report_of_an_unreleased_round_is_closed_to_a_town_and_gets_no_notices(scene: Scene) -> None:
    pages = [f"/rounds/{scene.hidden.pk}/report/{end}" for end in ("", "docx/", "xlsx/", "checks/")]
    pages += [f"/api/v1/rounds/{scene.hidden.pk}/report{end}" for end in ("", "/docx", "/xlsx")]

    assert {scene.town.get(address).status_code for address in pages} == {404}
    assert {scene.office.get(address).status_code for address in pages} == {200}
    assert issued(scene.office, scene.hidden).status_code == 404


def test_notice_of_another_unit_is_absent(scene: Scene) -> None:
    (foreign,) = [row["id"] for unit, row in scene.notices.items() if unit != "别的街道"]
    pages = [f"/cases/notices/{foreign}/", f"/cases/notices/{foreign}/docx/", f"{NOTICES}/{foreign}/pdf"]

    assert {scene.town.get(address).status_code for address in pages} == {404}


def told(client: Client, address: str) -> str:
    """All words of an answer: of a page, of JSON, of the parts of an office file."""
    answer: Any = client.get(address)
    assert answer.status_code == 200, address
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    if not content.startswith(b"PK"):
        return str(content.decode())
    archive = zipfile.ZipFile(io.BytesIO(content))
    return "".join(archive.read(name).decode() for name in archive.namelist() if name.endswith(".xml"))
