"""The phone page with its manifest and service worker."""

from __future__ import annotations

import json
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.csrf import ensure_csrf_cookie
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_safe

from chuangcheng.core.web import page
from chuangcheng.field.assets import assets
from chuangcheng.field.chat_apps import chat_app_of
from chuangcheng.field.texts import TEXTS

LANGUAGES = (("zh-hans", "中文"), ("en", "English"))


@require_safe
def app(request: HttpRequest) -> HttpResponseBase:
    """The page: the same for everybody, with nobody's data in it. A chat program's browser is told the way out."""
    chat_app = chat_app_of(request.headers.get("User-Agent", ""))
    if chat_app is not None and "here" not in request.GET:
        return render(request, "field/open_in_browser.html", {"chat_app": chat_app})
    return _app(request)


@page()
@gzip_page
@ensure_csrf_cookie
def _app(request: HttpRequest) -> HttpResponse:
    found = assets()
    context = {
        "place_name": settings.PLACE_NAME,
        "stylesheet": found.first[0],
        "store": found.first[1],
        "modules": [address for address in found.first if address.endswith(".js") and "/vendor/" not in address],
        "main": found.first[2],
        # What a phone keeps of the page must not ask for the day each time: only who opens it from here does.
        "is_opened": request.headers.get("Sec-Fetch-Dest") == "document",
        "icons": static("field/icons.svg"),
        "texts": {key: str(text) for key, text in TEXTS.items()},
        "settings": _settings(),
        "language": "en" if (get_language() or "").startswith("en") else "zh-CN",
    }
    answer = render(request, "field/app.html", context)
    answer.headers["Cache-Control"] = "private, no-cache"
    return answer


@require_safe
@page()
def manifest(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 - Django's signature
    """What a phone needs to install the page."""
    icons = [
        {"src": static("icons/icon-192.png"), "sizes": "192x192", "type": "image/png"},
        {"src": static("icons/icon-512.png"), "sizes": "512x512", "type": "image/png"},
        {"src": static("icons/icon-maskable-512.png"), "sizes": "512x512", "type": "image/png", "purpose": "maskable"},
    ]
    told = {
        "id": reverse("field:app"),
        "name": _("创城外勤"),
        "short_name": _("创城外勤"),
        "lang": "zh-CN",
        "start_url": reverse("field:app"),
        "scope": reverse("field:app"),
        "display": "standalone",
        "orientation": "portrait",
        "theme_color": "#b3261e",
        "background_color": "#f5f4f1",
        "icons": icons,
    }
    return JsonResponse(told, content_type="application/manifest+json", json_dumps_params={"ensure_ascii": False})


@require_safe
@page()
def worker(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 - Django's signature
    """The service worker: what this installation's shell is made of, then the code."""
    found = assets()
    told = {
        "version": found.version,
        "shell": reverse("field:app"),
        "files": [*found.first, *found.second],
        "later": found.later,
    }
    code = f"self.FIELD = {json.dumps(told)};\nimportScripts({json.dumps(found.worker)});\n"
    answer = HttpResponse(code, content_type="text/javascript; charset=utf-8", status=HTTPStatus.OK)
    answer.headers["Cache-Control"] = "no-cache"
    return answer


def _settings() -> dict[str, Any]:
    return {
        "api": "/api/v1",
        "worker": reverse("field:worker"),
        "icons": static("field/icons.svg"),
        "screens": assets().second,
        "leaflet": static("vendor/leaflet/leaflet.js"),
        "leaflet_css": static("vendor/leaflet/leaflet.css"),
        "tiles": settings.MAP_TILES or "",
        "version": assets().version,
        "language": "en" if (get_language() or "").startswith("en") else "zh-hans",
        "languages": [{"code": code, "name": name} for code, name in LANGUAGES],
    }
