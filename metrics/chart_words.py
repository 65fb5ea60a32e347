"""A chart in words, for who does not see it."""

from django.utils.text import capfirst


def chart_in_words(chart: dict) -> str:
    """Return all that a chart shows in one paragraph, for who does not see it."""
    several = len(chart["series"]) > 1
    lines = [
        (f"{series['name']}: " if several else "") + "; ".join(map(_reading, series["points"]))
        for series in chart["series"]
    ]
    marks = [
        f"{each['label']}: {each['text']}"
        for name in ("targets", "disagreements", "empty_labels")
        for each in chart[name]
    ]
    marks += [each["text"] for name in ("breaks", "hatch") for each in chart[name] if each["text"]]
    sentences = [
        chart["title"],
        chart["area"],
        *lines,
        *([capfirst("; ".join(marks))] if marks else []),
    ]
    return " ".join(f"{sentence.rstrip('.')}." for sentence in sentences if sentence)


def _reading(point: dict) -> str:
    status = f" ({point['status_text']})" if point["status_text"] else ""
    return f"{point['label']}: {point['text']}{status}"
