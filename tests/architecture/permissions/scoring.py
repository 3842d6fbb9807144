"""Scores: who passes each door."""

from __future__ import annotations

PAGES = """
scoring:current             GET   OSGIHLMND
scoring:record_fact         GET   OM
scoring:sheet               GET   OSGIHLMND
scoring:standard            GET   OSGIHLMND
"""

API = """
"""
