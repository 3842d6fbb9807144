"""指挥: the campaigns for titles with their stages, the assessors' visits with the countdown to each, mock
assessments drawn as the assessors draw, and the meetings whose resolutions become tasks."""
