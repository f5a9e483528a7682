"""What the first screen before a session shows."""
