"""Every page and API route of the product, read by people outside a hidden round: nothing changes when it takes place.

What an outsider reads is kept before the round is there, and read again when it has visits, photos and cases: word for
word the same, so that no name, id, number or count of it shows anywhere. After the release it does.
"""

from __future__ import annotations

import difflib
import io
import re
import zipfile
from typing import Any

import pytest
from django.test import Client

from chuangcheng.core.testing import deliver_events, run_all_jobs
from chuangcheng.inspections import services
from chuangcheng.inspections.models import Round
from chuangcheng.inspections.services import AnswerGiven
from chuangcheng.inspections.testing import Field, bring_to, make_field, make_round, make_visit, sent_photo
from chuangcheng.orgs.testing import Cast, actor_of, make_person
from tests.architecture.routes import api_routes, pages

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
TELLTALE = "暗访第七组"
PASSING = re.compile(
    r'csrf[a-zA-Z-]*"?(?: value)?[=:]\s*"[^"]+"'  # tokens
    r'|nonce="[^"]+"'
    r"|known=[^\"&<]+"
    r"|(?:name|id)=\"[a-z_]*id\"[^>]*>|value=\"[0-9a-f-]{36}\""  # ids that a form makes anew
    r"|\d{4}-\d\d-\d\dT[0-9:.+Z-]+|\d\d:\d\d(?::\d\d)?"  # the moment of asking
    r'|name="stamp" value="[^"]+"'  # of the residents' form, signed anew each time
    r'|"seal": "[^"]+"'  # of what a phone exports, signed anew
    r"|X-CSRFToken[^}]*"
)
LEAVING = ("logout", "sign_out", "health")


def signed_in(person: Any) -> Client:
    client = Client(raise_request_exception=False)
    client.force_login(person, backend=BACKEND)
    return client


def words_of(answer: Any) -> str:
    """What an answer says, workbooks unpacked."""
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    if content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as book:
            return "".join(book.read(name).decode(errors="replace") for name in sorted(book.namelist()))
    return str(content.decode(errors="replace"))


def everything(person: Any, things: dict[str, object]) -> dict[str, str]:
    """Address → what this person reads there, of every address that opens."""
    client, found = signed_in(person), {}
    doors = [*pages(), *(door for door, method in api_routes() if method == "GET")]
    for door in doors:
        if any(word in door.route for word in LEAVING):
            continue
        answer = client.get(door.at(things))
        if answer.status_code == 200:
            found[door.at(things)] = PASSING.sub("", words_of(answer))
    return found


@pytest.fixture
def field(cast: Cast) -> Field:
    """Two sites; the first has a released visit with a case, so that pages have something to tell."""
    made = make_field(cast, sites=2)
    open_round = make_round(cast, made, name="公开周检查")
    visit = make_visit(cast, made, open_round, litter={"faults": 1})
    services.open_cases_for_visit(actor=actor_of(cast.inspector), visit_id=visit.pk)
    bring_to(cast, open_round, "released")
    deliver_events()
    return made


def hidden_round(cast: Cast, field: Field) -> tuple[Round, list[str]]:
    """A mystery round with visits to both sites, a photo and cases; and every trace of it."""
    found = make_round(cast, field, kind="mystery", name=TELLTALE)
    photo = sent_photo(cast.inspector, shade=7)
    failed = AnswerGiven(0, {"faults": 3}, TELLTALE, (photo,))
    traces = [TELLTALE, str(found.pk), str(photo)]
    for site, changed in ((field.sites[0], {"litter": failed}), (field.sites[1], {"stalls": {"ok": False}})):
        visit = make_visit(cast, field, found, site=site, **changed)
        cases = services.open_cases_for_visit(actor=actor_of(cast.inspector), visit_id=visit.pk)
        traces += [str(visit.pk), *(str(case.pk) for case in cases), *(case.number for case in cases)]
    deliver_events()
    run_all_jobs()
    return found, traces


def things_of(cast: Cast, field: Field, found: Round | None = None) -> dict[str, object]:
    """Ids for the addresses; those of the hidden round once it is there."""
    known: dict[str, object] = {
        "site_id": field.sites[0].pk,
        "framework_id": field.framework.pk,
        "standard_id": field.standards["2.1"].pk,
        "unit_id": cast.lane.pk,
        "person_id": cast.inspector.pk,
        "type_id": field.sites[0].site_type_id,
    }
    visit = found.visits.first() if found is not None else None
    if found is not None and visit is not None:
        answer = visit.answers.exclude(case=None).get()
        known |= {"round_id": found.pk, "visit_id": visit.pk, "answer_id": answer.pk, "case_id": answer.case_id}
    return known


def _difference(address: str, before: str, after: str) -> tuple[str, list[str]]:
    lines = difflib.unified_diff(before.splitlines(), after.splitlines(), lineterm="", n=0)
    return address, [line[:200] for line in list(lines)[2:8]]


@pytest.mark.parametrize("who", ["leader", "east_liaison", "second inspector", "tester"])
def test_no_page_or_route_changes_for_an_outsider_until_the_release(cast: Cast, field: Field, who: str) -> None:
    others = {"second inspector": "inspector", "tester": "third_party"}
    person = make_person("outsider", unit=cast.office, role=others[who]) if who in others else getattr(cast, who)
    before = everything(person, things_of(cast, field))
    found, traces = hidden_round(cast, field)
    after = everything(person, things_of(cast, field, found))
    shown = {(address, trace) for address, words in after.items() for trace in traces if trace in words}
    assert not shown
    changed = [address for address, words in after.items() if before.get(address, words) != words]
    assert not [_difference(address, before[address], after[address]) for address in changed]
    assert set(after) <= set(before), "an address of the hidden round opened"


def test_released_round_is_read_by_the_unit_concerned(cast: Cast, field: Field) -> None:
    found, traces = hidden_round(cast, field)
    bring_to(cast, found, "released")
    deliver_events()
    run_all_jobs()
    after = everything(cast.east_liaison, things_of(cast, field, found))
    told = {trace for words in after.values() for trace in traces if trace in words}
    assert {TELLTALE, str(found.pk)} <= told
    assert any("/cases/" in address for address, words in after.items() if traces[4] in words)
