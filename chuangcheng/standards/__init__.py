"""Frameworks (测评体系): items, contents, standards and parts, site types, negative list, and who answers for each."""
