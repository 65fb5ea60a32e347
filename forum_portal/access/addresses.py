"""From where a request comes: in full to slow guessing down, coarsely to be remembered."""

from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

from django.conf import settings
from django.http import HttpRequest

type Address = IPv4Address | IPv6Address


def client_address(request: HttpRequest) -> Address | None:
    """Return the address of who sends a request; None where nothing tells it.

    Behind a web server (PORTAL_ORIGIN is https) it is the last one in X-Forwarded-For: what stands
    before it, the reader's browser may have made up.
    """
    told = request.META.get("HTTP_X_FORWARDED_FOR", "").rpartition(",")[2]
    forwarded = _parsed(told.strip()) if settings.IS_HTTPS else None
    return forwarded or _parsed(request.META.get("REMOTE_ADDR", ""))


def subscriber(address: Address | None) -> str:
    """Return whom an address stands for: an IPv6 line has a whole /64 to send from."""
    return _network(address, 32, 64)


def neighbourhood(address: Address | None) -> str:
    """Return an address without its end, as its owner knows it again: "203.113.152.…"."""
    if address is None:
        return ""
    text = _network(address, 24, 48).partition("/")[0]
    if isinstance(address, IPv4Address):
        return f"{text.rpartition('.')[0]}.…"
    return f"{text.removesuffix('::')}:…"


def _parsed(text: str) -> Address | None:
    try:
        address = ip_address(text.partition("%")[0])
    except ValueError:
        return None
    return getattr(address, "ipv4_mapped", None) or address


def _network(address: Address | None, bits_of_4: int, bits_of_6: int) -> str:
    if address is None:
        return ""
    bits = bits_of_4 if isinstance(address, IPv4Address) else bits_of_6
    return str(ip_network(f"{address}/{bits}", strict=False))
