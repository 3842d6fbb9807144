"""What the pages of campaigns, visits and mock assessments ask for."""
