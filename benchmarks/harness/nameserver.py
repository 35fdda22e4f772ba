"""A name server on loopback for benchmarks: answers, fails or keeps silent as a function of the name says."""
import multiprocessing
import socket
import struct

A, MX, SERVFAIL = 1, 15, 2


class NameServer:
    """
    answer(name, type) gives an address or an MX host as text, [] for no data, SERVFAIL, or None to keep silent. It is a process
    of its own: in a thread it would keep the interpreter from those who measure.
    """

    def __init__(self, answer):
        self._answer = answer
        self._socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4 << 20)
        self._socket.bind(("127.0.0.1", 0))
        self.port = self._socket.getsockname()[1]
        self._process = multiprocessing.get_context("fork").Process(target=self._run, daemon=True)
        self._process.start()
        self._socket.close()

    def close(self):
        self._process.kill()
        self._process.join()

    def _run(self):
        while True:
            try:
                query, peer = self._socket.recvfrom(4096)
                reply = self._reply(query)
                if reply:
                    self._socket.sendto(reply, peer)
            except OSError:
                return

    def _reply(self, query):
        end = query.index(0, 12)
        labels, at = [], 12
        while at < end:
            labels.append(query[at + 1:at + 1 + query[at]].decode())
            at += 1 + query[at]
        question = query[12:end + 5]
        kind = struct.unpack("!H", query[end + 1:end + 3])[0]
        answer = self._answer(".".join(labels).lower(), kind)
        if answer is None:
            return None
        code = SERVFAIL if answer == SERVFAIL else 0
        data = b"" if answer in (SERVFAIL, []) else _record(kind, answer)
        # RFC 1035 §4.1.1: a response, recursion available; the name of the answer points to the question.
        head = query[:2] + struct.pack("!HHHHH", 0x8180 | code, 1, 1 if data else 0, 0, 0)
        return head + question + (b"\xc0\x0c" + struct.pack("!HHIH", kind, 1, 300, len(data)) + data if data else b"")


def _record(kind, text):
    if kind == A:
        return socket.inet_aton(text)
    return struct.pack("!H", 10) + b"".join(bytes([len(label)]) + label.encode() for label in text.split(".")) + b"\0"
