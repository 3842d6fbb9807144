"""People and their accounts over the API."""

from __future__ import annotations

from typing import Any, cast

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.translation import gettext
from ninja import Query, Router, Schema, Status

from chuangcheng.core.access import Actor, require
from chuangcheng.core.times import today
from chuangcheng.core.web import actor_of, download
from chuangcheng.orgs import services
from chuangcheng.orgs.access import VIEW_UNITS, person_for
from chuangcheng.orgs.api import schemas
from chuangcheng.orgs.models import Person
from chuangcheng.orgs.queries import PeopleFilter, masked_phone, people_for, person_page
from chuangcheng.orgs.services import NewAccount, PersonFacts, PostFacts
from chuangcheng.orgs.workbooks import people_workbook

router = Router()
MOST_LISTED = 200  # people in one answer


class PeopleQuery(Schema):
    """What a list of people shows; what is not given does not matter."""

    q: str = ""  # name, log-in name or the whole phone number
    unit: schemas.Key | None = None  # with all below it
    role: schemas.Key | None = None
    duty: str = ""
    view: str = ""  # no_post, seconded, no_password, locked, inactive
    offset: schemas.Offset = 0
    limit: int = 50


@router.get("/people", response=schemas.PersonList)
def list_people(request: HttpRequest, asked: Query[PeopleQuery]) -> dict[str, Any]:
    """The visible people a page at a time, by name."""
    actor = actor_of(request)
    require(actor, VIEW_UNITS)
    chosen = _chosen(asked)
    offset, limit = max(0, asked.offset), max(1, min(asked.limit, MOST_LISTED))
    found = list(people_for(actor, chosen, today=today())[offset : offset + limit + 1])
    items = [{**shown(person), "present": cast("Any", person).present_posts} for person in found[:limit]]
    return {"items": items, "has_more": len(found) > limit}


@router.get("/people/workbook")
def get_people_workbook(request: HttpRequest, asked: Query[PeopleQuery]) -> HttpResponseBase:
    """The filtered people as an Excel workbook, phones masked."""
    content = people_workbook(actor=actor_of(request), chosen=_chosen(asked), today=today())
    return download(content, gettext("人员名册-%(day)s.xlsx") % {"day": today()})


@router.post("/people", response={201: schemas.AccountOut})
def create_person(request: HttpRequest, given: schemas.NewPersonIn) -> Status[dict[str, Any]]:
    """Enters a person; the answer has the first password, this once."""
    post = PostFacts(**given.post.dict()) if given.post else None
    account = services.create_person(actor=actor_of(request), facts=_facts(given), unit_id=given.unit_id, post=post)
    return Status(201, _account(account))


@router.post("/people/first-passwords", response=list[schemas.AccountOut])
def issue_first_passwords(request: HttpRequest) -> list[dict[str, Any]]:
    """First passwords for people who have none, at most 200 at once; they are told this once."""
    return [_account(account) for account in services.issue_first_passwords(actor=actor_of(request))]


@router.get("/people/{int:person_id}", response=schemas.PersonDetail)
def get_person(request: HttpRequest, person_id: int) -> dict[str, Any]:
    """One person with posts and delegations."""
    return _detail(actor_of(request), person_id)


@router.put("/people/{int:person_id}", response=schemas.PersonDetail)
def change_person(request: HttpRequest, person_id: int, given: schemas.PersonIn) -> dict[str, Any]:
    """Changes a person."""
    services.change_person(actor=actor_of(request), person_id=person_id, facts=_facts(given))
    return _detail(actor_of(request), person_id)


@router.post("/people/{int:person_id}/phone", response=schemas.PhoneOut)
def open_phone(request: HttpRequest, person_id: int) -> dict[str, str]:
    """The full number, which is kept on record."""
    return {"phone": services.open_phone(actor=actor_of(request), person_id=person_id)}


@router.post("/people/{int:person_id}/deactivate", response=schemas.PersonDetail)
def deactivate_person(request: HttpRequest, person_id: int, given: schemas.ReasonIn) -> dict[str, Any]:
    """Signs a person out for good."""
    services.deactivate_person(actor=actor_of(request), person_id=person_id, reason=given.reason)
    return _detail(actor_of(request), person_id)


@router.post("/people/{int:person_id}/reactivate", response=schemas.AccountOut)
def reactivate_person(request: HttpRequest, person_id: int) -> dict[str, Any]:
    """Brings a person back with a new first password."""
    return _account(services.reactivate_person(actor=actor_of(request), person_id=person_id))


@router.post("/people/{int:person_id}/reset-password", response=schemas.AccountOut)
def reset_password(request: HttpRequest, person_id: int) -> dict[str, Any]:
    """A new first password."""
    return _account(services.reset_password(actor=actor_of(request), person_id=person_id))


@router.post("/people/{int:person_id}/unlock", response=schemas.PersonDetail)
def unlock_account(request: HttpRequest, person_id: int) -> dict[str, Any]:
    """Forgets the failed sign-ins."""
    services.unlock_account(actor=actor_of(request), person_id=person_id)
    return _detail(actor_of(request), person_id)


@router.post("/people/{int:person_id}/remove-mfa", response=schemas.PersonDetail)
def remove_mfa(request: HttpRequest, person_id: int) -> dict[str, Any]:
    """Takes the second step away from somebody who has lost the phone."""
    services.remove_mfa(actor=actor_of(request), person_id=person_id)
    return _detail(actor_of(request), person_id)


def shown(person: Person) -> dict[str, Any]:
    """A person as the API shows them: the phone masked."""
    return {
        "id": person.pk,
        "username": person.username,
        "name": person.name,
        "phone": masked_phone(person),
        "email": person.email,
        "is_active": person.is_active,
        "last_login": person.last_login,
    }


def _chosen(asked: PeopleQuery) -> PeopleFilter:
    return PeopleFilter(words=asked.q, unit_id=asked.unit, role_id=asked.role, duty=asked.duty, view=asked.view)


def _facts(given: schemas.PersonIn) -> PersonFacts:
    return PersonFacts(**given.dict(include={"username", "name", "phone", "email"}))


def _account(account: NewAccount) -> dict[str, Any]:
    person = account.person
    return {"person_id": person.pk, "username": person.username, "first_password": account.password}


def _detail(actor: Actor, person_id: int) -> dict[str, Any]:
    page = person_page(person_for(actor, person_id), today=today())
    return {
        "person": shown(page.person),
        "present": page.present,
        "before": page.before,
        "given": page.given,
        "held": page.held,
        "secondments": page.secondments,
        "is_locked": page.is_locked,
        "has_password": page.has_password,
        "must_change_password": page.person.must_change_password,
    }
