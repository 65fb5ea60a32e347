"""A process of its own that works on an upload: it tells when it begins, so that it can be killed.

python -m tests.importing_pages.worker go_on 17
"""

import sys

import django


def main(task: str, pk: int) -> None:
    django.setup()
    from django.contrib import admin

    from forum_portal.database import patient
    from forum_portal.importing.confirming import confirm
    from forum_portal.importing.receiving import go_on
    from forum_portal.models import Upload

    admin.autodiscover()
    with patient():
        print("begins", flush=True)
        if task == "confirm":
            confirm(pk, Upload.objects.get(pk=pk).edition)
        else:
            go_on(pk)
    print("done", flush=True)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
