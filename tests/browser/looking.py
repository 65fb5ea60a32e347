"""What a page looks like to those who meet it with a screen reader or on a narrow phone."""

import os

WIDE, NARROW = 1280, 320  # 320 is a phone, or a wide screen at 400 % zoom


def shortcomings(page, axe, *widths: int, besides: tuple[str, ...] = ()) -> list[str]:
    """Return axe's violations on the open page at the first width, and its overflow at 320 px.

    With PORTAL_SOAK=1 axe looks at each width.

    Each is a line that begins with the page's address; rules named in `besides` do not count.
    """
    options = {
        "resultTypes": ["violations"],
        "rules": {name: {"enabled": False} for name in besides},
    }
    found = []
    page.wait_for_load_state()  # a click returns before the next page is there
    for width in widths if os.environ.get("PORTAL_SOAK") == "1" else widths[:1]:
        page.set_viewport_size({"width": width, "height": 800})
        response = axe.run(page, options=options).response
        found += [f"{page.url} {width} px: {each}" for each in _violations(response)]
    page.set_viewport_size({"width": NARROW, "height": 800})
    needed = _width_needed(page)
    return found + ([f"{page.url} needs {needed} px"] if needed > NARROW else [])


def _width_needed(page):
    """Return how wide the page is; a chart needs a moment to follow the window."""
    for _ in range(20):
        needed = page.evaluate("document.documentElement.scrollWidth")
        if needed <= NARROW:
            break
        page.wait_for_timeout(100)
    return needed


def _violations(response):
    for violation in response["violations"]:
        for node in violation["nodes"]:
            yield f"{violation['id']} at {node['target']}"
