"""The shape of the code: short functions, modules of one idea, walls, words about every setting."""

from __future__ import annotations

import ast
import re
import subprocess
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path

import pytest

from complaints.domain.access import Permission
from config import SECRET_NAMES, Settings
from tests.support.processes import ROOT

SOURCES = [*sorted((ROOT / "complaints").rglob("*.py")), ROOT / "config.py"]
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
LONGEST_FUNCTION, LONGEST_MODULE = 60, 400

# Templates that mark as safe what nobody typed; each with the reason.
SAFE: dict[str, str] = {}


def functions(tree: ast.AST) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    """Yield every function of a module."""
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def parsed(path: Path) -> ast.Module:
    """Return the syntax tree of a module."""
    return ast.parse(path.read_text())


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_module_is_of_one_idea_and_its_functions_are_short(path: Path) -> None:
    assert len(path.read_text().splitlines()) <= LONGEST_MODULE
    long = [
        f"{found.name}: {found.end_lineno - found.lineno + 1} lines"
        for found in functions(parsed(path))
        if found.end_lineno and found.end_lineno - found.lineno + 1 > LONGEST_FUNCTION
    ]
    assert long == []


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_module_and_every_public_name_says_what_it_is(path: Path) -> None:
    tree = parsed(path)
    silent = [] if ast.get_docstring(tree) else ["the module"]
    public = (ast.FunctionDef, ast.ClassDef)
    # A method of a class with a base fulfils what the base describes.
    classes = [n for n in tree.body if isinstance(n, ast.ClassDef) and not n.bases]
    silent += [
        node.name
        for body in [tree.body, *(one.body for one in classes)]
        for node in body
        if isinstance(node, public) and node.name[0] != "_" and not ast.get_docstring(node)
    ]

    assert silent == []


def test_every_setting_is_documented() -> None:
    secret = {name.lower() for name in SECRET_NAMES}
    described = set(re.findall(r":ivar (\w+):", Settings.__doc__ or ""))

    assert described | secret == {field.name for field in fields(Settings)}
    for field in fields(Settings):
        if field.name not in secret:
            assert f"``{_variable(field.name)}``" in (Settings.__doc__ or ""), field.name


def _variable(name: str) -> str:
    return {"instance": "INSTANCE_DIR"}.get(name, name.upper())


def test_no_secret_has_a_default_or_shows_itself() -> None:
    secret = [field for field in fields(Settings) if field.name.upper() in SECRET_NAMES]

    assert len(secret) == len(SECRET_NAMES)
    for field in secret:
        assert field.default is field.default_factory  # both missing
        assert not field.repr


def test_every_permission_is_asked_for_somewhere() -> None:
    asked = {
        node.attr
        for path in SOURCES
        if path.name != "access.py" or path.parent.name != "domain"
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.Attribute)
        and isinstance(node.value, ast.Name)
        and node.value.id == "Permission"
    }

    assert asked == {permission.name for permission in Permission}


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT)))
def test_no_template_lets_typed_text_through_unescaped(path: Path) -> None:
    text = path.read_text()
    found = re.findall(r"\|\s*safe\b|Markup|autoescape\s+false|\|\s*forceescape", text)

    assert not found or str(path.relative_to(ROOT / "templates")) in SAFE


def test_no_code_marks_text_as_safe() -> None:
    # One place may: letters that the Markup class itself has escaped; none does now.
    marking = [
        str(path.relative_to(ROOT))
        for path in SOURCES
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.Name | ast.Attribute)
        and (node.id if isinstance(node, ast.Name) else node.attr) == "Markup"
    ]

    assert marking == []


def test_no_wall_of_the_house_is_crossed() -> None:
    said = subprocess.run(
        [ROOT / ".venv/bin/lint-imports", "--no-cache"],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip

    assert said.returncode == 0, said.stdout


FORBIDDEN_IN_TESTS = re.compile(r"unittest\.mock|@pytest\.mark\.(skip|xfail)|pytest\.skip\(")


def test_no_test_is_skipped_and_nothing_is_patched_from_outside() -> None:
    guilty = [
        str(path.relative_to(ROOT))
        for path in (ROOT / "tests").rglob("*.py")
        if path.name != "test_shape.py" and FORBIDDEN_IN_TESTS.search(path.read_text())
    ]

    assert guilty == []
