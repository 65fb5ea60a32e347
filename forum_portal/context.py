"""What every template knows."""


def portal(request):
    """Variables for every page."""
    return {}
