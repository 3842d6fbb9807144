"""Reads on special campaigns."""
