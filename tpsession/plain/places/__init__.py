"""What plain mode asks about the place where it hurts: from there to a routine, and what is logged."""
