"""Helpers of tests that need supervision, by what they are about."""
