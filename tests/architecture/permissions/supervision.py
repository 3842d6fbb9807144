"""Supervision: who passes each door."""

from __future__ import annotations

PAGES = """
supervision:steadiness           GET   OSGIHLMND
supervision:steadiness_workbook  GET   OSGIHLMND
"""

API = """
/steadiness                      GET   OSGIHLMND
"""
