"""The addresses of GeoReport v2."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, JsonResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from chuangcheng.cases.queries import classes_in_use
from chuangcheng.core import files
from chuangcheng.core.times import local_date, now
from chuangcheng.intake.queries import report_by_token
from chuangcheng.portal.addresses import public_address
from chuangcheng.portal.models import AppKey, AppRequest
from chuangcheng.portal.open311 import asking, items, queries, sending
from chuangcheng.portal.open311.faults import Fault, KeyRefused, NotThere
from chuangcheng.portal.open311.forms import MOST_ID, MOST_TEXT, request_sent
from chuangcheng.portal.open311.frame import endpoint, sent_by
from chuangcheng.portal.open311.items import BATCH, REALTIME, Item
from chuangcheng.portal.open311.openapi import description
from chuangcheng.portal.open311.places import jurisdiction_of
from chuangcheng.portal.policies import APP_CONTACT
from chuangcheng.portal.queries import texts_of
from chuangcheng.portal.queries.problems import state_words
from chuangcheng.portal.services.reporting import MOST_PHOTOS

if TYPE_CHECKING:
    from chuangcheng.cases.models import Case

SPECIFICATION = "http://wiki.open311.org/GeoReport_v2"
CHANGED = "2026-11-27T00:00:00+08:00"  # when these addresses last changed their ways
PICTURE_SIZE = 1600
MOST_STATUS, MOST_STARS = 30, 5


def show_discovery(request: HttpRequest) -> Item:
    """Where the services are, and whom to ask for a key."""
    told = APP_CONTACT.on(local_date(now()))
    contact = told or _("%(place)s创城办") % {"place": settings.PLACE_NAME}
    endpoint_told = {
        "specification": SPECIFICATION,
        "url": public_address(request, reverse("portal:open311")).rstrip("/"),
        "changeset": CHANGED,
        "type": "production",
        "formats": ["text/xml", "application/json"],
    }
    key_service = _("接口密钥请向%(contact)s申请，只看公开信息不用密钥。") % {"contact": contact}
    return {"changeset": CHANGED, "contact": contact, "key_service": key_service, "endpoints": [endpoint_told]}


def list_services(request: HttpRequest) -> list[Item]:
    """Every class of problems that may be reported."""
    jurisdiction_of(request.GET.dict(), on=local_date(now()))
    key, classes = _key_of_reader(request), classes_in_use()
    asked = queries.questions_of([each.pk for each in classes])
    kind = REALTIME if key is not None and key.is_trusted else BATCH
    return [items.service(each, has_questions=each.pk in asked, kind=kind) for each in classes]


def show_service(request: HttpRequest, service_code: str) -> Item:
    """What is asked besides for one of them."""
    jurisdiction_of(request.GET.dict(), on=local_date(now()))
    found = next((each for each in classes_in_use() if each.code == service_code), None)
    if found is None:
        raise NotThere(_("没有编号为“%(code)s”的问题类别，请从services取得。") % {"code": service_code[:40]})
    return items.definition(found.code, queries.questions_of([found.pk]).get(found.pk, []))


def list_requests(request: HttpRequest) -> list[Item]:
    """The public problems that are asked for; named by their ids, nothing else matters."""
    given, at = request.GET, now()
    jurisdiction_of(given.dict(), on=local_date(at))
    named = asking.several(given, "service_request_id")
    if named:
        return _named(request, named, at)
    return _shown(request, queries.public_requests(_wanted(request, at), now=at))


def show_request(request: HttpRequest, request_id: str) -> list[Item]:
    """One public problem, or what the app that asks sent itself."""
    at = now()
    jurisdiction_of(request.GET.dict(), on=local_date(at))
    return _named(request, [request_id], at)


def send_request(request: HttpRequest) -> list[Item]:
    """A report of somebody who uses the app."""
    given, at = sent_by(request), now()
    key = _key_of_sender(given, at)
    client_id = request.headers.get("Idempotency-Key", "").strip()[:MOST_ID]
    checked = request_sent(given, client_id=client_id)
    stored = files.photos_from_request(request, "media", at_most=MOST_PHOTOS)
    sent = request_sent(given, client_id=client_id, photo_ids=[each.pk for each in stored]) if stored else checked
    return [_receipt(request, sending.send_request(key=key, sent=sent, now=at))]


def show_token(request: HttpRequest, token: str) -> list[Item]:
    """The id that a token stands for, once there is one."""
    jurisdiction_of(request.GET.dict(), on=local_date(now()))
    found = queries.request_of_token(token)
    if found is None:
        raise NotThere(_("没有这个token，请核对。"))
    request_id = items.request_id_of(found)
    return [{"service_request_id": str(request_id) if request_id is not None else None, "token": token}]


def list_updates(request: HttpRequest) -> list[Item]:
    """What happened to public problems, oldest first."""
    given, at = request.GET, now()
    jurisdiction_of(given.dict(), on=local_date(at))
    ids = _ids(asking.several(given, "service_request_id"))
    span = asking.span(given.dict(), "start_date", "end_date", now=at)
    steps = queries.steps_shown(span=span, now=at, rows=asking.page(given.dict()), case_ids=ids)
    pictures = queries.pictures_of({case_id for _pk, case_id, _state, _at in steps})
    return [
        items.update(step, state_words(step[2]), _after(request, pictures, step[1]) if step[2] == "closed" else None)
        for step in steps
    ]


def send_update(request: HttpRequest) -> list[Item]:
    """A word on a request that the app sent."""
    given, at = sent_by(request), now()
    key = _key_of_sender(given, at)
    word = _word(given)
    stored = files.photos_from_request(request, "media", at_most=MOST_PHOTOS)
    photo_ids = [each.pk for each in stored]
    sent = sending.WordSent(**word, photo_ids=photo_ids)
    return [{"update_id": str(sending.send_word(key=key, sent=sent, now=at))}]


def nothing_here(request: HttpRequest, rest: str) -> Item:  # noqa: ARG001 - the signature of endpoints
    """Any other address."""
    raise NotThere(_("没有这个地址，请从discovery开始。"))


@require_safe
def openapi(request: HttpRequest) -> JsonResponse:
    """These addresses as OpenAPI describes them."""
    address = public_address(request, reverse("portal:open311")).rstrip("/")
    headers = {"Access-Control-Allow-Origin": "*", "Cache-Control": "public, max-age=3600"}
    return JsonResponse(description(address), json_dumps_params={"ensure_ascii": False}, headers=headers)


discovery = endpoint("discovery", GET=show_discovery)
services = endpoint("services", GET=list_services)
service = endpoint("service_definition", GET=show_service)
requests = endpoint("service_requests", GET=list_requests, POST=send_request)
one_request = endpoint("service_requests", GET=show_request)
token = endpoint("service_requests", GET=show_token)
updates = endpoint("service_request_updates", GET=list_updates, POST=send_update)
elsewhere = endpoint("errors", GET=nothing_here, POST=nothing_here)


def _key_of_reader(request: HttpRequest) -> AppKey | None:
    written = asking.text(request.GET.dict(), "api_key")
    return queries.key_in_use(written) if written else None


def _key_of_sender(given: Mapping[str, str], at: datetime) -> AppKey:
    key = queries.key_in_use(asking.text(given, "api_key"))
    place = jurisdiction_of(given, on=local_date(at))
    if key.jurisdiction and place and key.jurisdiction != place:
        raise KeyRefused(_("这个接口密钥不用于辖区“%(code)s”。") % {"code": place})
    return key


def _wanted(request: HttpRequest, at: datetime) -> queries.Wanted:
    given = request.GET
    plain = given.dict()
    updated = None
    if asking.text(plain, "updated_after") or asking.text(plain, "updated_before"):
        updated = asking.span(plain, "updated_after", "updated_before", now=at)
    asks_requested = asking.text(plain, "start_date") or asking.text(plain, "end_date") or updated is None
    return queries.Wanted(
        requested=asking.span(plain, "start_date", "end_date", now=at) if asks_requested else None,
        updated=updated,
        codes=asking.several(given, "service_code"),
        statuses=asking.statuses(given),
        circle=asking.circle(plain),
        words=asking.text(plain, "q"),
        rows=asking.page(plain),
    )


def _named(request: HttpRequest, named: Sequence[str], at: datetime) -> list[Item]:
    ids = _ids(named)
    found = _shown(request, queries.requests_named(ids, now=at)) if ids else []
    key = _key_of_reader(request)
    if key is not None:
        told = {item["service_request_id"] for item in found}
        own = [_own(each, at) for each in queries.own_requests(key, ids)]
        found += [item for item in own if item["service_request_id"] not in told]
    if not found:
        raise NotThere(_("没有找到这个编号的公开问题；还在审核的，请带上提交时的api_key查询。"))
    return found


def _own(sent: AppRequest, at: datetime) -> Item:
    return items.own_request(sent, report_by_token(token=sent.submission.report.token, now=at))


def _shown(request: HttpRequest, cases: Sequence[Case]) -> list[Item]:
    ids = [case.pk for case in cases]
    pictures = queries.pictures_of(ids)
    addresses = {pk: _picture(request, sides.get("before") or sides["after"]) for pk, sides in pictures.items()}
    shown = items.Shown(texts_of(ids), addresses)
    return [items.request(case, shown) for case in cases]


def _after(request: HttpRequest, pictures: Mapping[UUID, Mapping[str, UUID]], case_id: UUID) -> str | None:
    after = pictures.get(case_id, {}).get("after")
    return _picture(request, after) if after is not None else None


def _picture(request: HttpRequest, photo_id: UUID) -> str:
    return public_address(request, reverse("portal:photo", args=[photo_id, PICTURE_SIZE]))


def _receipt(request: HttpRequest, sent: AppRequest) -> Item:
    """An id, or a token while a moderator has not looked at it; never both."""
    request_id, report = items.request_id_of(sent), sent.submission.report
    page = public_address(request, reverse("portal:progress", args=[report.token]))
    if request_id is not None:
        notice = _("已受理，编号%(number)s，可在%(page)s查看进展。") % {"number": report.number, "page": page}
        return {"service_request_id": str(request_id), "service_notice": notice, "account_id": None}
    notice = _("已收到，编号%(number)s，审核后受理；可在%(page)s查看进展。") % {"number": report.number, "page": page}
    return {"token": report.token, "service_notice": notice, "account_id": None}


def _word(given: Mapping[str, str]) -> dict[str, Any]:
    update_id, written = asking.text(given, "update_id", most=MOST_ID), asking.text(given, "service_request_id")
    request_id, stars = asking.request_id(written), asking.text(given, "rating")
    if not update_id or not written:
        raise Fault(_("请写明“update_id”和“service_request_id”。"))
    if request_id is None:
        raise NotThere(_("没有找到这件反映，只能补充本应用提交的反映。"))
    if stars and stars not in {str(number) for number in range(1, MOST_STARS + 1)}:
        raise Fault(_("参数“rating”应为1至5的整数。"))
    return {
        "update_id": update_id,
        "request_id": request_id,
        "text": asking.text(given, "description", most=MOST_TEXT),
        "status": asking.text(given, "status", most=MOST_STATUS).casefold(),
        "stars": int(stars) if stars else None,
    }


def _ids(named: Collection[str]) -> list[UUID]:
    return [found for each in named if (found := asking.request_id(each)) is not None]
