from __future__ import annotations

from django.urls import include, path

from chuangcheng.portal.views import apps, changing, home, moderation, pictures, problems, progress, reporting, signs

app_name = "portal"
urlpatterns = [
    path("public/", home.home, name="home"),
    path("public/notice/", home.data_notice, name="notice"),
    path("public/report/", reporting.report, name="report"),
    path("public/effort/", reporting.effort, name="effort"),
    path("public/problems/", problems.problems, name="problems"),
    path("public/problems.geojson", problems.points, name="points"),
    path("public/outline.json", problems.outline, name="outline"),
    path("public/photos/<uuid:photo_id>/<int:size>/", pictures.photo, name="photo"),
    path("public/r/<str:token>/", progress.progress, name="progress"),
    path("public/r/<str:token>/code.svg", progress.code, name="code"),
    path("public/r/<str:token>/photos/<uuid:photo_id>/", pictures.own_photo, name="own_photo"),
    path("public/r/<str:token>/rate/", progress.rate_it, name="rate"),
    path("public/r/<str:token>/not-fixed/", progress.not_fixed, name="not_fixed"),
    path("public/r/<str:token>/correct/", changing.correct, name="correct"),
    path("public/r/<str:token>/erase/", changing.erase, name="erase"),
    path("public/r/<str:token>/withdraw/", changing.withdraw, name="withdraw_report"),
    path("moderation/", moderation.submissions, name="moderation"),
    path("moderation/<uuid:submission_id>/", moderation.submission, name="submission"),
    path("moderation/<uuid:submission_id>/decide/", moderation.decide_it, name="decide"),
    path("moderation/<uuid:submission_id>/photos/<uuid:original_id>/", moderation.photo, name="hide_faces"),
    path("moderation/<uuid:submission_id>/photos/<uuid:original_id>/withdraw/", moderation.withdraw, name="withdraw"),
    path("signs/", signs.sheet, name="signs"),
    path("settings/open311/", apps.keys, name="keys"),
    path("settings/open311/issue/", apps.issue, name="issue_key"),
    path("settings/open311/keys/<uuid:key_id>/revoke/", apps.revoke, name="revoke_key"),
    path("settings/open311/questions/", apps.questions, name="questions"),
    path("settings/open311/questions/add/", apps.add_question, name="add_question"),
    path("settings/open311/questions/<uuid:question_id>/", apps.change_question, name="change_question"),
    path("settings/open311/questions/<uuid:question_id>/remove/", apps.drop_question, name="remove_question"),
    path("", include("chuangcheng.portal.open311.urls")),
    path("signs/units/<int:unit_id>/", signs.unit_sheet, name="unit_signs"),
]
