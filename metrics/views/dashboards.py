from django.http import Http404


def dashboard_list(request, **kwargs):
    raise Http404


def dashboard_page(request, **kwargs):
    raise Http404
