from __future__ import annotations

from django.urls import path, register_converter
from django.urls.converters import StringConverter

from chuangcheng.portal.open311 import views


class AnythingConverter(StringConverter):
    """Any characters, ends of lines and slashes too, so that every address is answered in a format of ours."""

    regex = "(?s:.+)"


register_converter(AnythingConverter, "anything")

ROOT = "open311/v2/"
# Without an ending the header `Accept` says which format.
urlpatterns = [
    path(ROOT, views.discovery, name="open311"),
    path(f"{ROOT}openapi.json", views.openapi, name="open311_openapi"),
    path(f"{ROOT}discovery.<str:wire_format>", views.discovery, name="open311_discovery"),
    path(f"{ROOT}services.<str:wire_format>", views.services, name="open311_services"),
    path(f"{ROOT}services", views.services, name="open311_services_bare"),
    path(f"{ROOT}services/<anything:service_code>.<str:wire_format>", views.service, name="open311_service"),
    path(f"{ROOT}requests.<str:wire_format>", views.requests, name="open311_requests"),
    path(f"{ROOT}requests", views.requests, name="open311_requests_bare"),
    path(f"{ROOT}requests/<str:request_id>.<str:wire_format>", views.one_request, name="open311_request"),
    path(f"{ROOT}requests/<str:request_id>", views.one_request, name="open311_request_bare"),
    path(f"{ROOT}tokens/<str:token>.<str:wire_format>", views.token, name="open311_token"),
    path(f"{ROOT}servicerequestupdates.<str:wire_format>", views.updates, name="open311_updates"),
    path(f"{ROOT}servicerequestupdates", views.updates, name="open311_updates_bare"),
    path(f"{ROOT}<anything:rest>.<str:wire_format>", views.elsewhere, name="open311_elsewhere"),
    path(f"{ROOT}<anything:rest>", views.elsewhere, name="open311_elsewhere_bare"),
]
