"""Root addresses: each context brings its own; this file only hangs them in."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

from chuangcheng.config.api import api

urlpatterns: list[URLPattern | URLResolver] = [
    path("accounts/", include("chuangcheng.orgs.account_urls")),
    path("i18n/", include("django.conf.urls.i18n")),
    path("api/v1/", api.urls),
    path("", include("chuangcheng.core.urls")),
    path("imports/", include("chuangcheng.core.imports.urls")),
    path("", include("chuangcheng.orgs.urls")),
    path("", include("chuangcheng.standards.urls")),
    path("", include("chuangcheng.sites.urls")),
    path("", include("chuangcheng.inspections.urls")),
    path("", include("chuangcheng.intake.urls")),
    path("", include("chuangcheng.cases.urls")),
    path("", include("chuangcheng.tasks.urls")),
    path("", include("chuangcheng.evidence.urls")),
    path("", include("chuangcheng.scoring.urls")),
    path("", include("chuangcheng.supervision.urls")),
    path("", include("chuangcheng.command.urls")),
    path("", include("chuangcheng.field.urls")),
    path("", include("chuangcheng.portal.urls")),
    path("", include("chuangcheng.reports.urls")),
    path("", include("chuangcheng.workbench.urls")),
]
