"""Cases: who passes each door."""

from __future__ import annotations

PAGES = """
cases:add_class             GET   O
cases:case                  GET   OSGIHLMND
cases:change_class          GET   O
cases:classes               GET   O
cases:export                GET   OSGIHLMND
cases:list                  GET   OSGIHLMNDT
cases:new                   GET   OSINT
"""

API = """
"""
