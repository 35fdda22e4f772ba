"""A mail server that takes a fixed number of messages a second, and notes when each of those that are asked for came."""
import asyncio
import threading
import time


class PacedSink:
    """Answers each final dot when its slot comes; slots are one after the other, whatever the number of connections."""

    def __init__(self, port, rate, marker=b"Subject: probe-", host="127.0.0.1"):
        self.arrived, self.taken = {}, 0
        self._host, self._port, self._gap, self._marker, self._next = host, port, 1.0 / rate, marker, 0.0
        self._loop, self._ready = asyncio.new_event_loop(), threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()
        if not self._ready.wait(10):
            raise RuntimeError("the sink does not listen")

    def close(self):
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()

    def _run(self):
        asyncio.set_event_loop(self._loop)
        server = self._loop.run_until_complete(asyncio.start_server(self._serve, self._host, self._port, limit=1 << 20))
        self._ready.set()
        self._loop.run_forever()
        server.close()

    async def _slot(self):
        now = self._loop.time()
        self._next = max(now, self._next + self._gap)
        if self._next > now:
            await asyncio.sleep(self._next - now)

    async def _serve(self, reader, writer):
        try:
            writer.write(b"220 paced\r\n")
            while line := await reader.readline():
                verb = line[:4].upper()
                if verb == b"DATA":
                    writer.write(b"354 go\r\n")
                    content = await reader.readuntil(b"\r\n.\r\n")
                    await self._slot()
                    self.taken += 1
                    start = content.find(self._marker)
                    if start >= 0:
                        end = content.index(b"\r\n", start)
                        self.arrived[content[start + len(self._marker):end].decode()] = time.monotonic()
                    writer.write(b"250 2.0.0 ok\r\n")
                elif verb in (b"EHLO", b"LHLO"):
                    writer.write(b"250-paced\r\n250-PIPELINING\r\n250 8BITMIME\r\n")
                elif verb == b"QUIT":
                    break
                else:
                    writer.write(b"250 2.0.0 ok\r\n")
        except (asyncio.IncompleteReadError, ConnectionError):
            pass
        finally:
            writer.close()
