from __future__ import annotations

from django.urls import path

from chuangcheng.workbench.views import board, home, search, settings
from chuangcheng.workbench.views import help as help_views

app_name = "workbench"
urlpatterns = [
    path("", home.home, name="home"),
    path("first-day/end/", home.end_first_day, name="end_first_day"),
    path("board/", board.board, name="board"),
    path("board/remind/", board.remind, name="board_remind"),
    path("board/urge/<slug:matter>/", board.urge, name="urge"),
    path("search/", search.search, name="search"),
    path("settings/", settings.settings, name="settings"),
    path("settings/values/<str:key>/", settings.setting, name="setting"),
    path("help/", help_views.help_page, name="help"),
]
