from django.http import Http404


def fact_page(request, **kwargs):
    raise Http404


def target_page(request, **kwargs):
    raise Http404
