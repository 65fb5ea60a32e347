"""What every part of the JSON API has in common; its resources stand in metrics.api, events.api."""
