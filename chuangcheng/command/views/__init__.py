"""Pages of campaigns, visits and mock assessments."""
