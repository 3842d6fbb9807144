"""Core: records, calendar, jobs, notices, imports: who passes each door."""

from __future__ import annotations

PAGES = """
core:audit                  GET   A
core:calendar               GET   OY
core:change_day             POST  OY
core:close_year             POST  OY
core:export_audit           POST  A
core:forget_day             POST  OY
core:jobs                   GET   Y
core:notices                GET   *
core:read_notices           POST  *
core:reopen_year            POST  OY
core:verify_audit           POST  A
"""

API = """
"""
