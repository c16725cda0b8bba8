"""A bundle sealed to the receiving body: opened by it alone, offline, and whole."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from complaints.cli.bundle import bundle
from complaints.domain.channel import Channel
from tests.desk_pages.conftest import Answer, Desks
from tests.desk_pages.test_passing_on import OFFICERS, TOLD, C, G, forwarded, notes

SECOND = {G: "fahsai", C: "busaba"}


def made_key(folder: Path) -> tuple[Path, str, str]:
    """Make the key of a body as it does; return its file, public half and fingerprint."""
    folder.mkdir()
    said = CliRunner().invoke(bundle, ["key", str(folder), "--name", "สำนักงานสมมติ"]).output
    fingerprint = said.split("Fingerprint: ")[1].splitlines()[0]
    (key,), (public,) = folder.glob("*.key"), folder.glob("*.public.json")
    assert key.stat().st_mode & 0o777 == 0o600
    return key, public.read_text(encoding="utf-8"), fingerprint


def body_of(desks: Desks, channel: Channel) -> str:
    """Return the id of the body to which these tests forward: the last one of the list."""
    page = desks.at(OFFICERS[channel]).look(f"/desk/{channel.value}/body-keys")
    return str(page.soup.select("main ul a")[-1]["href"]).rsplit("/", 1)[-1]


def with_key(desks: Desks, channel: Channel, folder: Path) -> Path:
    """Register and confirm a key of the body; return the key file."""
    key, public, fingerprint = made_key(folder)
    address = f"/desk/{channel.value}/body-keys/{body_of(desks, channel)}"
    first = desks.at(OFFICERS[channel]).send(
        address, public=public, fingerprint=fingerprint, way="letter"
    )
    second = desks.at(SECOND[channel]).send(address, fingerprint=fingerprint, way="telephone")
    assert (first.status, second.status) == (303, 303)
    return key


def sealed(desks: Desks, channel: Channel) -> tuple[Answer, str]:
    """Forward a case, seal its bundle with its file; return the answer and the address."""
    address, browser = forwarded(desks, channel), desks.at(OFFICERS[channel])
    blob = browser.look(address).one("main input[name=enclosed]")["value"]
    answer = browser.send(
        address, account="KEPT-ALONE", words="FOR-THE-BODY", how="sealed", enclosed=blob
    )
    return answer, address


def opened(text: bytes, key: Path, folder: Path, *more: str) -> tuple[int, str]:
    """Open a bundle as the body does; return exit code and words."""
    folder.mkdir(exist_ok=True)
    file = folder / "got.json"
    file.write_bytes(text)
    result = CliRunner().invoke(bundle, ["open", str(file), str(folder), "--key", str(key), *more])
    return result.exit_code, result.output


@pytest.mark.parametrize("channel", Channel)
def test_the_body_opens_what_the_officer_decided_and_nothing_stands_in_clear(
    desks: Desks, tmp_path: Path, channel: Channel
) -> None:
    key = with_key(desks, channel, tmp_path / "body")
    answer, address = sealed(desks, channel)
    text, number = answer.response.data, address.split("/")[-2]

    status, said = opened(text, key, tmp_path / "got")

    assert answer.status == 200, answer.words
    assert answer.response.headers["Content-Disposition"] == 'attachment; filename="bundle.json"'
    assert answer.response.headers["Cache-Control"] == "no-store"
    for secret in (b"KEPT-ALONE", b"FOR-THE-BODY", number.encode(), b"somchai"):
        assert secret not in text
    assert status == 0, said
    told = json.loads((tmp_path / "got/bundle.json").read_text(encoding="utf-8"))
    assert (told["account"], told["words"], told["number"]) == (
        "KEPT-ALONE", "FOR-THE-BODY", number,
    )  # fmt: skip
    (file,) = told["files"]
    assert (file["name"], file["sha256"]) == ("", hashlib.sha256(b"notes").hexdigest())
    assert (tmp_path / "got" / file["saved_as"]).read_bytes() == b"notes"
    assert (tmp_path / "got/bundle.pdf").read_bytes().startswith(b"%PDF")
    whole = json.dumps(told, ensure_ascii=False)
    for gone in ("SOMCHAI", "0812345678", "somchai@example.org", TOLD[channel]["details"]):
        assert gone not in whole
    assert hashlib.sha256(text).hexdigest() in notes(desks, channel, number)[0]


def test_no_other_key_opens_it_and_what_was_changed_is_refused(
    desks: Desks, tmp_path: Path
) -> None:
    key = with_key(desks, G, tmp_path / "body")
    text = sealed(desks, G)[0].response.data
    other, _, _ = made_key(tmp_path / "other")
    forged = json.loads(text)
    forged["agency"] = "หน่วยงานอื่น"

    results = [
        opened(text, other, tmp_path / "a"),
        opened(json.dumps(forged).encode(), key, tmp_path / "b"),
        opened(b"{}", key, tmp_path / "c"),
        opened(text, key, tmp_path / "d", "--signer", "00" * 32),
    ]

    assert [status for status, _ in results] == [1, 1, 1, 1]
    assert not [path for path in tmp_path.glob("[abcd]/*") if path.name != "got.json"]
    signer = str(json.loads(text)["signer_key"])
    with desks.office.reading(G) as work:
        assert bytes.fromhex(signer) == work.agency.attest_key
    assert opened(text, key, tmp_path / "e", "--signer", signer)[0] == 0


def test_an_exchanged_key_is_shown_and_nothing_leaves(desks: Desks, tmp_path: Path) -> None:
    with_key(desks, G, tmp_path / "body")
    address = forwarded(desks, G)
    foreign = json.loads(made_key(tmp_path / "foreign")[1])["body_public"]
    desks.office.execute("UPDATE body_keys SET opening_key = :key", key=bytes.fromhex(foreign))
    browser = desks.at("ekachai")

    page = browser.look(address)
    answer = browser.send(address, account="KEPT", how="sealed")

    assert page.soup.select("main .notice--danger")
    assert not page.soup.select("main button[name=how]")
    assert answer.status == 422
    assert answer.errors
    assert answer.value("account") == "KEPT"
    assert notes(desks, G, address.split("/")[-2]) == []
    listed = browser.look("/desk/grievance/body-keys")
    assert listed.soup.select("main li strong")


def test_a_body_without_a_key_gets_it_on_paper(desks: Desks) -> None:
    address, browser = forwarded(desks, G), desks.at("ekachai")

    page, refused = browser.look(address), browser.send(address, account="KEPT", how="sealed")

    assert not page.soup.select("main button[name=how], main input[name=enclosed]")
    assert refused.status == 422
    assert browser.send(address, account="KEPT").status == 200


def test_a_mistyped_fingerprint_comes_back_with_what_was_typed(
    desks: Desks, tmp_path: Path
) -> None:
    _, public, _ = made_key(tmp_path / "body")
    address = f"/desk/grievance/body-keys/{body_of(desks, G)}"

    page = desks.at("ekachai").send(address, public=public, fingerprint="0" * 32, way="letter")

    assert page.status == 422
    assert page.soup.select_one("#error-summary a[href='#fingerprint']"), page.words
    assert page.value("public") == public
    assert desks.office.rows("body_keys") == []
    for wrong in ({}, {"way": "fax", "fingerprint": "x", "public": "x"}):
        assert desks.at("ekachai").send(address, **wrong).status == 422


def test_who_is_not_of_the_desk_finds_no_such_page(desks: Desks) -> None:
    body_id = body_of(desks, G)

    for who in ("anan", "itthi", "jinda", "ladda"):
        for rest in ("", f"/{body_id}"):
            assert desks.at(who).look(f"/desk/grievance/body-keys{rest}").status == 404
    assert desks.at("ekachai").look(f"/desk/grievance/body-keys/{'0' * 32}").status == 404
