"""The same number everywhere: each surface is read as its user reads it, and held to the record."""
