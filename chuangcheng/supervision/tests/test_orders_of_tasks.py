"""An order about a task is drafted from the page of the task, and stands there."""

from __future__ import annotations

from chuangcheng.core.ids import new_id
from chuangcheng.orgs.testing import Cast, signed_in
from chuangcheng.supervision.models import SupervisionOrder
from chuangcheng.tasks.testing import begun_task


def test_the_page_of_a_task_leads_to_a_draft_and_back(cast: Cast) -> None:
    task, office = begun_task(cast), signed_in(cast.chief)
    page = f"/tasks/{task.pk}/"
    address = f"/orders/new/?task={task.pk}"
    assert address in office.get(page).content.decode()

    sent = {
        "order_id": str(new_id()),
        "unit": task.unit_id,
        "title": "抓紧",
        "grounds": "进度落后",
        "requirement": "三天内报",
    }
    answer = office.post(address, {**sent, "answer_days": 3})

    order = SupervisionOrder.objects.get()
    assert (answer.status_code, order.task_id) == (302, task.pk)
    assert f"/orders/{order.pk}/" in office.get(page).content.decode()


def test_who_does_not_issue_orders_is_offered_none(cast: Cast) -> None:
    task = begun_task(cast)
    assert "/orders/new/" not in signed_in(cast.liaison).get(f"/tasks/{task.pk}/").content.decode()
