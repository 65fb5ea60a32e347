"""What a reader finds in a file."""

import csv
import io


def body(response) -> str:
    """Return the text of a streamed file."""
    return b"".join(response.streaming_content).decode()


def rows(response) -> list[dict[str, str]]:
    """Return the rows of a CSV by the names of its columns."""
    text = body(response).removeprefix("\ufeff")
    return list(csv.DictReader(io.StringIO(text, newline="")))
