"""What a WSGI server serves: granian --interface wsgi forum_portal.wsgi:application."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "forum_portal.settings")
application = get_wsgi_application()
