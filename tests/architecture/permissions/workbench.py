"""Workbench: who passes each door."""

from __future__ import annotations

PAGES = """
workbench:help              GET   *
workbench:home              GET   *
workbench:search            GET   *
workbench:settings          GET   OYQ
"""

API = """
"""
