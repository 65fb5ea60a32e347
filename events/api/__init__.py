"""Forums and all that belongs to them in the JSON API."""
