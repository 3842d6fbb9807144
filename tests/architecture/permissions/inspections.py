"""Rounds and visits: who passes each door."""

from __future__ import annotations

PAGES = """
inspections:rounds          GET   OSGIHLMNDT
inspections:new_round       GET   OS
inspections:round           GET   OSGIHLMNDT
inspections:my_visits       GET   OSIT
"""

API = """
"""
