"""How a server is told to run: where it listens, who may ask, what it is called.

May know nothing of HTTP.
"""

from dataclasses import dataclass, field
from ipaddress import ip_address

from kg.errors import UsageError
from kg.limits import DEFAULTS, Limits
from kg.namespaces import BASE


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
        origins: origins of web pages that may ask, such as ``https://yasgui.example``.
        log_values: whether the access log shows the values of parameters.
        limits: what a request may take.

    Raises:
        UsageError: it would be open to the network without a token.
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


def is_loopback(host: str) -> bool:
    """Return whether only this machine reaches ``host``."""
    if host == "localhost":
        return True
    try:
        return ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def public_iri(iri: str, base: str) -> str:
    """Return where an IRI of ours is found on a server whose address is ``base``."""
    return base + iri.removeprefix(BASE) if iri.startswith(BASE) else iri
