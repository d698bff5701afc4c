"""The fonts the papers are set in, registered once, and the fetcher that knows nothing else."""

from importlib.resources import files
from pathlib import Path
from typing import Any

from weasyprint.text.ffi import ffi, fontconfig, pango, pangoft2
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

FAMILY = "Noto Sans"
REGULAR, SEMIBOLD, ITALIC = (f"NotoSans-{cut}.ttf" for cut in ("Regular", "SemiBold", "Italic"))
PREFIX = "app:fonts/"

OUTSIDE = (
    "This part asks for a file from outside, and nothing from outside is ever loaded. "
    "Tell an administrator that its template is at fault."
)


def packaged(name: str) -> Path:
    return Path(str(files("casetrack.documents") / "fonts" / name))


class Fetcher(URLFetcher):  # type: ignore[misc]  # WeasyPrint ships without types
    """Serves `app:fonts/<file>` and stops the paper at anything else, remembering that it did."""

    def __init__(self) -> None:
        super().__init__(allowed_protocols=(), allow_redirects=False, fail_on_errors=True)
        self.refusals = 0
        self._fonts = {
            PREFIX + name: packaged(name).read_bytes() for name in (REGULAR, SEMIBOLD, ITALIC)
        }

    def fetch(self, url: str, headers: dict[str, str] | None = None) -> Any:  # noqa: ARG002  theirs
        if url in self._fonts:
            return URLFetcherResponse(url, self._fonts[url], {"Content-Type": "font/ttf"})
        self.refusals += 1
        raise FatalURLFetchingError("only packaged fonts are served")


class Typecase(FontConfiguration):  # type: ignore[misc]  # as above
    """Packaged fonts straight from their files; WeasyPrint's own way copies them to a folder."""

    def __init__(self) -> None:
        super().__init__()
        for name in (REGULAR, SEMIBOLD, ITALIC):
            fontconfig.FcConfigAppFontAddFile(self._config, str(packaged(name)).encode())
        pangoft2.pango_fc_font_map_config_changed(ffi.cast("PangoFcFontMap *", self.font_map))

    def add_font_face(self, rule_descriptors: dict[str, Any], url_fetcher: Fetcher) -> None:
        """A style sheet may name our fonts, which are here; any other is a fetch, and refused."""
        for kind, url in rule_descriptors["src"]:
            if kind == "external" and url is not None:
                url_fetcher.fetch(url)

    def regular(self, size: float) -> Any:
        """Pango's own object for Noto Sans at so many pixels."""
        description = ffi.gc(pango.pango_font_description_new(), pango.pango_font_description_free)
        pango.pango_font_description_set_family(description, FAMILY.encode())
        pango.pango_font_description_set_absolute_size(description, int(size * 1024))
        context = pango.pango_font_map_create_context(self.font_map)
        return pango.pango_font_map_load_font(self.font_map, context, description)
