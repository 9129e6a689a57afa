"""The page Space: what stopped delivering, tags and members at a price, and one list that fails hides no other."""

from __future__ import annotations

import json
from urllib.parse import parse_qs

from streamlit.testing.v1 import AppTest

from dashboard import state
from services.sandbox.hostile import PAYLOADS
from tests.conftest import SandboxProgram
from tests.pages.conftest import OpenApp, address, go_to, left_for_charts, plain_words

PAGE = "../pages/space.py"
SPACE = "spce_roast"
CHANNELS = f"/v1/spaces/{SPACE}/channels"
TAGS = f"/v1/spaces/{SPACE}/tags"


def open_space(app: AppTest, **link: str) -> AppTest:
    app.switch_page(PAGE)
    for key, value in link.items():
        app.query_params[key] = value
    return app.run()


def press(app: AppTest, name: str, act: str) -> AppTest:
    return app.button(key=state.space_list_key(name, act)).click().run()


def keys(app: AppTest) -> set[str]:
    return {button.key for button in app.button if button.key}


def links(app: AppTest) -> dict[str, dict[str, list[str]]]:
    """The ways into Explore: their words, and the query of each; of several with the same words the first."""
    found: dict[str, dict[str, list[str]]] = {}
    for element in app.get("page_link"):
        found.setdefault(element.proto.label.replace("\\", "").strip("*"), parse_qs(element.proto.query_string))
    return found


def lists(*items: object) -> str:
    return json.dumps({"data": list(items)})


def test_profiles_are_there_with_the_page_tags_and_members_for_one_request_each(
    sandbox: SandboxProgram, open_app: OpenApp
) -> None:
    app = open_space(open_app(sandbox), space=SPACE)
    assert not app.exception
    said = plain_words(app)
    assert app.title[0].value == "Northwind Coffee"
    assert "**11 profiles** on 8 networks: 2 Instagram, 2 Facebook, 2 Google Business" in said
    assert (
        "**Northwind Coffee Austria** (Facebook): totals of this space and of Facebook lack its newer numbers." in said
    )
    assert "once the page Reports was opened" in said
    # No date is known, so none is said.
    assert "2026" not in said
    assert not {path for path in sandbox.paths() if path.endswith(("/tags", "/members", "/reports"))}
    sent = len(sandbox.log())
    assert app.button(key=state.space_list_key("tags", "ask")).label == ":blue[**Show the tags · 1 request**]"
    press(app, "tags", "ask")
    assert len(sandbox.log()) == sent + 1
    said = plain_words(app)
    assert "**27 tags**, 19 of them below another, 3 of them no longer in use" in said
    assert "Opening hours · Delivery · Billing · Quality · Praise" in said
    assert "Marks conversations · no longer in use" in said
    press(app, "members", "ask")
    assert len(sandbox.log()) == sent + 2
    table = app.dataframe[-1].value
    assert list(table.columns) == ["Name", "Role", "State"]
    assert (table["Name"].iloc[0], table["Role"].iloc[0], table["State"].iloc[-1]) == (
        "Mara Lindqvist",
        "Owner",
        "Inactive",
    )
    app.toggle(key=state.HAS_EMAILS).set_value(True).run()
    assert "@" in app.dataframe[-1].value["E-mail"].iloc[0]
    press(app, "profiles", "again")
    assert len(sandbox.log()) == sent + 3
    assert left_for_charts(app) == 45 - len(sandbox.log())
    app.text_input(key=f"{state.SPACE_SEARCH}.profiles").set_value("northwind face").run()
    assert [name for name in links(app) if name == "Numbers of this profile"]
    assert len(sandbox.log()) == sent + 3


def test_a_tag_and_a_profile_lead_to_questions_that_explore_answers_for_the_price_that_was_said(
    sandbox: SandboxProgram, open_app: OpenApp
) -> None:
    app = press(open_space(open_app(sandbox), space=SPACE), "tags", "ask")
    assert "in Explore: 2 requests each" in plain_words(app)
    led = links(app)
    # An upper tag takes those below it along; a tag of conversations leads nowhere.
    assert led["Campaign"]["where"][0].count("~") == 6
    assert "Concern" not in led
    assert "Opening hours" not in led
    for name, heading in (("Seasonal", "post"), ("Numbers of this profile", "date")):
        sent = len(sandbox.log())
        app.switch_page("../pages/explore.py")
        go_to(app, {key: value[0] if len(value) == 1 else value for key, value in led[name].items()})
        assert not app.exception
        assert not app.warning
        assert len(sandbox.log()) - sent == 2
        assert list(app.session_state[state.DIMENSIONS]) == [heading]
    again = open_space(app)
    assert "1 request each" in plain_words(again).replace("free, from memory to ", "")


def test_the_address_follows_the_space_and_a_link_chooses_it(sandbox: SandboxProgram, open_app: OpenApp) -> None:
    app = open_space(open_app(sandbox), space="spce_ferry")
    assert app.title[0].value == "Ostsee Ferries"
    app.selectbox(key=state.SPACE).set_value(SPACE).run()
    assert app.title[0].value == "Northwind Coffee"
    assert address(app) == {"org": ["orgn_lantern"], "space": [SPACE]}
    go_to(app, {"space": "spce_nobody"})
    assert app.title[0].value == "Northwind Coffee"
    assert 'The space "spce_nobody" is none of those' in plain_words(app)


def test_who_does_not_own_the_organization_reads_why_there_are_no_members_and_nothing_is_asked(
    sandbox: SandboxProgram, open_app: OpenApp
) -> None:
    app = open_space(open_app(sandbox), space="spce_aster")
    assert "this token’s user does not own **Aster Hotels Group**" in plain_words(app)
    assert state.space_list_key("members", "ask") not in keys(app)
    assert not [path for path in sandbox.paths() if "members" in path]


def test_saved_reports_that_count_a_stopped_profile_are_named_once_they_are_known(
    sandbox: SandboxProgram, open_app: OpenApp
) -> None:
    app = open_app(sandbox)
    app.switch_page("../pages/reports.py").run()
    sent = len(sandbox.log())
    said = plain_words(open_space(app))
    assert "of this space, of Facebook and of the saved report “Customer care” lack its newer numbers" in said
    assert "page Reports" not in said
    assert len(sandbox.log()) == sent


def test_a_list_that_fails_hides_no_other_and_is_asked_again_only_on_demand(
    sandbox: SandboxProgram, open_app: OpenApp
) -> None:
    # The page that opens first asks for the profiles too, and does without; a failure is repeated once.
    sandbox.queue([{"fault": "500", "path": CHANNELS}] * 4 + [{"status": 403, "path": TAGS}])
    app = press(open_space(open_app(sandbox), space=SPACE), "tags", "ask")
    said = plain_words(app)
    assert "**Statusbrew is in trouble**" in said
    assert "**This token may not see that**" in said
    assert state.space_list_key("members", "ask") in keys(app)
    sent = len(sandbox.log())
    press(app, "members", "ask")
    assert len(sandbox.log()) == sent + 1
    assert app.dataframe
    app.button(key="retry.space.profiles").click().run()
    assert "**11 profiles**" in plain_words(app)
    app.button(key="retry.space.tags").click().run()
    assert "**27 tags**" in plain_words(app)
    # What is there stays where a refresh fails.
    sandbox.queue([{"fault": "500", "path": CHANNELS}] * 2)
    press(app, "profiles", "again")
    assert "**11 profiles**" in plain_words(app)
    assert [toast for toast in app.toast if "500" in toast.value or "trouble" in toast.value]


def test_an_empty_space_says_what_to_do_and_what_others_wrote_is_text(
    sandbox: SandboxProgram, open_app: OpenApp
) -> None:
    app = open_space(open_app(sandbox), space=SPACE)
    sandbox.queue([{"status": 200, "body": lists(), "path": path} for path in (CHANNELS, TAGS)])
    press(press(app, "profiles", "again"), "tags", "ask")
    said = plain_words(app)
    assert "This space has no profiles yet." in said
    assert "This space has no tags yet." in said
    channels = [
        {"id": f"c{place}", "urn": f"u{place}", "network": text, "username": text, "name": text, "authorization": text}
        for place, text in enumerate(PAYLOADS)
    ]
    tags = [{"id": f"t{place}", "name": text, "scope": text, "active": False} for place, text in enumerate(PAYLOADS)]
    stopped = {**channels[0], "id": "c", "urn": "u", "authorization": "expired"}
    sandbox.queue(
        [
            {"status": 200, "body": lists(*channels, stopped), "path": CHANNELS},
            {
                "status": 200,
                "body": lists(*tags, *({**item, "id": f"p{item['id']}", "scope": "post"} for item in tags)),
                "path": TAGS,
            },
        ]
    )
    press(press(app, "profiles", "again"), "tags", "again")
    assert not app.exception
    assert not app.error
    ours = ":material/", ":gray[", ":small[", "-badge[", "**"
    for element in (*app.markdown, *app.caption, *app.warning):
        text = element.value
        for part in ours:
            text = text.replace(part, "")
        assert "<" not in text.replace("\\<", "")
        assert "](" not in text
        assert "$" not in text.replace("\\$", "")
