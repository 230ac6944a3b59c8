"""Fonts whose letters are signs: what people see of a text in one of them, for all formats.

By a letter's place in the font, as Unicode has it (https://www.unicode.org/L2/L2012/12368-n4384.pdf); put
together with the help of https://github.com/mwilliamson/dingbat-to-unicode. Of signs that look alike the
common one is taken: the arrow that Word makes of --> is →, every empty box ☐.
"""

from __future__ import annotations

_WINGDINGS = (
    " 🖉✂✁👓🕭🕮🕯🕿✆🖂🖃📪📫📬📭"
    "🗀🗁🗎🗏🗐🗄⌛🖮🖰🖲🖳🖴🖫🖬✇✍"
    "🖎✌🖏👍👎☜☞☝☟🖐☺😐☹💣🕱🏳"
    "🏱✈☼🌢❄🕆✞🕈✠✡☪☯🕉☸♈♉"
    "♊♋♌♍♎♏♐♑♒♓🙰🙵⚫🔾■☐"
    "☐☐☐🞟⧫◆❖⬩☒⮹⌘🏵🏶🙶🙷▯"
    "🄋➀➁➂➃➄➅➆➇➈➉🄌➊➋➌➍"
    "➎➏➐➑➒➓🙢🙠🙡🙣🙞🙜🙝🙟∙•"
    "⬝⭘🞆🞈🞊🞋🔿▪☐🟁🟅★🟋🟏🟓🟑"
    "⯐⌖⯎⯏⯑✪✰🕐🕑🕒🕓🕔🕕🕖🕗🕘"
    "🕙🕚🕛⮰⮱⮲⮳⮴⮵⮶⮷🙪🙫🙕🙔🙗"
    "🙖🙐🙑🙒🙓⌫⌦⮘➢⮙⮛⮈⮊⮉⮋←"
    "→↑↓↖↗↙↘⬅➡⬆⬇⬉⬈⬋⬊⇦"
    "⇨⇧⇩⇔⇕⬁⬀⬃⬂🢬🢭✗✓☒☑�"
)
_WINGDINGS_2 = (
    " 🖊🖋🖌🖍✄✀🕾🕽🗅🗆🗇🗈🗉🗊🗋"
    "🗌🗍📋🗑🗔🖵🖶🖷🖸🖭🖯🖱🖒🖓🖘🖙"
    "🖚🖛👈👉🖜🖝🖞🖟🖠🖡👆👇🖢🖣🖑✗"
    "✓☒☑☒☒⮾⮿🛇⦸🙱🙴🙲🙳‽🙹🙺"
    "🙻🙦🙤🙥🙧🙚🙘🙙🙛⓪①②③④⑤⑥"
    "⑦⑧⑨⑩⓿❶❷❸❹❺❻❼❽❾❿�"
    "☉🌕☽☾⸿✝🕇🕜🕝🕞🕟🕠🕡🕢🕣🕤"
    "🕥🕦🕧🙨🙩⋅🞄⦁●○🞅🞇🞉⊙⦿🞌"
    "🞍◾■☐🞑🞒🞓🞔▣🞕🞖🞗🞘⬩⬥◇"
    "🞚◈🞛🞜🞝🞞⬪⬧◊🞠◖◗⯊⯋⯀⯁"
    "⬟⯂⬣⬢⯃⯄🞡🞢🞣🞤🞥🞦🞧🞨🞩🞪"
    "🞫🞬🞭🞮🞯🞰🞱🞲🞳🞴🞵🞶🞷🞸🞹🞺"
    "🞻🞼🞽🞾🞿🟀🟂🟄🟆🟉🟊✶🟌🟎🟐🟒"
    "✹🟃🟇✯🟍🟔⯌⯍※⁂������"
)
_WINGDINGS_3 = (
    " ←→↑↓↖↗↙↘⭰⭲⭱⭳⭶⭸⭻"
    "⭽⭤⭥⭪⭬⭫⭭⭍⮠⮡⮢⮣⮤⮥⮦⮧"
    "⮐⮑⮒⮓⮀⮃⭾⭿⮄⮆⮅⮇⮏⮍⮎⮌"
    "⭮⭯⎋⌤⌃⌥␣⍽⇪⮸🢠🢡🢢🢣🢤🢥"
    "🢦🢧🢨🢩🢪🢫🡐🡒🡑🡓🡔🡕🡗🡖🡘🡙"
    "▲▼△▽◀▶◁▷◣◢◤◥🞀🞂🞁�"
    "🞃⯅⯆⯇⯈⮜⮞⮝⮟🠐🠒🠑🠓🠔🠖🠕"
    "🠗🠘🠚🠙🠛🠜🠞🠝🠟🠀🠂🠁🠃🠄🠆🠅"
    "🠇🠈🠊🠉🠋🠠🠢🠤🠦🠨🠪🠬🢜🢝🢞🢟"
    "🠮🠰🠲🠴🠶🠸🠺🠹🠻🢘🢚🢙🢛🠼🠾🠽"
    "🠿🡀🡂🡁🡃🡄🡆🡅🡇⮨⮩⮪⮫⮬⮭⮮"
    "⮯🡠🡢🡡🡣🡤🡥🡧🡦🡰🡲🡱🡳🡴🡵🡷"
    "🡶🢀🢂🢁🢃🢄🢅🢇🢆🢐🢒🢑🢓🢔🢖🢕"
    "🢗���������������"
)
_WEBDINGS = (
    " 🕷🕸🕲🕶🏆🎖🖇🗨🗩🗰🗱🌶🎗🙾🙼"
    "🗕🗖🗗⏴⏵⏶⏷⏪⏩⏮⏭⏸⏹⏺🗚🗳"
    "🛠🏗🏘🏙🏚🏜🏭🏛🏠🏖🏝🛣🔍🏔👁👂"
    "🏞🏕🛤🏟🛳🕬🕫🕨🔈🎔🎕🗬🙽🗭🗪🗫"
    "⮔✓🚲☐🛡📦🛱■🚑🛈🛩🛰🟈🕴●🛥"
    "🚔🗘✗❓🛲🚇🚍⛳⦸⊖🚭🗮⏐🗯🗲�"
    "🚹🚺🛉🛊🚼👽🏋⛷🏂🏌🏊🏄🏍🏎🚘🗠"
    "🛢💰🏷💳👪🗡🗢🗣✯🖄🖅🖃🖆🖹🖺🖻"
    "🕵🕰🖽🖾📋🗒🗓🕮📚🗞🗟🗃🗂🖼🎭🎜"
    "🎘🎙🎧💿🎞📷🎟🎬📽📹📾📻🎚🎛📺💻"
    "🖥🖦🖧🕹🎮🕻🕼📟🖁🖀🖨🖩🖿🖪🗜🔒"
    "🔓🗝📥📤🕳🌣🌤🌥🌦☁🌨🌧🌩🌪🌬🌫"
    "🌜🌡🛋🛏🍽🍸🛎🛍Ⓟ♿🛆🖈🎓🗤🗥🗦"
    "🗧🛪🐿🐦🐟🐕🐈🙬🙮🙭🙯🗺🌍🌏🌎🕊"
)
_SYMBOL = (
    " !∀#∃%&∋()*+,−./"
    "0123456789:;<=>?"
    "≅ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟ"
    "ΠΘΡΣΤΥςΩΞΨΖ[∴]⊥_"
    "‾αβχδεφγηιϕκλμνο"
    "πθρστυϖωξψζ{|}~�"
    "����������������"
    "����������������"
    "€ϒ′≤⁄∞ƒ♣♦♥♠↔←↑→↓"
    "°±″≥×∝∂•÷≠≡≈…⏐⎯↵"
    "ℵℑℜ℘⊗⊕∅∩∪⊃⊇⊄⊂⊆∈∉"
    "∠∇®©™∏√⋅¬∧∨⇔⇐⇑⇒⇓"
    "◊〈®©™∑⎛⎜⎝⎡⎢⎣⎧⎨⎩⎪"
    "�〉∫⌠⎮⌡⎞⎟⎠⎤⎥⎦⎫⎬⎭�"
)
UNKNOWN = "\ufffd"
"""Stands for what is no letter of any font."""
SYMBOL_CHARSET = 2
"""By which files of Excel say of a font, whatever its name, that it has signs for letters."""
_FIRST = 0x20
_MARLETT = {"0": "🗕", "1": "🗖", "2": "🗗", "r": "✗", "s": "?", "a": "✓", "b": "✓", "h": "●"} | dict(
    zip("34568", "◀▶▲▼▶", strict=True)
)
_PRIVATE = 0xF000
"""Where programs put the letters of symbol fonts: U+F020 to U+F0FF."""


def _by_letter(table: str) -> dict[int, str]:
    signs = enumerate(table, start=_FIRST)
    return {number: sign for number, sign in signs if sign != UNKNOWN and not sign.isspace()}


_TABLES: dict[str, dict[int, str]] = {
    "wingdings": _by_letter(_WINGDINGS),
    "wingdings 2": _by_letter(_WINGDINGS_2),
    "wingdings 3": _by_letter(_WINGDINGS_3),
    "webdings": _by_letter(_WEBDINGS),
    "symbol": _by_letter(_SYMBOL),
    "marlett": {ord(letter): sign for letter, sign in _MARLETT.items()},
}
_OTHER_NAMES = {
    "wingdings2": "wingdings 2",
    "wingdings3": "wingdings 3",
    "symbolmt": "symbol",
    "symbol mt": "symbol",
    "standard symbols l": "symbol",
    "standard symbols ps": "symbol",
}
_WITHOUT_TABLE = frozenset(
    {
        "mt extra", "monotype sorts", "zapfdingbats", "zapf dingbats", "itc zapf dingbats", "dingbats",
        "bookshelf symbol 7", "ms outlook", "ms reference specialty",
    }
)  # fmt: skip
"""Symbol fonts of which no letter is known here."""


def is_symbol_font(font: str, *, symbols: bool = False) -> bool:
    """Whether the letters of a font are signs: by its name, or because the file says so (`symbols`)."""
    name = _name(font)
    return symbols or name in _TABLES or name in _WITHOUT_TABLE


def shown_in(font: str, text: str) -> str:
    """A text in a symbol font as it looks.

    A letter whose look is not known becomes one of private use, so that nobody takes it for what it is not.
    Characters that no symbol font has stay: programs show them in another font.
    """
    signs = _TABLES.get(_name(font), {})
    return "".join(_sign_of(character, signs) for character in text)


def sign_of(font: str, number: int) -> str:
    """What the letter with this number looks like, as `w:sym` names it; see `shown_in`."""
    if not 0x20 <= number <= 0x10FFFF or 0xD800 <= number < 0xE000:
        return UNKNOWN
    return shown_in(font, chr(number)) if is_symbol_font(font) else chr(number)


def has_unknown_sign(text: str) -> bool:
    """Whether a text has a sign of which nobody can say here what it shows."""
    return not text.isascii() and any(
        0xE000 <= ord(sign) < 0xF900 or ord(sign) >= 0xF0000 or sign == UNKNOWN for sign in text
    )


def _name(font: str) -> str:
    name = font.strip().casefold()
    return _OTHER_NAMES.get(name, name)


def _sign_of(character: str, signs: dict[int, str]) -> str:
    if character.isspace():
        return character
    place = _place(character)
    if place is None:
        return character
    return signs.get(place) or chr(_PRIVATE + place)


def _place(character: str) -> int | None:
    """The place in a symbol font that a character stands for, however the program wrote it."""
    number = ord(character)
    if _PRIVATE + _FIRST <= number <= _PRIVATE + 0xFF:
        return number - _PRIVATE
    return number if number < 0x100 else None
