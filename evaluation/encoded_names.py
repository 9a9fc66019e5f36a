# SPDX-License-Identifier: Apache-2.0
"""Ways to encode a display name that some mail program undoes (group C).

Each takes (rng, text) and gives the phrase as it stands in the field, or None.
"""

import base64
import re

from wire import encoded_word, encoded_words, quoted, raw_latin1

CHARSETS = (
    "iso-8859-1",
    "iso-8859-2",
    "iso-8859-5",
    "iso-8859-7",
    "iso-8859-8",
    "iso-8859-9",
    "iso-8859-15",
    "windows-1250",
    "windows-1251",
    "windows-1252",
    "windows-1253",
    "windows-1254",
    "windows-1255",
    "windows-1256",
    "windows-1258",
    "koi8-r",
    "gb2312",
    "gb18030",
    "big5",
    "shift_jis",
    "euc-jp",
    "iso-2022-jp",
    "euc-kr",
    "utf-16",
)


def fits(text, charset):
    try:
        return text.encode(charset).decode(charset) == text
    except UnicodeError:
        return False


def whole_base64(rng, text):
    return encoded_word(text, rng.choice(("utf-8", "UTF-8")), rng.choice("Bb"))


def needless_hex(rng, text):
    words = text.split(" ")
    q = [
        f"=?utf-8?{rng.choice('Qq')}?"
        + "".join(f"={c:02X}" for c in (word + "_" * (n < len(words) - 1)).encode()).replace("=5F", "_")
        + "?="
        for n, word in enumerate(words)
    ]
    return " ".join(q)


def two_words(rng, text):
    if len(text) < 2:
        return None
    cut = rng.randint(1, len(text) - 1)
    return (
        encoded_word(text[:cut], "UTF-8", "B")
        + rng.choice((" ", "\n ", "\n\t"))
        + encoded_word(text[cut:], "UTF-8", "Q")
    )


def many_words(rng, text):
    return "\n ".join(encoded_word(letter, "utf-8", rng.choice("BQ")) for letter in text)


def cut_inside_a_letter(rng, text):
    octets = text.encode()
    places = [n for n in range(1, len(octets)) if octets[n] & 0xC0 == 0x80]
    if not places:
        return None
    cut = rng.choice(places)
    return encoded_word(octets[:cut]) + "\n " + encoded_word(octets[cut:])


def other_charset(rng, text):
    fitting = [charset for charset in CHARSETS if fits(text, charset)]
    return encoded_word(text, rng.choice(fitting), rng.choice("BQ")) if fitting and not text.isascii() else None


def several_charsets(rng, text):
    words = text.split(" ")
    if len(words) < 2 or text.isascii():
        return None
    result = []
    for number, word in enumerate(words):
        word = word + " " * (number < len(words) - 1)
        fitting = [charset for charset in ("utf-8", *CHARSETS) if fits(word, charset)]
        result.append(encoded_word(word, rng.choice(fitting), rng.choice("BQ")))
    return " ".join(result)


def utf_7(rng, text):
    return (
        f"=?UTF-7?Q?{text.encode('utf-7').decode().replace(' ', '_').replace('=', '=3D').replace('?', '=3F')}?="
        if not text.isascii()
        else None
    )


def inside_quotes(rng, text):
    return f'"{whole_base64(rng, text)}"'


def broken_padding(rng, text):
    word = f"=?UTF-8?B?{base64.b64encode(text.encode()).decode().rstrip('=')}?="
    return word if len(text.encode()) % 3 else None


def no_closing(rng, text):
    return encoded_word(text, "utf-8", rng.choice("BQ"))[:-2]


def unknown_charset(rng, text):
    label = rng.choice(("x-unknown", "unknown-8bit", "x-user-defined", "default", "x-foo"))
    return f"=?{label}?Q?{encoded_word(text, 'utf-8', 'Q')[10:]}"


def lying_charset(rng, text):
    """US-ASCII or ISO-2022-KR on the label, plain letters inside."""
    return (
        encoded_word(text.encode(), rng.choice(("us-ascii", "utf8", "ISO-8859-1", "windows-1252", "iso-2022-kr")), "Q")
        if text.isascii()
        else encoded_word(text.encode(), rng.choice(("us-ascii", "utf8")), "B")
    )


def language_tag(rng, text):
    return encoded_word(text.encode(), rng.choice(("utf-8*en", "UTF-8*de")), rng.choice("BQ"))


def encoded_twice(rng, text):
    return encoded_word(encoded_word(text, "utf-8", "B"), "utf-8", rng.choice("BQ"))


def line_break(rng, text):
    return encoded_word(text + rng.choice(("\r\n", "\n", "\r\n\r\n")), "utf-8", rng.choice("BQ"))


def encoded_nul(rng, text):
    return encoded_word(text + rng.choice(("\0", "\0 Support", "\0\0")), "utf-8", "Q")


def no_space_between(rng, text):
    cut = max(1, len(text) // 2)
    return encoded_word(text[:cut], "utf-8", "B") + encoded_word(text[cut:], "utf-8", "B")


def space_inside(rng, text):
    """Blanks in a word of Q encoding, which RFC 2047 forbids and many decode."""
    return f"=?utf-8?Q?{text}?=" if text.isascii() and " " in text and not re.search(r"[?=\"<>(),]", text) else None


def half_encoded(rng, text):
    words = text.split(" ")
    if len(words) < 2:
        return None
    if not words[-1].isascii() or re.search(r"[^\w]", words[-1]):
        return None
    return f"{encoded_words(' '.join(words[:-1]))} {words[-1]}"


def quoted_pairs(rng, text):
    return (
        '"' + "".join("\\" + c if c.isalpha() else c for c in text) + '"'
        if text.isascii() and '"' not in text and "\\" not in text
        else None
    )


def raw_utf8(rng, text):
    return (
        text
        if not text.isascii() and not re.search(r'[<>()\[\],;:@"\\]', text) and text.strip() == text
        else quoted(text)
    )


def raw_8bit(rng, text):
    if text.isascii() or not fits(text, "iso-8859-1"):
        return None
    return raw_latin1(text)


def raw_nul(rng, text):
    return (
        text.replace(" ", rng.choice(("\0 ", " \0")), 1)
        if text.isascii() and re.fullmatch(r"[\w ]+ [\w ]+", text)
        else None
    )


def raw_control(rng, text):
    """A control character in the name, which most programs drop."""
    if not re.fullmatch(r"[\w' -]+ [\w' -]+", text):
        return None
    place = rng.randint(1, len(text) - 1)
    return quoted(text[:place] + rng.choice("\x01\x0b\x0c\x07\x7f\x1b") + text[place:]) if text.isascii() else None


ENCODINGS = {
    function.__name__: function
    for function in (
        whole_base64,
        needless_hex,
        two_words,
        many_words,
        cut_inside_a_letter,
        other_charset,
        several_charsets,
        utf_7,
        inside_quotes,
        broken_padding,
        no_closing,
        unknown_charset,
        lying_charset,
        language_tag,
        encoded_twice,
        line_break,
        encoded_nul,
        no_space_between,
        space_inside,
        half_encoded,
        quoted_pairs,
        raw_utf8,
        raw_8bit,
        raw_nul,
        raw_control,
    )
}
