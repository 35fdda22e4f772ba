"""The servers to compare. Each class takes (folder, relay_port, accept_only) and relays all mail to 127.0.0.1:relay_port, or keeps
it when accept_only; takes mail from loopback without AUTH; writes its logs as its package sets it up.

A peer has: port (SMTP), pids (roots of its processes), close(). LABEL names its column, NOTE what a reader must know of it,
SHARE the part of COUNT that it gets, so that a cell of a slow one ends. prepare() fetches what it needs or raises packages.Missing.
"""
