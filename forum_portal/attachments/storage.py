"""The folder of attached files: each lies under the hash of its content, and is never rewritten."""

import os
from pathlib import Path
from tempfile import NamedTemporaryFile

from django.core.files.storage import FileSystemStorage


class KeptFiles(FileSystemStorage):
    """Keeps a file once, however often it is uploaded; it is there whole or not at all.

    Nothing serves the folder: views do (`forum_portal.attachments.serving`).
    """

    def get_available_name(self, name, max_length=None):
        return name

    def url(self, name):
        raise ValueError("An attached file has the address of its page, not of the folder.")

    def _save(self, name, content):
        path = Path(self.path(name))
        if path.exists():
            return name
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        draft = NamedTemporaryFile(dir=path.parent, delete=False)  # noqa: SIM115 -- kept, renamed
        try:
            with draft:  # readable by us alone
                for chunk in content.chunks():
                    draft.write(chunk)
                draft.flush()
                os.fsync(draft.fileno())
            os.replace(draft.name, path)
        except OSError:
            Path(draft.name).unlink(missing_ok=True)
            raise
        return name
