"""Frameworks and duties: who passes each door."""

from __future__ import annotations

PAGES = """
standards:frameworks        GET   OSGIHLMNDT
standards:framework         GET   OSGIHLMNDT
standards:negative_list     GET   OSGIHLMNDT
standards:gaps              GET   OSGIHLMNDT
standards:standard          GET   OSGIHLMNDT
standards:site_types        GET   OSGIHLMNDT
"""

API = """
"""
