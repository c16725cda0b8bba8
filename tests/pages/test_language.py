"""Thai first, English when it is chosen."""

from __future__ import annotations

from tests.pages.inspecting import InspectingClient


def language_of(client: InspectingClient, path: str) -> str:
    html = client.get(path).page.html
    assert html is not None
    return str(html["lang"])


def test_a_first_visit_is_thai_whatever_the_browser_prefers(client: InspectingClient) -> None:
    seen = client.get("/", headers={"Accept-Language": "en"})

    assert seen.page.html is not None
    assert seen.page.html["lang"] == "th"
    assert "lang=" not in str(seen.response.headers.getlist("Set-Cookie"))


def test_a_chosen_language_is_remembered(client: InspectingClient) -> None:
    client.get("/?lang=en")

    assert language_of(client, "/help") == "en"
    assert language_of(client, "/help?lang=th") == "th"


def test_an_unknown_language_changes_nothing(client: InspectingClient) -> None:
    seen = client.get("/?lang=%00fr")

    assert seen.status == 200
    assert not seen.response.headers.getlist("Set-Cookie")


def test_the_switch_keeps_fixed_filters_and_drops_the_rest(client: InspectingClient) -> None:
    switch = client.get("/help?show=late&secret=word").page.select_one(".language-switch [lang=en]")

    assert switch is not None
    assert switch["href"] == "/help?show=late&lang=en"


def test_the_switch_on_an_answer_to_a_form_leads_to_a_page(client: InspectingClient) -> None:
    answer = client.post("/track/message")

    switch = answer.page.select_one(".language-switch [lang=en]")
    assert switch is not None
    assert switch["href"] == "/track?lang=en"
