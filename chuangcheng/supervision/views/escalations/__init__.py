"""Pages of escalation."""
