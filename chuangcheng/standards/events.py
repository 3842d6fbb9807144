"""News of frameworks that higher contexts may want."""

from __future__ import annotations

EDITION_CARRIED_OVER = "standards.edition_carried_over"  # {"old", "new": framework ids, "standards": [[old, new] ids]}
