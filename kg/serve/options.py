"""How a server is told to run: where it listens, who may ask, what it is called.

May know nothing of HTTP.
"""

import re
from dataclasses import dataclass, field
from ipaddress import ip_address
from typing import Final

from kg.errors import UsageError
from kg.limits import DEFAULTS, Limits

_AUTHORITY: Final = re.compile(r"(\[[0-9a-f:.]+\]|[a-z0-9._-]+)(?::[0-9]{1,5})?", re.IGNORECASE)
_ORIGIN: Final = re.compile(rf"[a-z][a-z0-9+.-]*://{_AUTHORITY.pattern}", re.IGNORECASE)


@dataclass(frozen=True)
class Options:
    """What ``kg serve`` was told.

    Attributes:
        host: address to listen on.
        port: port to listen on; 0 for any that is free.
        token: who asks must know it; empty where everybody may.
        base: where the world reaches this server, with a slash at the end; empty where that is
            wherever it listens.
        hosts: further names that a request may call this server by.
        origins: origins of web pages that may ask, such as ``https://yasgui.example``; ``*`` for
            those of any.
        log_values: whether the access log shows the values of parameters.
        limits: what a request may take.

    Raises:
        UsageError: it would be open to the network without a token, or one of them is malformed.
    """

    host: str = "127.0.0.1"
    port: int = 8000
    token: str = field(default="", repr=False)
    base: str = ""
    hosts: tuple[str, ...] = ()
    origins: tuple[str, ...] = ()
    log_values: bool = False
    limits: Limits = DEFAULTS

    def __post_init__(self) -> None:
        if not self.token and not is_loopback(self.host):
            raise UsageError(
                f"{self.host} can be reached from other machines, and there is no token",
                why="whoever reaches the endpoint could ask it anything",
                fix="put a token into a file and give --token-file FILE, or listen on 127.0.0.1",
            )
        for name in self.hosts:
            if host_of(name) != name.lower():
                raise UsageError(
                    f"{name!r} is no name of a server", fix="write it as in kg.example.org"
                )
        for origin in self.origins:
            if origin != "*" and not _ORIGIN.fullmatch(origin):
                raise UsageError(
                    f"{origin!r} is no origin", fix="write it as in https://yasgui.example.org"
                )
        if self.base:
            _check_base(self.base)


def _check_base(base: str) -> None:
    scheme, _, rest = base.partition("://")
    authority, slash, path = rest.partition("/")
    known = scheme in ("http", "https") and _AUTHORITY.fullmatch(authority) and slash
    if not known or set(path) & set("?#") or (path and not path.endswith("/")):
        raise UsageError(
            f"{base!r} is no address of a server", fix="write it as in https://kg.example.org/"
        )


def authority_of(url: str) -> str:
    """Return ``kg.example.org:80`` of ``http://kg.example.org:80/…``, and nothing of nothing."""
    return url.partition("://")[2].partition("/")[0]


def origin_of(url: str) -> str:
    """Return the origin of a URL, and nothing of nothing."""
    return f"{url.partition('://')[0]}://{authority_of(url)}".lower() if url else ""


def host_of(authority: str) -> str:
    """Return the name or the address of ``kg.example.org:80``; nothing where it is malformed."""
    found = _AUTHORITY.fullmatch(authority)
    if found:
        return found[1].strip("[]").rstrip(".").lower()
    # An IPv6 address as one listens on it.
    return authority.lower() if is_address(authority) else ""


def is_address(host: str) -> bool:
    """Return whether ``host`` is an IP address and no name."""
    try:
        ip_address(host)
    except ValueError:
        return False
    return True


def is_loopback(host: str) -> bool:
    """Return whether only this machine reaches ``host``."""
    if host == "localhost":
        return True
    try:
        return ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False
