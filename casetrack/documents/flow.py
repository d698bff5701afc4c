"""Makes typed text safe for layout (a first version; the press's keeper replaces it)."""


def paragraphs(text: str) -> tuple[str, ...]:
    return tuple(part for part in text.split("\n") if part.strip())


def line(text: str, cap: int) -> str:
    return " ".join(text.split())[:cap]
