# SPDX-License-Identifier: Apache-2.0
"""Letters of other scripts: transliteration as people do it, and letters that look like Latin ones.

Written for the evaluation alone, from the alphabets themselves: nothing here comes from the engine
or from the Unicode tables that it uses.
"""

import re

# ---- Transliteration -----------------------------------------------------------------------------

RUSSIAN = {
    "а": "a",
    "б": "b",
    "в": "v",
    "г": "g",
    "д": "d",
    "е": "e",
    "ё": "yo",
    "ж": "zh",
    "з": "z",
    "и": "i",
    "й": "y",
    "к": "k",
    "л": "l",
    "м": "m",
    "н": "n",
    "о": "o",
    "п": "p",
    "р": "r",
    "с": "s",
    "т": "t",
    "у": "u",
    "ф": "f",
    "х": "kh",
    "ц": "ts",
    "ч": "ch",
    "ш": "sh",
    "щ": "shch",
    "ъ": "",
    "ы": "y",
    "ь": "",
    "э": "e",
    "ю": "yu",
    "я": "ya",
}
PASSPORT = RUSSIAN | {"ё": "e", "й": "i", "ъ": "ie", "ю": "iu", "я": "ia"}
SCHOLARLY = RUSSIAN | {
    "ё": "ë",
    "ж": "ž",
    "й": "j",
    "х": "ch",
    "ц": "c",
    "ч": "č",
    "ш": "š",
    "щ": "šč",
    "ю": "ju",
    "я": "ja",
}
GERMAN = RUSSIAN | {
    "в": "w",
    "ё": "jo",
    "ж": "sch",
    "й": "j",
    "х": "ch",
    "ц": "z",
    "ч": "tsch",
    "ш": "sch",
    "щ": "schtsch",
    "ю": "ju",
    "я": "ja",
}
UKRAINIAN = RUSSIAN | {
    "г": "h",
    "ґ": "g",
    "є": "ie",
    "и": "y",
    "і": "i",
    "ї": "i",
    "й": "i",
    "ю": "iu",
    "я": "ia",
    "'": "",
}
UKRAINIAN_COMMON = UKRAINIAN | {"є": "ye", "ї": "yi", "й": "y", "ю": "yu", "я": "ya"}
UKRAINIAN_OLD = RUSSIAN | {"ґ": "g", "є": "e", "і": "i", "ї": "i", "и": "i", "'": ""}

GREEK_PAIRS = (
    ("γγ", "ng"),
    ("γκ", "gk"),
    ("γξ", "nx"),
    ("γχ", "nch"),
    ("ου", "ou"),
    ("ού", "ou"),
    ("αυ", "av"),
    ("αύ", "av"),
    ("ευ", "ev"),
    ("εύ", "ev"),
    ("μπ", "mp"),
    ("ντ", "nt"),
    ("τζ", "tz"),
    ("τσ", "ts"),
)
GREEK = {
    "α": "a",
    "ά": "a",
    "β": "v",
    "γ": "g",
    "δ": "d",
    "ε": "e",
    "έ": "e",
    "ζ": "z",
    "η": "i",
    "ή": "i",
    "θ": "th",
    "ι": "i",
    "ί": "i",
    "ϊ": "i",
    "ΐ": "i",
    "κ": "k",
    "λ": "l",
    "μ": "m",
    "ν": "n",
    "ξ": "x",
    "ο": "o",
    "ό": "o",
    "π": "p",
    "ρ": "r",
    "σ": "s",
    "ς": "s",
    "τ": "t",
    "υ": "y",
    "ύ": "y",
    "ϋ": "y",
    "φ": "f",
    "χ": "ch",
    "ψ": "ps",
    "ω": "o",
    "ώ": "o",
}
GREEK_COMMON = GREEK | {"χ": "h", "υ": "i", "ύ": "i"}
GREEK_CLASSIC = GREEK | {"φ": "ph", "η": "e", "ή": "e", "β": "b"}


def letters(text, table, pairs=()):
    lower = text.lower()
    for pair, latin in pairs:
        lower = lower.replace(pair, latin)
    result = "".join(table.get(letter, letter) for letter in lower)
    return re.sub(r"(^|[\s-])(\w)", lambda m: m[1] + m[2].upper(), result)


def romanised(text, culture):
    """The spellings in Latin letters that a bearer of this name may meet, the most usual first."""
    if culture == "russian":
        common = letters(text, RUSSIAN)
        found = [
            re.sub(r"(iy|yy)$", "y", common),
            letters(text, PASSPORT),
            common,
            re.sub(r"(iy|yy)$", "i", common),
            re.sub("yo", "e", re.sub(r"(iy|yy)$", "y", common)),
            letters(text, SCHOLARLY),
            letters(text, GERMAN),
        ]
    elif culture == "ukrainian":
        found = [letters(text, table) for table in (UKRAINIAN, UKRAINIAN_COMMON, UKRAINIAN_OLD)]
        found.insert(1, re.sub(r"(yi|yy)$", "yy", found[0]))
    elif culture == "greek":
        found = [
            letters(text, GREEK, GREEK_PAIRS),
            letters(text, GREEK_COMMON, GREEK_PAIRS),
            letters(text, GREEK_CLASSIC, GREEK_PAIRS),
            letters(text, GREEK, (("μπ", "b"), ("ντ", "d"), *GREEK_PAIRS)),
        ]
    else:
        return [text]
    return list(dict.fromkeys(found))


# Hepburn syllables, the longest first.
KANA = {
    "kya": "キャ",
    "kyu": "キュ",
    "kyo": "キョ",
    "sha": "シャ",
    "shu": "シュ",
    "sho": "ショ",
    "cha": "チャ",
    "chu": "チュ",
    "cho": "チョ",
    "nya": "ニャ",
    "nyu": "ニュ",
    "nyo": "ニョ",
    "hya": "ヒャ",
    "hyu": "ヒュ",
    "hyo": "ヒョ",
    "mya": "ミャ",
    "myu": "ミュ",
    "myo": "ミョ",
    "rya": "リャ",
    "ryu": "リュ",
    "ryo": "リョ",
    "gya": "ギャ",
    "gyu": "ギュ",
    "gyo": "ギョ",
    "shi": "シ",
    "chi": "チ",
    "tsu": "ツ",
    "ja": "ジャ",
    "ju": "ジュ",
    "jo": "ジョ",
    "ji": "ジ",
    "fu": "フ",
    "ka": "カ",
    "ki": "キ",
    "ku": "ク",
    "ke": "ケ",
    "ko": "コ",
    "sa": "サ",
    "su": "ス",
    "se": "セ",
    "so": "ソ",
    "ta": "タ",
    "te": "テ",
    "to": "ト",
    "na": "ナ",
    "ni": "ニ",
    "nu": "ヌ",
    "ne": "ネ",
    "no": "ノ",
    "ha": "ハ",
    "hi": "ヒ",
    "he": "ヘ",
    "ho": "ホ",
    "ma": "マ",
    "mi": "ミ",
    "mu": "ム",
    "me": "メ",
    "mo": "モ",
    "ya": "ヤ",
    "yu": "ユ",
    "yo": "ヨ",
    "ra": "ラ",
    "ri": "リ",
    "ru": "ル",
    "re": "レ",
    "ro": "ロ",
    "wa": "ワ",
    "ga": "ガ",
    "gi": "ギ",
    "gu": "グ",
    "ge": "ゲ",
    "go": "ゴ",
    "za": "ザ",
    "zu": "ズ",
    "ze": "ゼ",
    "zo": "ゾ",
    "da": "ダ",
    "de": "デ",
    "do": "ド",
    "ba": "バ",
    "bi": "ビ",
    "bu": "ブ",
    "be": "ベ",
    "bo": "ボ",
    "pa": "パ",
    "pi": "ピ",
    "pu": "プ",
    "pe": "ペ",
    "po": "ポ",
    "a": "ア",
    "i": "イ",
    "u": "ウ",
    "e": "エ",
    "o": "オ",
    "n": "ン",
}


def katakana(reading):
    """A Hepburn reading in katakana; `reading` may have its long vowels written out."""
    result, rest = "", reading.lower()
    while rest:
        if len(rest) > 1 and rest[0] == rest[1] and rest[0] not in "aeioun":
            result, rest = result + "ッ", rest[1:]
            continue
        for length in (3, 2, 1):
            if rest[:length] in KANA:
                result, rest = result + KANA[rest[:length]], rest[length:]
                break
        else:
            raise ValueError(f"no kana for {rest!r} of {reading!r}")
    return result


def hiragana(kana):
    return "".join(chr(ord(c) - 0x60) if "ァ" <= c <= "ヶ" else c for c in kana)


# ---- Letters that look alike -----------------------------------------------------------------------


def pairs(text):
    """{"a": "x"} of the pairs "ax ..."."""
    return {pair[0]: pair[1] for pair in text.split()}


CYRILLIC = pairs(
    "aа cс dԁ eе hһ iі jј lӏ oо pр qԛ sѕ vѵ wԝ xх yу AА BВ CС EЕ GԌ HН IІ JЈ KК MМ OО PР QԚ SЅ TТ WԜ XХ YУ"
)
GREEK_LETTERS = pairs("aα iι kκ oο pρ uυ vν AΑ BΒ EΕ HΗ IΙ KΚ MΜ NΝ OΟ PΡ TΤ XΧ YΥ ZΖ")
CHEROKEE = pairs("AᎪ BᏴ CᏟ DᎠ EᎬ GᏀ HᎻ JᎫ KᏦ LᏞ MᎷ PᏢ RᏒ SᏚ TᎢ VᏙ WᎳ ZᏃ")
ARMENIAN = pairs("gց hհ jյ nո oօ qզ uս OՕ SՏ UՍ")
LISU = pairs("Aꓮ Bꓐ Cꓚ Dꓓ Eꓰ Fꓝ Gꓖ Hꓧ Iꓲ Jꓙ Kꓗ Lꓡ Mꓟ Nꓠ Oꓳ Pꓑ Rꓣ Sꓢ Tꓔ Uꓴ Vꓦ Wꓪ Xꓫ Yꓬ Zꓜ")
PHONETIC = pairs("aɑ gɡ iı lӏ oᴏ yʏ")
SMALL_CAPITALS = pairs("aᴀ bʙ cᴄ dᴅ eᴇ fꜰ gɢ hʜ iɪ jᴊ kᴋ lʟ mᴍ nɴ oᴏ pᴘ rʀ tᴛ uᴜ vᴠ wᴡ zᴢ")
ROMAN_NUMERALS = pairs("CⅭ DⅮ IⅠ LⅬ MⅯ VⅤ XⅩ cⅽ dⅾ iⅰ lⅼ mⅿ vⅴ xⅹ")

LOOKALIKES = {
    "cyrillic": CYRILLIC,
    "greek": GREEK_LETTERS,
    "cherokee": CHEROKEE,
    "armenian": ARMENIAN,
    "lisu": LISU,
    "phonetic": PHONETIC,
    "roman_numeral": ROMAN_NUMERALS,
}

DIGITS = {"o": "0", "i": "1", "l": "1", "e": "3", "a": "4", "s": "5", "b": "8", "t": "7", "g": "9", "z": "2"}
SHAPES = (("m", "rn"), ("w", "vv"), ("d", "cl"), ("W", "VV"), ("n", "ri"))


def alphabet(capital, small):
    """A mapping of A-Z and a-z to letters in a row from these code points."""
    table = {chr(65 + n): chr(capital + n) for n in range(26)} if capital else {}
    return table | ({chr(97 + n): chr(small + n) for n in range(26)} if small else {})


MATHEMATICAL = [
    alphabet(start, start + 26)
    for start in (0x1D400, 0x1D468, 0x1D4D0, 0x1D56C, 0x1D5A0, 0x1D5D4, 0x1D608, 0x1D63C, 0x1D670)
]
FULLWIDTH = alphabet(0xFF21, 0xFF41)
CIRCLED = alphabet(0x24B6, 0x24D0)
SQUARED = [alphabet(start, None) for start in (0x1F130, 0x1F150, 0x1F170)]
SUPERSCRIPT = pairs(
    "aᵃ bᵇ cᶜ dᵈ eᵉ fᶠ gᵍ hʰ iⁱ jʲ kᵏ lˡ mᵐ nⁿ oᵒ pᵖ rʳ sˢ tᵗ uᵘ vᵛ wʷ xˣ yʸ zᶻ"
    " Aᴬ Bᴮ Dᴰ Eᴱ Gᴳ Hᴴ Iᴵ Jᴶ Kᴷ Lᴸ Mᴹ Nᴺ Oᴼ Pᴾ Rᴿ Tᵀ Uᵁ Vⱽ Wᵂ"
)
PARENTHESISED = alphabet(0x1F110, 0x249C)
