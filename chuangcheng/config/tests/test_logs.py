from __future__ import annotations

import json
import logging

from chuangcheng.config.logs import JsonFormatter


def test_log_line_is_one_json_object_whatever_it_holds() -> None:
    error = ValueError("第一行\n第二行")
    record = logging.makeLogRecord({"msg": "出错\n了", "exc_info": (ValueError, error, None), "count": 3})
    line = JsonFormatter().format(record)
    assert "\n" not in line
    entry = json.loads(line)
    assert (entry["message"], entry["count"]) == ("出错\n了", 3)
    assert "第二行" in entry["exception"]
