"""Submits a message as it stands: submit.py PORT starttls|tls USER SECRET SENDER RECIPIENT FILE"""
import smtplib
import ssl
import sys

port, security, user, secret, sender, recipient, path = sys.argv[1:]
context = ssl._create_unverified_context()
if security == "tls":
    client = smtplib.SMTP_SSL("127.0.0.1", int(port), context=context)
else:
    client = smtplib.SMTP("127.0.0.1", int(port))
    client.starttls(context=context)
client.login(user, secret)
with open(path, "rb") as file:
    client.sendmail(sender, [recipient], file.read(), mail_options=["BODY=8BITMIME"])
client.quit()
