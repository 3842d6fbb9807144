"""Reads on rewards, accountability and red and black lists."""
