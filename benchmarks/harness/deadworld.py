"""Names for a queue of dead destinations: two receivers that work, and domains whose servers refuse or whose names fail."""
from .nameserver import A, MX, SERVFAIL

# All of them are spoken to on one port: delivery.port.
RATE_DOMAIN, RATE_HOST = "dst.test", "127.0.0.1"
PROBE_DOMAIN, PROBE_HOST = "probe.test", "127.0.0.3"
REFUSING_HOST = "127.0.0.2"
MIX = "half of them refuse the connection, a quarter gets SERVFAIL, a quarter no answer from the DNS"


def answer(name, kind):
    """For NameServer: dN.dead.test by N mod 4; each domain has an MX host of its own."""
    host = name.removeprefix("mx.")
    if host.endswith(".dead.test"):
        number = int(host[1:].split(".", 1)[0]) % 4
        if number == 2:
            return SERVFAIL
        if number == 3:
            return None
        address = REFUSING_HOST
    else:
        address = {RATE_DOMAIN: RATE_HOST, PROBE_DOMAIN: PROBE_HOST}.get(host)
    if address is None:
        return []
    if kind == MX and host == name:
        return "mx." + name
    return address if kind == A and host != name else []
