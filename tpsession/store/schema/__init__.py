"""The tables of the history: how they came to be, and how older ones become those of today."""
