"""The figures in the JSON API, and what they hang from."""
