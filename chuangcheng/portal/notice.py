"""The notice of data use: which text was shown is kept with each report. A changed text gets a new version here."""

from __future__ import annotations

VERSION = "2026-12"
