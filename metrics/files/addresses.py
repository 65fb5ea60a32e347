"""How the address of a file ends: `<format:suffix>` in routes."""

from django.urls import register_converter
from django.urls.converters import StringConverter

from metrics.files.formats import FORMATS


class FormatConverter(StringConverter):
    """How a file's name ends."""

    regex = "|".join(each.replace(".", r"\.") for each in FORMATS)


register_converter(FormatConverter, "format")
