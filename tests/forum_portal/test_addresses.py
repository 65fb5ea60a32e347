from django.urls import reverse as django_reverse
from django.utils.translation import override

from forum_portal.addresses import reverse


def test_an_address_in_the_reader_s_language():
    said = []
    for language in ("vi", "en", "vi"):
        with override(language):
            said.append(reverse("metrics:indicator-page", args=["ho-so"]))

    assert said == ["/chi-so/ho-so/", "/en/chi-so/ho-so/", "/chi-so/ho-so/"]


def test_it_is_django_s_own_address():
    assert reverse("home") == django_reverse("home")
