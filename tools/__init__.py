"""Developers' own checks: import contracts, key directions, sizes, messages, vendored files, the mission table."""
