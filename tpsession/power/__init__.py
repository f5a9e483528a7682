"""Keeps the computer awake during a session, on each operating system."""
