"""How plain mode asks: every question explains itself, and is answered by words or by short keys."""
