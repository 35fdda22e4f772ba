"""A letter as shops send it: text and HTML, links, an image, quoted-printable; of about the size asked for."""
from email.utils import formatdate

from . import load

TEXT = """Hello Ada,

thank you for your order 48213 of 26 November. It left our house today and should be with you on Saturday.

  2 x Reading lamp, brass            118.00 EUR
  1 x Bulb E27, warm white             6.90 EUR
  Postage                              4.90 EUR
  Total                              129.80 EUR

Follow the parcel: https://src.test/orders/48213/parcel
Questions? Answer this mail or call +49 30 1234567.

Lamps & Light, Example Street 1, 10115 Berlin
"""

ROW = ("<tr><td style=3D\"padding:4px 8px;border-bottom:1px solid #ddd\"><a href=3D\"https://src=\r\n.test/lamps/{0}\">Lamp no. {0}</a></td>"
       "<td align=3D\"right\">{1}.00 EUR</td></tr>=\r\n")


def write_letter(path, size):
    """Writes the letter, header and body with LF ends as smtp-source wants them, and returns the path."""
    boundary = "=_part-7f3a"
    head = (f"From: Lamps & Light <{load.SENDER}>\nTo: Ada Example <{load.RECIPIENT}>\nSubject: Your order 48213 is on its way\n"
            f"Date: {formatdate()}\nMessage-ID: <order-48213@src.test>\nMIME-Version: 1.0\n"
            f"Content-Type: multipart/alternative; boundary=\"{boundary}\"\n\n"
            f"--{boundary}\nContent-Type: text/plain; charset=utf-8\n\n{TEXT}\n"
            f"--{boundary}\nContent-Type: text/html; charset=utf-8\nContent-Transfer-Encoding: quoted-printable\n\n"
            "<!doctype html><html><head><title>Your order</title><style>body{font-family:sans-serif}</style></head><body>\n"
            "<img src=3D\"https://src.test/logo.png\" alt=3D\"Lamps & Light\" width=3D\"120\">\n"
            "<h1>Thank you, Ada</h1><p>Your order 48213 left our house today.</p><table>\n")
    tail = ("</table><p>Questions? Answer this mail.</p><p>Lamps &amp; Light, Example Street 1, 10115 Berlin</p></body></html>\n"
            f"--{boundary}--\n")
    rows, number = [], 1
    while sum(map(len, rows)) + len(head) + len(tail) < size:
        rows.append(ROW.format(number, 40 + number).replace("\r\n", "\n"))
        number += 1
    with open(path, "w", encoding="utf-8") as file:
        file.write(head + "".join(rows) + tail)
    return path
