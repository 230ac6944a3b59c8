"""Files that hold files: what people send a form in, besides nothing around it."""

from __future__ import annotations

from collections.abc import Callable

from ruecklauf.office.enclosing.bystanders import is_bystander
from ruecklauf.office.enclosing.mailbox import unpack_mailbox
from ruecklauf.office.enclosing.member_names import readable, unflagged_utf8
from ruecklauf.office.enclosing.messages import unpack_message
from ruecklauf.office.enclosing.msg import unpack_msg
from ruecklauf.office.enclosing.unpacked import Member, Unpacked
from ruecklauf.office.enclosing.winmail import unpack_winmail
from ruecklauf.office.formats import Format, recognise_format
from ruecklauf.office.package import Source
from ruecklauf.office.refusal import Refusal

__all__ = ["Member", "Unpacked", "unpack"]


def unpack(data: bytes) -> Unpacked | None:
    """The files in a ZIP archive, a message, a mailbox or a `winmail.dat`; None for what is none of these,
    a workbook above all.

    Containers in it are members like all others. Raises only Refusal, for what is damaged, hostile, too large
    or behind a password.
    """
    source = Source(data)
    unpack_kind = _UNPACKERS.get(recognise_format(source))
    try:
        return unpack_kind(source) if unpack_kind else None
    except MemoryError as fault:
        raise Refusal("too_large", why="der Inhalt passt nicht in den Arbeitsspeicher") from fault


def _unpack_zip(source: Source) -> Unpacked:
    package = source.package
    members, passed_over = [], []
    for name in package.names:
        member = Member(readable(unflagged_utf8(name)), package.read(name))
        if is_bystander(member):
            passed_over.append(member.name)
        else:
            members.append(member)
    return Unpacked(Format.ZIP, tuple(members), passed_over=tuple(passed_over))


_UNPACKERS: dict[Format, Callable[[Source], Unpacked | None]] = {
    Format.ZIP: _unpack_zip,
    Format.MAIL: lambda source: unpack_message(source.data),
    Format.MBOX: lambda source: unpack_mailbox(source.data),
    Format.MSG: lambda source: unpack_msg(source.data),
    Format.TNEF: lambda source: unpack_winmail(source.data),
}
