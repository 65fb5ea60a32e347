"""The editors' desk as tests use it: its addresses, what its forms take, what they answer."""

RELEASES = "/admin/metrics/release/"
FIGURES = "/admin/metrics/observation/"


def errors(response):
    """The errors of the page's form, field by field."""
    return dict(response.context["adminform"].form.errors)


def figure_form(**changes):
    """The fields of a new figure with one source; None leaves a field out."""
    values = {
        "release": "",
        "indicator": "",
        "area": "",
        "period": "2023",
        "kind": "observed",
        "instrument": "",
        "value": "90,7",
        "comparator": "eq",
        "obs_status": "A",
        "out_of": "",
        "numerator": "",
        "denominator": "",
        "comment": "",
        "comment_en": "",
        "citations-TOTAL_FORMS": 1,
        "citations-INITIAL_FORMS": 0,
        "citations-0-source": "",
        "citations-0-locator": "đoạn 8",
        "citations-0-printed": "90.7%",
        "citations-0-sentence": "Đạt 90.7%.",
        "citations-0-stance": "states",
        "citations-0-position": 1,
    } | changes
    return {name: value for name, value in values.items() if value is not None}


def without_citation(**changes):
    return figure_form(**{f"citations-0-{name}": "" for name in ("locator", "printed")}) | {
        "citations-TOTAL_FORMS": 0,
        **changes,
    }
