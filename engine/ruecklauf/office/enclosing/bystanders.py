"""What comes along with returns and is none: what systems and open programs leave, pictures of signatures."""

from __future__ import annotations

import re
from collections.abc import Iterable

from ruecklauf.office.enclosing.pixels import LARGEST_OF_SIGNATURE, may_show_a_page
from ruecklauf.office.enclosing.unpacked import Member
from ruecklauf.office.enclosing.winmail import is_only_formatting
from ruecklauf.office.formats import is_lock_file

_LEFT_BY_SYSTEMS = frozenset({".ds_store", "thumbs.db", "ehthumbs.db", "desktop.ini", ".localized"})
_APPLE_DOUBLE = b"\x00\x05\x16\x07"
_OFFICE = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
_CARDS = (b"BEGIN:VCARD", b"BEGIN:VCALENDAR")
_WINMAIL = b"\x78\x9f\x3e\x22"
_PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"BM")
_OF_SIGNATURE = re.compile(
    r"(?:image|att|outlook|logo|signatur|wappen|banner|facebook|instagram|linkedin|mastodon|twitter|xing|youtube)"
    r"[\w @~.()-]*\.(?:png|jpe?g|gif|bmp)",
    re.IGNORECASE,
)
"""What mail programs call pictures of signatures: image001.png, Outlook-Logo.png, ATT00001.jpg."""


def named_by_system(path: str) -> bool:
    """Whether a file is of a kind that systems put into folders, by its name and its folders' names."""
    *folders, name = path.split("/")
    return name.casefold() in _LEFT_BY_SYSTEMS or "__MACOSX" in folders


def is_bystander(member: Member) -> bool:
    """Whether a member is none of the sender's files; whatever looks like an owner file must also be one."""
    name = member.name.rpartition("/")[2]
    companion = name.startswith("._") and member.data.startswith(_APPLE_DOUBLE)
    owner = name.startswith(("~$", ".~lock.")) and (not member.data or is_lock_file(member.data))
    return named_by_system(member.name) or companion or owner


def bystanders(members: Iterable[Member], *, has_text: bool) -> frozenset[Member]:
    """Those of a message's attachments that are no returns: visiting cards, appointments, the form of a text;
    small pictures that are called as in signatures only beside a form, or beside a text.

    Alone a picture may be all that somebody has sent, and on one of many pixels a page may be seen.
    """
    attached = tuple(members)
    found = {member for member in attached if is_bystander(member) or _is_of_mail(member)}
    if has_text or any(member.data.startswith(_OFFICE) for member in attached if member not in found):
        found.update(filter(_is_of_signature, attached))
    return frozenset(found)


def _is_of_mail(member: Member) -> bool:
    formatting = member.data.startswith(_WINMAIL) and is_only_formatting(member.data)
    return formatting or member.data.lstrip().startswith(_CARDS)


def _is_of_signature(member: Member) -> bool:
    is_small = len(member.data) <= LARGEST_OF_SIGNATURE and not may_show_a_page(member.data)
    return bool(is_small and _OF_SIGNATURE.fullmatch(member.name) and member.data.startswith(_PICTURES))
