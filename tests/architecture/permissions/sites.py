"""Sites: who passes each door."""

from __future__ import annotations

PAGES = """
sites:export                GET   OSGIHLMNDT
sites:gaps                  GET   OSGIHLMNDT
sites:list                  GET   OSGIHLMNDT
sites:map_points            GET   OSGIHLMNDT
sites:new_site              GET   O
sites:edit_site             GET   O
sites:site                  GET   OSGIHLMNDT
sites:take_sample_checklists POST O
"""

API = """
"""
