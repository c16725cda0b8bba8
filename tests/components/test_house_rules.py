"""What holds for every template and every stylesheet, whoever wrote it."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from jinja2 import Environment, nodes

from complaints.web.assets import DESK_PREFIX
from tests.components.specimen_app import HERE, ROOT

#: Sheets are turned into PDF and never meet a browser, so their styles are inside.
TEMPLATES = sorted(
    path
    for path in (ROOT / "templates").rglob("*.html")
    if not path.stem.endswith(("_sheet", "_sheets"))
)
COMPONENTS = sorted((ROOT / "templates" / "components").glob("*.html"))
STYLESHEETS = sorted((ROOT / "static").rglob("*.css"))

FORBIDDEN = {
    "an inline style": r"\sstyle\s*=|<style\b",
    "an inline script": r"<script(?![^>]*\bsrc=)",
    "an event handler": r"\son[a-z]+\s*=\s*[\"']",
    "a javascript address": r"javascript:",
    "text taken as markup": r"\|\s*safe\b|\bMarkup\b|autoescape\s+false",
    "another host": r"(?:src|href|action)\s*=\s*[\"']?(?:https?:)?//",
}

#: Parts from which fields and pages are built; pages do not call them.
BUILDING_BLOCKS = {"field"}


def named(path: Path) -> str:
    return str(path.relative_to(ROOT))


def macros_of(path: Path) -> dict[str, str]:
    """Return the signatures of the macros in a file, written as in the README."""
    environment = Environment(extensions=["jinja2.ext.i18n"], autoescape=True)
    tree = environment.parse(path.read_text(encoding="utf-8"))
    return {macro.name: signature(macro) for macro in tree.find_all(nodes.Macro)}


def signature(macro: nodes.Macro) -> str:
    required = len(macro.args) - len(macro.defaults)
    words = [argument.name for argument in macro.args[:required]]
    for argument, default in zip(macro.args[required:], macro.defaults, strict=True):
        words.append(f"{argument.name}={written(default)}")
    return f"{macro.name}({', '.join(words)})"


def written(default: nodes.Expr) -> str:
    value = default.as_const()
    return f'"{value}"' if isinstance(value, str) else repr(value)


def comments_of(path: Path) -> str:
    return " ".join(re.findall(r"\{#.*?#\}", path.read_text(encoding="utf-8"), re.DOTALL))


def component_imports() -> Iterator[str]:
    sources = [*TEMPLATES, *sorted((HERE / "pages").glob("*.html"))]
    for path in sources:
        yield from re.findall(r'from "components/(\w+)\.html"', path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("path", TEMPLATES, ids=named)
def test_a_template_holds_nothing_that_the_policy_or_the_house_forbids(path: Path) -> None:
    source = path.read_text(encoding="utf-8")

    found = [what for what, sign in FORBIDDEN.items() if re.search(sign, source, re.IGNORECASE)]

    assert found == []


def test_every_component_has_its_stylesheet_and_no_stylesheet_is_without_component() -> None:
    stylesheets = {path.stem for path in (ROOT / "static" / "components").glob("*.css")}

    assert stylesheets == {path.stem for path in COMPONENTS}


@pytest.mark.parametrize("path", COMPONENTS, ids=named)
def test_a_component_has_the_macro_it_is_named_after_and_says_its_parameters(path: Path) -> None:
    signatures = macros_of(path)
    comments = comments_of(path)

    if path.stem not in BUILDING_BLOCKS:
        assert path.stem in signatures
        parameters = re.findall(r"[(,] ?(\w+)", signatures[path.stem])
        assert [word for word in parameters if not re.search(rf"\b{word}\b", comments)] == []


def test_the_readme_gives_every_signature_as_it_is() -> None:
    readme = (ROOT / "templates" / "README.md").read_text(encoding="utf-8")
    told = set(re.findall(r"`([a-z]\w*\([^`]*\))`", readme))
    true = {one for path in COMPONENTS for one in macros_of(path).values()}
    public = {
        macros_of(path)[path.stem]
        for path in COMPONENTS
        if path.stem not in BUILDING_BLOCKS and not path.stem.startswith(DESK_PREFIX)
    }

    assert told - true == set()
    assert public - told == set()


def test_the_specimen_or_another_page_shows_every_component() -> None:
    assert {path.stem for path in COMPONENTS} - set(component_imports()) == set()


@pytest.mark.parametrize("path", STYLESHEETS, ids=named)
def test_a_stylesheet_asks_no_other_host_and_sets_thai_as_it_should_be_read(path: Path) -> None:
    source = path.read_text(encoding="utf-8")

    assert re.findall(r"https?:|url\(\s*[\"']?//|@import|data:", source) == []
    assert re.findall(r"letter-spacing|text-align:\s*justify", source) == []


@pytest.mark.parametrize(
    "path", [path for path in STYLESHEETS if path.name != "tokens.css"], ids=named
)
def test_a_colour_that_changes_in_the_dark_is_named_in_the_tokens_alone(path: Path) -> None:
    """White and black on grounds that stay as they are in light and dark may be written out."""
    source = re.sub(r"(?m)^.*--[\w-]+: #.*$", "", path.read_text(encoding="utf-8"))
    fixed = {"#fff", "#000", "#222", "#333", "#444", "#888", "#ffd773", "#2b2000"}
    fixed |= {"#17242b", "#8fa3ad", "#c3d0d6", "#6f8a96"}

    assert set(re.findall(r"#[0-9a-f]{3,6}\b", source)) - fixed == set()
