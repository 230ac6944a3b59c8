"""Marks drawn on a Word form: an ellipse around a word, a line through it, an arrow, a freehand tick."""

from __future__ import annotations

from gauntlet.documents.editing import REMARKS, TICK, UNTICKED, Change, value_of
from gauntlet.documents.making import accepted
from gauntlet.documents.shown import Shown, in_words_xml, saved_by_writer
from gauntlet.documents.xml import behind, made
from gauntlet.mutation import Answer

_FREEHAND = (
    "<a:custGeom><a:avLst/><a:pathLst><a:path w='100' h='100'><a:moveTo><a:pt x='0' y='50'/></a:moveTo>"
    "<a:lnTo><a:pt x='30' y='100'/></a:lnTo><a:lnTo><a:pt x='100' y='0'/></a:lnTo></a:path>"
    "</a:pathLst></a:custGeom>"
)


def _drawing(geometry: str) -> str:
    """A shape as Word draws it over a text."""
    return (
        "<w:drawing><wp:anchor distT='0' distB='0' distL='0' distR='0' simplePos='0' relativeHeight='1' "
        "behindDoc='0' locked='0' layoutInCell='1' allowOverlap='1'><wp:simplePos x='0' y='0'/>"
        "<wp:positionH relativeFrom='column'><wp:posOffset>0</wp:posOffset></wp:positionH>"
        "<wp:positionV relativeFrom='paragraph'><wp:posOffset>0</wp:posOffset></wp:positionV>"
        "<wp:extent cx='300000' cy='200000'/><wp:wrapNone/><wp:docPr id='77' name='Form 77'/>"
        "<wp:cNvGraphicFramePr/>"
        "<a:graphic><a:graphicData uri='http://schemas.microsoft.com/office/word/2010/wordprocessingShape'>"
        "<wps:wsp><wps:cNvSpPr/><wps:spPr>"
        "<a:xfrm><a:off x='0' y='0'/><a:ext cx='300000' cy='200000'/></a:xfrm>"
        f"{geometry}<a:noFill/><a:ln w='12700'><a:solidFill><a:srgbClr val='FF0000'/></a:solidFill></a:ln>"
        "</wps:spPr><wps:bodyPr/></wps:wsp></a:graphicData></a:graphic></wp:anchor></w:drawing>"
    )


def _old(shape: str) -> str:
    return f"<w:pict>{shape}</w:pict>"


_ELLIPSE = _drawing("<a:prstGeom prst='ellipse'><a:avLst/></a:prstGeom>")
_OLD_ELLIPSE = _old("<v:oval style='position:absolute;width:40pt;height:15pt' filled='f'/>")
_SHAPES = {
    "ellipse": _ELLIPSE,
    "ellipse in two versions": (
        f"<mc:AlternateContent><mc:Choice Requires='wps'>{_ELLIPSE}</mc:Choice>"
        f"<mc:Fallback>{_OLD_ELLIPSE}</mc:Fallback></mc:AlternateContent>"
    ),
    "line": _drawing("<a:prstGeom prst='line'><a:avLst/></a:prstGeom>"),
    "arrow": _drawing("<a:prstGeom prst='rightArrow'><a:avLst/></a:prstGeom>"),
    "freehand tick": _drawing(_FREEHAND),
    "ellipse of old Word": _OLD_ELLIPSE,
    "line of old Word": _old("<v:line from='0,0' to='40pt,10pt' style='position:absolute'/>"),
    "freehand tick of old Word": _old(
        "<v:shape style='position:absolute;width:20pt;height:20pt' coordsize='100,100' "
        "path='m0,50l30,100,100,0e'/>"
    ),
}


def _at(answer: Answer, shape: str) -> Change:
    return lambda form: behind(form.cell(answer), made(f"<w:r>{_SHAPES[shape]}</w:r>"))


CASES = (
    *(
        Shown(
            f"{shape} drawn at empty boxes",
            UNTICKED[0],
            _at(UNTICKED, shape),
            accepted(
                "boxes_marked",
                why="Nobody knows which one is meant, so none is taken.",
                changed={UNTICKED: None},
                saw=f"☐ ja ☐ nein, with {shape}",
            ),
        )
        for shape in _SHAPES
    ),
    *(
        Shown(
            f"ellipse drawn at {where}",
            answer[0],
            _at(answer, "ellipse"),
            accepted(
                "pictures_found",
                why="Every answer the same; that it is there is told.",
                changed={answer: value_of(answer)},
                saw=f"{where}, with an ellipse",
            ),
        )
        for where, answer in (("a ticked box", TICK), ("a text", REMARKS))
    ),
)
MUTATIONS = (*in_words_xml(CASES), *saved_by_writer(CASES))
