"""Tests of what keeps the computer awake."""
