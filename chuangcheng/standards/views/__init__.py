"""Pages of frameworks, standards, site types and responsibilities."""
