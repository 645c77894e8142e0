"""What both pictures are drawn with: measured text, boxes, lines.

The pictures are plain SVG in the page, so that their boxes are links and follow the page's colours.
A browser does the drawing but nothing measures the text for us, so its width is estimated with the
metrics of Helvetica, which the fonts that the style names share. May know nothing of the ontology.
"""

from typing import Final

from kg.pages.html import Child, Markup, element

# Advance widths of Helvetica in thousandths of the font's size, of all characters but the common.
_WIDTHS: Final = {
    **dict.fromkeys("ijl'|", 222),
    **dict.fromkeys("ft.,:;/ ![]I", 278),
    **dict.fromkeys('r()-`"', 333),
    **dict.fromkeys("ckvsxyzJ", 500),
    **dict.fromkeys("ABEKPSVXY", 667),
    **dict.fromkeys("CDHNRUwW", 722),
    **dict.fromkeys("GOQmM", 833),
}
_COMMON: Final = 556


def width(text: str, size: float) -> int:
    """Return about how many pixels ``text`` takes at a font size in pixels."""
    return round(sum(_WIDTHS.get(character, _COMMON) for character in text) * size / 1000)


def picture(
    *children: Child, width_: int, height: int, name: str, description: str, class_: str
) -> Markup:
    """Return an ``svg`` element with a name and a description for those who do not see it."""
    return element(
        "svg",
        element("title", name),
        element("desc", description),
        *children,
        viewBox=f"0 0 {width_} {height}",
        width=str(width_),
        height=str(height),
        role="group",
        aria_label=name,
        class_=class_,
    )


def box(x: int, y: int, w: int, h: int, *, class_: str, radius: int = 6) -> Markup:
    """Return a rectangle with round corners."""
    return element(
        "rect",
        x=str(x),
        y=str(y),
        width=str(w),
        height=str(h),
        rx=str(radius),
        class_=class_,
    )


def words(x: int, y: int, text: str, *, class_: str | None = None, end: bool = False) -> Markup:
    """Return text whose baseline starts, or ends, at a point."""
    anchor = "end" if end else None
    return element("text", text, x=str(x), y=str(y), text_anchor=anchor, class_=class_)


def curve(x1: int, y1: int, x2: int, y2: int, *, class_: str, straight: int = 0) -> Markup:
    """Return a line that leaves one point and reaches another horizontally.

    Args:
        x1: where it starts; likewise ``y1``.
        y1: see above.
        x2: where it ends; likewise ``y2``.
        y2: see above.
        class_: of the style.
        straight: the x up to which it keeps its height, where that is right of its start.
    """
    bend = max(x1, straight)
    middle = (bend + x2) // 2
    start = f"M{x1} {y1}" + (f"H{bend}" if bend > x1 else "")
    return element("path", d=f"{start}C{middle} {y1} {middle} {y2} {x2} {y2}", class_=class_)


def elbow(x1: int, y1: int, x2: int, y2: int, *, class_: str) -> Markup:
    """Return a line that goes down from one point and then right to another."""
    return element("path", d=f"M{x1} {y1}V{y2}H{x2}", class_=class_)


def linked(href: str | None, *children: Child, title: str, class_: str) -> Markup:
    """Return a group that is a link where there is somewhere to go, with words on hovering."""
    if href is None:
        return element("g", element("title", title), *children, class_=class_)
    return element("a", element("title", title), *children, href=href, class_=class_)
