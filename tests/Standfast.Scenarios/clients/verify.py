"""Verifies a file's DKIM signature with the key in DNS: verify.py FILE DNS_PORT; exit 0 when it holds."""
import sys

import dkim
import dns.resolver

resolver = dns.resolver.Resolver(configure=False)
resolver.nameservers, resolver.port = ["127.0.0.1"], int(sys.argv[2])


def text(name, timeout=5):
    answer = resolver.resolve(name.decode(), "TXT", lifetime=timeout)
    return b"".join(answer[0].strings)


with open(sys.argv[1], "rb") as file:
    message = file.read()
sys.exit(0 if dkim.verify(message, dnsfunc=text) else 1)
