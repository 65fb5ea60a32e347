"""The parameters by which an address names a picture."""

from urllib.parse import urlencode

AREA, FREQUENCY, FORM = "dia-ban", "tan-suat", "form"


def picture_query(area: str = "", frequency: str = "", form: str = "") -> str:
    """Return "?dia-ban=…&tan-suat=A&form=card"; what is empty is left out."""
    given = {AREA: area, FREQUENCY: frequency, FORM: form}
    query = urlencode({name: value for name, value in given.items() if value})
    return f"?{query}" if query else ""
