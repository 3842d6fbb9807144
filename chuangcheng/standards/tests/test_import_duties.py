"""The duty columns of a framework workbook, brought in again after the file or the product changed."""

from __future__ import annotations

import pytest

from chuangcheng.core.access import SYSTEM
from chuangcheng.core.times import today
from chuangcheng.orgs.testing import Cast
from chuangcheng.standards.models import Duty
from chuangcheng.standards.services import assign_duty, end_duty
from chuangcheng.standards.testing import standard_of
from chuangcheng.standards.tests.books import HEADER, ROWS, book, bring, counts, reasons, the_framework

pytestmark = pytest.mark.django_db

DUTIES = (*HEADER, "牵头单位", "责任单位", "配合单位")


def bring_duties(*units: str) -> tuple[int, int, int, int]:
    """Counts of an import of one standard with these cells of units."""
    return counts(bring(book((*ROWS[0], *units), header=DUTIES)))


def held() -> set[tuple[str, str]]:
    rows = Duty.objects.filter(ends_on__isnull=True).select_related("unit")
    return {(duty.unit.name, duty.kind) for duty in rows}


def test_empty_cell_does_not_mean_the_unit_above(cast: Cast) -> None:
    bring(book((*ROWS[0], "区城管局", "", ""), (*ROWS[1], "", "", ""), header=DUTIES))

    assert not standard_of(the_framework(), "1.2").duties.exists()


def test_unit_that_the_file_no_longer_names_goes(cast: Cast) -> None:
    bring_duties("区城管局", "东关街道", "")

    assert bring_duties("东关街道", "西苑街道", "") == (1, 0, 1, 0)
    assert held() == {("东关街道", "lead"), ("西苑街道", "responsible")}


def test_duty_given_in_the_product_stays(cast: Cast) -> None:
    bring_duties("区城管局", "", "")
    standard = standard_of(the_framework(), "1.1")
    assign_duty(actor=SYSTEM, standard_id=standard.pk, unit_id=cast.east.pk, kind="lead", starts_on=today())

    assert bring_duties("区城管局", "", "") == (1, 0, 0, 1)
    assert held() == {("东关街道", "lead")}


def test_other_lead_of_the_file_is_responsible_beside_the_one_named_in_the_product(cast: Cast) -> None:
    bring_duties("区城管局", "", "")
    standard = standard_of(the_framework(), "1.1")
    assign_duty(actor=SYSTEM, standard_id=standard.pk, unit_id=cast.east.pk, kind="lead", starts_on=today())

    bring_duties("西苑街道", "", "")

    assert held() == {("东关街道", "lead"), ("西苑街道", "responsible")}


def test_duty_ended_in_the_product_is_not_given_again(cast: Cast) -> None:
    bring_duties("区城管局", "东关街道", "")
    duty = Duty.objects.get(unit=cast.east)
    end_duty(actor=SYSTEM, duty_id=duty.pk, ends_on=today(), reason="分工调整")

    assert bring_duties("区城管局", "东关街道", "") == (1, 0, 0, 1)
    assert held() == {("区城管局", "lead")}


def test_second_lead_of_a_cell_is_responsible(cast: Cast) -> None:
    report = bring(book((*ROWS[0], "区城管局、东关街道", "西苑街道", ""), header=DUTIES))

    assert held() == {("区城管局", "lead"), ("东关街道", "responsible"), ("西苑街道", "responsible")}
    assert "牵头单位只取第一个，其余登记为责任单位。" in reasons(report)


def test_file_without_duty_columns_leaves_duties_alone(cast: Cast) -> None:
    bring_duties("区城管局", "", "")

    assert counts(bring(book((*ROWS[0][:4], 7, *ROWS[0][5:])))) == (1, 0, 1, 0)
    assert held() == {("区城管局", "lead")}
