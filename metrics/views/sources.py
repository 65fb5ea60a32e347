from django.http import Http404


def source_list(request, **kwargs):
    raise Http404


def source_page(request, **kwargs):
    raise Http404
