# SPDX-License-Identifier: Apache-2.0
"""Octets of mail: header fields, encoded-words, authentication results, mboxes."""

import base64
import email.errors
import email.header
import re
from dataclasses import dataclass, field

AUTHSERV = "mx.example.com"

# What a mailbox's display name may be without quotes.
ATOMS = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~ -]+")


def encoded_word(text, charset="UTF-8", how="B"):
    octets = text if isinstance(text, bytes) else text.encode(charset.split("*")[0])
    if how in "Bb":
        return f"=?{charset}?{how}?{base64.b64encode(octets).decode()}?="
    q = "".join("_" if c == 32 else chr(c) if chr(c).isalnum() and c < 128 else f"={c:02X}" for c in octets)
    return f"=?{charset}?{how}?{q}?="


def encoded_words(text, limit=36):
    """As a mail program does it: words of 75 characters at the most, folded."""
    words, piece = [], ""
    for letter in text:
        if len((piece + letter).encode()) > limit:
            words.append(encoded_word(piece))
            piece = ""
        piece += letter
    return "\n ".join([*words, encoded_word(piece)])


def quoted(text):
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def phrase(text, rng=None):
    """A display name as an honest mail program would write it."""
    if not text.isascii():
        return encoded_words(text)
    if ATOMS.fullmatch(text) and text == text.strip() and "  " not in text and (rng is None or rng.random() < 0.5):
        return text
    return quoted(text)


def comment(text):
    if not text.isascii():
        return "(" + encoded_words(text) + ")"
    return "(" + re.sub(r"([()\\])", r"\\\1", text) + ")"


def octets(text):
    """UTF-8, with lone surrogates (U+DC80...) standing for raw octets."""
    return text.encode("utf-8", "surrogateescape")


def raw(data):
    """Octets as text that `octets` turns back into them."""
    return data.decode("utf-8", "surrogateescape")


def raw_latin1(text):
    """The octets of ISO-8859-1, none of which may be taken for UTF-8."""
    return "".join(c if c < "\x80" else chr(0xDC00 + ord(c)) for c in text)


def results(spf="", dkim="", dmarc="", mail_from="", signer="", author="", arc="", server=AUTHSERV):
    """An Authentication-Results field of the receiving server, or of another."""
    parts = []
    if arc:
        parts.append(f"arc={arc}")
    if spf:
        parts.append(f"spf={spf} smtp.mailfrom={mail_from}")
    if dkim:
        parts.append(f"dkim={dkim} header.d={signer}")
    if dmarc:
        parts.append(f"dmarc={dmarc} header.from={author}")
    return f"Authentication-Results: {server};\n " + ";\n ".join(parts or ["none"])


def passed(domain, signer=None):
    return results("pass", "pass", "pass", f"bounce@{domain}", signer or domain, domain)


def failed(domain, sender="attacker.test"):
    return results("fail", "none", "fail", f"x@{sender}", sender, domain)


@dataclass
class Mail:
    """One message with what is expected of it."""

    kind: str  # technique or kind of lookalike
    group: str  # A-F, or what list it belongs to
    header: list  # fields as text; the author fields among them
    person: object = None  # whose entry it is about
    expected: str = "flag"  # flag, weak, honest
    layer: str = ""
    body: str = "Please get back to me today.\n"
    fields: dict = field(default_factory=dict)
    naive: bool = False  # the naive rule would flag it

    def octets(self, number):
        names = {line.split(":")[0].strip().lower() for line in self.header}
        lines = list(self.header)
        if "to" not in names:
            lines.append("To: accounting@example.com")
        if "subject" not in names:
            lines.append("Subject: Are you at your desk?")
        lines.append("Date: Mon, 23 Nov 2026 09:30:00 +0000")
        if "message-id" not in names:
            lines.append(f"Message-ID: <{number}.evaluation@mail.invalid>")
        return octets("\n".join(lines) + "\n\n" + self.body)

    def author(self):
        """The author fields on one line, decoded as far as Python does, for people."""
        shown = []
        for line in self.header:
            name, _, body = line.partition(":")
            name, body = name.strip(), body.strip()
            if name.lower() == "authentication-results":
                shown.append(" ".join(["(" + body.split(";")[0]] + re.findall(r"(?:arc|dmarc)=\w+", body)) + ")")
            elif name.lower() in ("from", "sender", "reply-to", "x-original-from", "resent-from", "subject"):
                decoded = readable(body)
                shown.append(f"{name}: {escaped(body)}" + (f" = {escaped(decoded)}" if decoded != body else ""))
        return " | ".join(shown)


def readable(body):
    """Without encoded-words, where they are sound."""
    try:
        return str(email.header.make_header(email.header.decode_header(body)))
    except (LookupError, ValueError, email.errors.HeaderParseError):
        return body


def escaped(text):
    """What would act on a terminal or cannot be seen, as its code."""
    return "".join(c if c.isprintable() else "\\n" if c == "\n" else f"\\u{ord(c):04x}" for c in text)


def mbox(mails):
    """One mbox of all messages; message N of it is mails[N - 1]."""
    parts = []
    for number, mail in enumerate(mails, start=1):
        body = re.sub(rb"(?m)^(>*From )", rb">\1", mail.octets(number))
        parts.append(b"From sender@mail.invalid Mon Nov 23 09:30:00 2026\n" + body + b"\n")
    return b"".join(parts)
