"""Posts, delegations and secondments over the API."""

from __future__ import annotations

from django.http import HttpRequest
from ninja import Router, Status

from chuangcheng.core.web import actor_of
from chuangcheng.orgs import services
from chuangcheng.orgs.api import schemas
from chuangcheng.orgs.models import Delegation, Post, Secondment
from chuangcheng.orgs.services import PostFacts

router = Router()


@router.post("/posts", response={201: schemas.PostOut})
def give_post(request: HttpRequest, given: schemas.PostIn) -> Status[Post]:
    """Gives a person a post in a unit."""
    post = services.give_post(
        actor=actor_of(request), person_id=given.person_id, unit_id=given.unit_id, facts=_facts(given)
    )
    return Status(201, post)


@router.post("/posts/{int:post_id}/end", response=schemas.PostOut)
def end_post(request: HttpRequest, post_id: int, given: schemas.EndIn) -> Post:
    """Ends a post on a day."""
    return services.end_post(actor=actor_of(request), post_id=post_id, last_day=given.last_day, reason=given.reason)


@router.post("/posts/{int:post_id}/hand-over", response={201: schemas.PostOut})
def hand_over(request: HttpRequest, post_id: int, given: schemas.HandOverIn) -> Status[Post]:
    """Hands a post over; answers with the successor's."""
    return Status(201, services.hand_over(actor=actor_of(request), post_id=post_id, **given.dict()))


@router.post("/posts/{int:post_id}/handover-read", response=schemas.PostOut)
def read_handover(request: HttpRequest, post_id: int) -> Post:
    """The successor has read the note."""
    return services.read_handover(actor=actor_of(request), post_id=post_id)


@router.post("/delegations", response={201: schemas.DelegationOut})
def delegate(request: HttpRequest, given: schemas.DelegationIn) -> Status[Delegation]:
    """Somebody acts for another for a time."""
    return Status(201, services.delegate(actor=actor_of(request), **given.dict()))


@router.post("/delegations/{int:delegation_id}/end", response=schemas.DelegationOut)
def end_delegation(request: HttpRequest, delegation_id: int) -> Delegation:
    """Ends it now."""
    return services.end_delegation(actor=actor_of(request), delegation_id=delegation_id)


@router.post("/secondments", response={201: schemas.SecondmentOut})
def second_person(request: HttpRequest, given: schemas.SecondmentIn) -> Status[Secondment]:
    """Lends a person to another unit."""
    made = services.second_person(
        actor=actor_of(request),
        person_id=given.person_id,
        from_unit_id=given.from_unit_id,
        to_unit_id=given.to_unit_id,
        facts=_facts(given),
        reason=given.reason,
    )
    return Status(201, made)


@router.post("/secondments/{int:secondment_id}/end", response=schemas.SecondmentOut)
def end_secondment(request: HttpRequest, secondment_id: int, given: schemas.LastDayIn) -> Secondment:
    """The person goes back."""
    return services.end_secondment(actor=actor_of(request), secondment_id=secondment_id, last_day=given.last_day)


def _facts(given: schemas.PostFactsIn) -> PostFacts:
    return PostFacts(**given.dict(include={"starts_on", "ends_on", "duty", "role_id", "title"}))
