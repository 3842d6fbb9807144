"""Writes of appraisals."""
