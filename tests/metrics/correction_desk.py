"""A figure of an editor's organisation, and the pages that correct and withdraw it, for tests."""

from tests.desk import FIGURES
from tests.factories import SourceFactory, published_by, published_figure

NOTE = "Bản trước gõ thiếu số lẻ."


def a_figure(editor, **changes):
    """A public figure of 90,0 % whose indicator the editor's organisation answers for."""
    values = {
        "value": "90.0",
        "period": "2023",
        "indicator__name": "Hồ sơ trực tuyến",
        "indicator__slug": "ho-so-truc-tuyen",
        "indicator__responsible": editor.organisation,
        "area__name": "Hải Phòng",
        "area__code": "hai-phong",
    }
    return published_figure(**values | changes)


def correction(**changes):
    """The fields of a correction to 90,7 %, each as it is typed."""
    values = {
        "value": "90,7",
        "comparator": "eq",
        "obs_status": "A",
        "comment": "",
        "source": SourceFactory().pk,
        "locator": "đoạn 8",
        "printed": "90.7%",
        "sentence": "Đạt 90.7%.",
        "reason": "error_correction",
        "note": NOTE,
        "note_en": "",
    }
    return values | changes


def correct(client, figure, **changes):
    """Send the correction of a figure for approval."""
    return client.post(f"{FIGURES}{figure.pk}/correct/", correction(**changes))


def accept(observation):
    """Let somebody else approve and publish what was proposed; return the new version."""
    proposal = type(observation).objects.filter(release__state="in_review").get()
    published_by(proposal.release)
    return proposal


def errors(response):
    """Return the errors of the page's form, field by field."""
    return {name: list(texts) for name, texts in response.context["form"].errors.items()}
