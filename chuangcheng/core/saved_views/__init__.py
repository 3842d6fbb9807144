"""Filters kept under a name, one's own and shared ones, and the columns that a person wants on a list page."""

from chuangcheng.core.saved_views.pages import Column, ListPage, list_pages
from chuangcheng.core.saved_views.queries import SavedViews, chosen_names, saved_views
from chuangcheng.core.saved_views.services import choose_columns, forget_view, save_view

__all__ = [
    "Column",
    "ListPage",
    "SavedViews",
    "choose_columns",
    "chosen_names",
    "forget_view",
    "list_pages",
    "save_view",
    "saved_views",
]
