"""What plain mode asks before a session."""
