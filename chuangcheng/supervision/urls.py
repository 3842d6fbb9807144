from __future__ import annotations

from django.urls import URLPattern, path

from chuangcheng.supervision.views.escalations import acting, lists
from chuangcheng.supervision.views.orders import acting as order_acting
from chuangcheng.supervision.views.orders import lists as order_lists

app_name = "supervision"
urlpatterns: list[URLPattern] = [
    path("escalations/coming/", lists.coming, name="coming"),
    path("escalations/", lists.escalations, name="escalations"),
    path("escalations/<uuid:step_id>/", lists.escalation, name="escalation"),
    path("escalations/<uuid:step_id>/deeds/", acting.deed, name="deed"),
    path("escalations/<uuid:step_id>/undo/", acting.undo, name="undo"),
    path("settings/ladder/", acting.ladder, name="ladder"),
    path("orders/", order_lists.orders, name="orders"),
    path("orders/new/", order_acting.new_order, name="new_order"),
    path("orders/workbook/", order_lists.orders_excel, name="orders_workbook"),
    path("orders/<uuid:order_id>/", order_lists.order, name="order"),
    path("orders/<uuid:order_id>/files/<slug:kind>/", order_lists.order_file, name="order_file"),
    path("orders/<uuid:order_id>/<slug:move>/", order_acting.move, name="move_order"),
]
