from django.http import Http404


def release_list(request, **kwargs):
    raise Http404


def release_page(request, **kwargs):
    raise Http404
