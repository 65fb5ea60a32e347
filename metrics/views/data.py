from django.http import Http404


def indicator_csv(request, **kwargs):
    raise Http404


def data_page(request, **kwargs):
    raise Http404


def observations_csv(request, **kwargs):
    raise Http404


def citations_csv(request, **kwargs):
    raise Http404
