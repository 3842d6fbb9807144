"""Whatever the description allows, and much that it does not, is answered as the description says."""

from __future__ import annotations

from typing import Any
from xml.etree import ElementTree as ET

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from pytest_django.live_server_helper import LiveServer
from schemathesis import GenerationMode
from schemathesis.checks import (
    content_type_conformance,
    not_a_server_error,
    response_schema_conformance,
    status_code_conformance,
)

from chuangcheng.cases.testing import problem_class, report
from chuangcheng.orgs.testing import Cast
from chuangcheng.portal.testing import app_key, ask_question

pytestmark = pytest.mark.django_db(transaction=True)

EXAMPLES = 20  # of each address and kind: our choice
CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]
BOUNDED = settings(
    max_examples=EXAMPLES,
    derandomize=True,  # the same ones each time
    database=None,
    deadline=None,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)


@pytest.mark.parametrize("mode", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE])
def test_every_address_answers_as_described(mode: GenerationMode, live_server: LiveServer, cast: Cast) -> None:
    key, _row = app_key(cast, is_trusted=True)
    ask_question(cast, "BINS", "有几个桶？", datatype="number")
    report(cast, lon=114.1, lat=36.1, source="patrol")
    known = {"api_key": key, "service_code": problem_class().code}
    schema = schemathesis.openapi.from_url(f"{live_server.url}/open311/v2/openapi.json")
    asked = []

    def ask(case: Any) -> None:
        if isinstance(case.body, dict):
            case.body = {**case.body, **known}
        answer = case.call()
        case.validate_response(answer, checks=CHECKS)
        if "xml" in answer.headers["content-type"][0]:
            ET.fromstring(answer.content)  # noqa: S314 - our own
        asked.append((case.method, case.path))

    found: list[Any] = list(schema.get_all_operations())
    operations = [each.ok() for each in found]
    for operation in operations:
        BOUNDED(given(case=operation.as_strategy(generation_mode=mode))(ask))()
    assert len(set(asked)) == len(operations)
