"""Every list endpoint, in every form that the contract accepts, and what is refused."""

from __future__ import annotations

from typing import Any

import pytest

from services.errors import AnswerUnreadable
from services.insights import wire
from services.insights.filters import Filter
from services.insights.models import (
    Basis,
    Channel,
    Dimension,
    FilterSpec,
    Member,
    Metric,
    Option,
    Organization,
    Report,
    Section,
    Space,
    Tag,
    Unit,
    User,
    Widget,
)
from tests.services.insights.samples import (
    CATALOGUE,
    CHANNELS,
    CONFIG,
    ENDPOINT,
    LISTS,
    MEMBERS,
    METRIC,
    OBJECTS,
    ORGANIZATIONS,
    REPORTS,
    SPACES,
    TAGS,
    USER,
    body,
    read,
    read_config,
    snake,
    strewn,
)

EVERY_LIST = pytest.mark.parametrize(("reader", "answer"), LISTS.values(), ids=LISTS)
EVERY_OBJECT = pytest.mark.parametrize(("reader", "answer"), OBJECTS.values(), ids=OBJECTS)
EVERY_ANSWER = pytest.mark.parametrize(
    ("reader", "answer"), [*LISTS.values(), *OBJECTS.values()], ids=[*LISTS, *OBJECTS]
)
WRONG = [None, True, 7, 1.5, "text", [], {}, [1], {"x": 1}]

SIGNS = [
    {"next": "https://api.example.com/page/2"},
    {"next": 2},
    {"next": {"href": "https://api.example.com/page/2"}},
    {"hasMore": True},
    {"has_more": True},
    {"hasMore": None, "has_more": True},
    {"nextCursor": "abc"},
    {"next_cursor": "abc"},
    {"nextPage": 2},
    {"next_page": 2},
    {"paging": {"next": "x"}},
    {"paging": {"hasMore": True}},
    {"paging": {"has_more": True}},
    {"paging": {"next": {"cursor": "x"}}},
    {"paging": "more"},
    {"pagination": {"next": 2}},
    {"meta": {"next": 2}},
    {"meta": {"hasMore": True}},
    {"meta": {"paging": {"next": 2}}},
    {"links": {"next": "x"}},
    {"links": {"next": {"href": "x"}}},
    {"meta": {"links": {"next": "x"}}},
]
NO_SIGNS = [
    {"next": None},
    {"next": False},
    {"next": ""},
    {"next": 0},
    {"next": []},
    {"next": {}},
    {"next": {"href": None}},
    {"hasMore": False},
    {"has_more": False},
    {"paging": None},
    {"paging": {}},
    {"paging": []},
    {"paging": {"page": 1, "pages": 1}},
    {"paging": {"next": None, "previous": "x"}},
    {"meta": {"total": 3}},
    {"meta": {"hasMore": False}},
    {"meta": "as it was"},
    {"links": {"self": "x", "next": None}},
    {"previous": "x"},
]


class TestTheFormsOfAList:
    @EVERY_LIST
    @pytest.mark.parametrize("key", ["data", "items", "results", "rows"])
    def test_it_may_stand_under_any_known_key_or_alone(self, reader: Any, answer: Any, key: str) -> None:
        alone = read(reader, answer)
        assert len(alone) == len(answer)
        assert read(reader, {key: answer}) == alone
        assert read(reader, {"data": {key: answer}}) == alone

    @EVERY_ANSWER
    def test_data_around_it_changes_nothing(self, reader: Any, answer: Any) -> None:
        assert read(reader, {"data": answer}) == read(reader, answer)

    @EVERY_ANSWER
    def test_its_keys_may_be_in_snake_case(self, reader: Any, answer: Any) -> None:
        assert read(reader, snake(answer)) == read(reader, answer)

    @EVERY_ANSWER
    def test_keys_that_nobody_knows_are_passed_over(self, reader: Any, answer: Any) -> None:
        assert read(reader, {"data": strewn(answer), "x_more": 1}) == read(reader, answer)

    @EVERY_LIST
    def test_an_empty_list_is_an_empty_listing(self, reader: Any, answer: Any) -> None:
        listing = read(reader, {"data": []})
        assert (list(listing), listing.is_cut_off) == ([], False)

    @pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32-be"])
    def test_any_encoding_of_json_is_read(self, encoding: str) -> None:
        text = '[{"id": "spce_1", "name": "Café ☕"}]'
        assert wire.read_spaces(text.encode(encoding), endpoint=ENDPOINT).items[0].name == "Café ☕"


class TestSignsThatThereIsMore:
    @EVERY_LIST
    @pytest.mark.parametrize("sign", SIGNS, ids=str)
    def test_are_never_dropped(self, reader: Any, answer: Any, sign: Any) -> None:
        beside = read(reader, {"data": answer} | sign)
        assert beside.is_cut_off
        assert beside.items == read(reader, answer).items
        assert read(reader, {"data": {"items": answer} | sign}).is_cut_off

    @pytest.mark.parametrize("sign", NO_SIGNS, ids=str)
    def test_that_are_null_false_or_empty_say_that_this_is_all(self, sign: Any) -> None:
        assert not read(wire.read_tags, {"data": TAGS} | sign).is_cut_off
        assert not read(wire.read_tags, {"data": {"items": TAGS} | sign}).is_cut_off

    @pytest.mark.parametrize("sign", SIGNS, ids=str)
    def test_beside_rows_are_never_dropped(self, sign: Any) -> None:
        for answer in ({"data": [{"reach": 1}]}, {"headers": ["reach"], "rows": [[1]]}):
            rows = wire.read_rows(body(answer | sign), endpoint=ENDPOINT, metrics=["reach"], dimensions=[])
            assert rows.is_cut_off
            assert rows.metrics == {"reach": [1]}

    @pytest.mark.parametrize("sign", SIGNS, ids=str)
    def test_beside_a_map_of_categories_are_no_category(self, sign: Any) -> None:
        listing = read(wire.read_catalogue, {"Growth": [METRIC]} | sign)
        assert [metric.category for metric in listing] == ["Growth"]
        assert listing.is_cut_off

    def test_may_be_nested_far_deeper_than_anybody_would(self) -> None:
        deep: Any = {"next": 1}
        for _ in range(400):
            deep = {"meta": deep}
        assert len(read(wire.read_tags, {"data": TAGS} | deep)) == 2


class TestWhatEachEndpointTells:
    def test_the_user(self) -> None:
        assert read(wire.read_user, USER) == User(
            id="user_7f3k2", name="Ada", email="ada@example.com", timezone="Europe/Berlin"
        )

    def test_a_user_without_name_is_called_by_e_mail_and_without_time_zone_has_none(self) -> None:
        assert read(wire.read_user, {"id": 7, "email": "a@b.c"}) == User(
            id="7", name="a@b.c", email="a@b.c", timezone=""
        )

    def test_the_organizations(self) -> None:
        assert read(wire.read_organizations, ORGANIZATIONS).items[0] == Organization(
            id="orgn_1", name="Agency", is_owner=True
        )
        assert read(wire.read_organizations, [{"id": "orgn_1"}]).items == (
            Organization(id="orgn_1", name="orgn_1", is_owner=False),
        )

    def test_the_members(self) -> None:
        ada = Member(id="mmbr_1", name="Ada", email="ada@example.com", role="owner", is_active=False)
        assert read(wire.read_members, MEMBERS).items == (ada,)
        flat = {"id": "mmbr_1", "role": "owner", "active": False, "name": "Ada", "email": "ada@example.com"}
        assert read(wire.read_members, [flat]).items == (ada,)

    def test_a_member_without_a_name_is_called_by_e_mail_else_by_id(self) -> None:
        members = read(wire.read_members, [{"id": "mmbr_1", "user": {"email": "a@b.c"}}, {"id": "mmbr_2"}])
        assert [member.name for member in members] == ["a@b.c", "mmbr_2"]
        assert all(member.is_active for member in members)

    def test_the_spaces(self) -> None:
        assert read(wire.read_spaces, SPACES).items == (Space(id="spce_1", name="Coffee", organization_id="orgn_1"),)

    @pytest.mark.parametrize("without", [{}, {"organizationId": None}, {"organization_id": ""}])
    def test_a_space_without_an_organization_belongs_to_none_in_particular(self, without: Any) -> None:
        assert read(wire.read_spaces, [{"id": "spce_1"} | without]).items == (
            Space(id="spce_1", name="spce_1", organization_id=None),
        )

    def test_the_channels(self) -> None:
        channel = read(wire.read_channels, CHANNELS).items[0]
        assert channel == Channel(
            id="chnl_1",
            urn="instagram:profile:178414",
            network="instagram",
            username="coffee",
            name="Coffee!",
            authorization="expired",
        )
        assert channel.is_expired

    def test_a_channel_needs_no_more_than_its_urn_and_network(self) -> None:
        (channel,) = read(wire.read_channels, [{"urn": "x:1", "network": "x"}])
        assert (channel.id, channel.name, channel.username, channel.is_expired) == ("x:1", "x:1", "", False)

    def test_the_tags(self) -> None:
        parent, child = read(wire.read_tags, TAGS)
        assert parent == Tag(id="tag_1", name="Summer", scope="post", parent_id=None, is_active=True)
        assert child == Tag(id="tag_2", name="Ice", scope="all", parent_id="tag_1", is_active=False)
        assert read(wire.read_tags, [{"id": "tag_3"}]).items[0].scope == "all"

    def test_the_reports(self) -> None:
        reach = Filter(name="dataSources", operator="in", values=("instagram:profile:178414",))
        assert read(wire.read_reports, REPORTS).items == (
            Report(
                id="rprt_1",
                name="Weekly",
                data_sources=("instagram:profile:178414",),
                filters=(reach,),
                sections=(
                    Section(
                        title="Growth",
                        grid=(
                            Widget(
                                id="rpwd_1",
                                title="Reach",
                                type="line",
                                metrics=("profile_reach",),
                                dimensions=("date",),
                                aggregator="sum",
                                filters=(reach,),
                            ),
                        ),
                    ),
                ),
            ),
        )

    def test_a_report_and_a_widget_need_no_more_than_their_ids(self) -> None:
        (report,) = read(wire.read_reports, [{"id": "rprt_1", "sections": [{"grid": [{"id": "rpwd_1"}]}]}])
        widget = report.sections[0].grid[0]
        assert (report.name, widget.metrics, widget.aggregator, widget.filters) == ("rprt_1", (), None, ())

    @pytest.mark.parametrize(
        ("operator", "values", "kept"),
        [
            ("in", [178414, "x"], ("178414", "x")),
            ("in", [3, 2.0], (2, 3)),
            ("eq", [5], (5,)),
            ("eq", ["5"], ("5",)),
            ("gt", ["100"], (100,)),
            ("between", ["1.5", 2], (1.5, 2)),
            ("is_empty", None, ()),
            ("resembles", [3, "y"], ("3", "y")),
        ],
    )
    def test_a_saved_filter_may_hold_numbers_as_texts_and_choices_as_they_are(
        self, operator: str, values: Any, kept: Any
    ) -> None:
        saved = {"name": "x", "operator": operator, "values": values}
        (report,) = read(wire.read_reports, [{"id": "rprt_1", "filters": [saved]}])
        assert report.filters == (Filter(name="x", operator=operator, values=kept),)

    @pytest.mark.parametrize(
        ("operator", "values"),
        [
            ("in", []),
            ("in", [None]),
            ("in", [True]),
            ("in", [{"id": "x"}]),
            ("eq", ["a", "b"]),
            ("gt", ["many"]),
            ("gt", [float("1e308") * 10]),
            ("gt", [10**400]),
            ("between", [2, 1]),
            ("is_empty", ["x"]),
            ("in", "x"),
        ],
        ids=str,
    )
    def test_a_saved_filter_that_can_not_be_one_is_refused_where_it_stands(self, operator: str, values: Any) -> None:
        saved = {"name": "x", "operator": operator, "values": values}
        with pytest.raises(AnswerUnreadable) as caught:
            read(wire.read_reports, {"data": [{"id": "rprt_1"}, {"id": "rprt_2", "filters": [saved]}]})
        assert caught.value.json_path.startswith("data[1].filters[0]")


class TestTheCatalogue:
    FOLLOWERS = Metric(
        name="profile_followers",
        label="Followers",
        description="How many follow.",
        category="Profile growth",
        networks=("facebook", "x"),
        basis=Basis.PERIOD,
        unit=Unit.COUNT,
    )

    @pytest.mark.parametrize(
        "answer",
        [
            CATALOGUE,
            [METRIC | {"category": "Profile growth"}],
            {"Profile growth": [METRIC]},
            [{"name": "Profile growth", "metrics": [METRIC]}],
        ],
        ids=["grouped", "flat", "map", "grouped by name"],
    )
    @pytest.mark.parametrize("envelope", [None, "data", "items"])
    def test_may_be_grouped_flat_or_a_map(self, answer: Any, envelope: str | None) -> None:
        assert read(wire.read_catalogue, {envelope: answer} if envelope else answer).items == (self.FOLLOWERS,)

    def test_a_metric_needs_no_more_than_its_name(self) -> None:
        assert read(wire.read_catalogue, [{"name": "post_total"}]).items == (
            Metric(name="post_total", label="Post total", description="", category="Other", networks=()),
        )

    @pytest.mark.parametrize(("basis", "unit"), [("PT", "furlongs"), ("", ""), (None, None)])
    def test_an_unknown_basis_or_unit_is_none(self, basis: Any, unit: Any) -> None:
        (metric,) = read(wire.read_catalogue, [METRIC | {"basis": basis, "unit": unit}])
        assert (metric.basis, metric.unit) == (None, None)

    def test_keeps_the_order_of_the_api(self) -> None:
        answer = {"B": [{"name": "b2"}, {"name": "b1"}], "A": [{"name": "a"}]}
        assert [metric.name for metric in read(wire.read_catalogue, answer)] == ["b2", "b1", "a"]

    @pytest.mark.parametrize(
        ("answer", "path"),
        [
            ([METRIC, {"category": "x", "metrics": []}], "[1]"),
            ({"Growth": [METRIC, {}]}, "Growth[1]"),
            ({"data": {"Growth": "many"}}, "data.Growth"),
            ({"data": None}, "data"),
        ],
        ids=["flat and grouped mixed", "no name", "no list", "null"],
    )
    def test_what_fits_no_form_is_refused_where_it_stands(self, answer: Any, path: str) -> None:
        with pytest.raises(AnswerUnreadable) as caught:
            read(wire.read_catalogue, answer)
        assert caught.value.json_path == path


class TestAConfig:
    def test_lists_what_the_metric_supports(self) -> None:
        config = read(read_config, CONFIG)
        assert config.aggregators == ("sum", "percent")
        assert config.dimensions == (Dimension(name="date", label="Day"),)
        photo = Option(value="photo", label="Photo")
        assert config.filters == (
            FilterSpec(name="type", label="Post type", operators=("in", "not_in"), options=(photo,)),
        )
        assert config.dimension("date") == Dimension(name="date", label="Day")
        assert (config.dimension("hour"), config.filter("hour")) == (None, None)

    def test_may_name_everything_by_plain_texts(self) -> None:
        config = read(read_config, {"aggregators": ["sum"], "dimensions": ["post_type"], "filters": ["tag"]})
        assert config.dimensions == (Dimension(name="post_type", label="Post type"),)
        assert config.filters == (FilterSpec(name="tag", label="Tag", operators=()),)

    def test_may_name_everything_by_objects(self) -> None:
        named = {"name": "in", "label": "is one of"}
        config = read(
            read_config,
            {
                "aggregators": [{"name": "sum", "label": "Sum"}],
                "dimensions": [{"id": "date"}],
                "filters": [{"value": "tag", "operators": [named], "options": ["a_b", {"value": 7}]}],
            },
        )
        assert config.aggregators == ("sum",)
        assert config.dimensions == (Dimension(name="date", label="Date"),)
        assert config.filters[0].operators == ("in",)
        assert config.filters[0].options == (Option(value="a_b", label="A b"), Option(value="7", label="7"))

    @pytest.mark.parametrize("key", ["aggregators", "dimensions", "filters"])
    @pytest.mark.parametrize("without", ["missing", "null"])
    def test_what_it_does_not_list_is_not_supported(self, key: str, without: str) -> None:
        answer = {name: value for name, value in CONFIG.items() if name != key} | (
            {key: None} if without == "null" else {}
        )
        assert getattr(read(read_config, answer), key) == ()

    @pytest.mark.parametrize("answer", [{}, {"data": {}}, {"data": {"supports": ["date"]}}], ids=str)
    def test_that_lists_nothing_at_all_is_refused(self, answer: Any) -> None:
        with pytest.raises(AnswerUnreadable, match="aggregators, dimensions and filters"):
            read(read_config, answer)


class TestRefusals:
    def test_name_endpoint_path_and_keys_found(self) -> None:
        with pytest.raises(AnswerUnreadable) as caught:
            read(wire.read_tags, {"data": [{"id": "tag_1"}, {"tagId": "tag_2", "title": "Ice"}]})
        error = caught.value
        assert (error.endpoint, error.json_path, error.keys_found) == (ENDPOINT, "data[1]", ("tagId", "title"))
        for part in (ENDPOINT, "data[1]", "tagId, title", "an object with id", "Please report"):
            assert part in str(error)

    def test_name_a_key_as_the_answer_spells_it(self) -> None:
        with pytest.raises(AnswerUnreadable) as caught:
            read(wire.read_organizations, {"data": [{"id": "orgn_1", "is_owner": "yes"}]})
        assert caught.value.json_path == "data[0].is_owner"

    def test_stay_short_however_long_the_keys_are(self) -> None:
        with pytest.raises(AnswerUnreadable) as caught:
            read(wire.read_tags, [{letter * 10_000: 1 for letter in "abcdefghijklmnopqrstuvwxyz"}])
        assert len(str(caught.value)) < 1500

    @EVERY_ANSWER
    @pytest.mark.parametrize("wrong", [value for value in WRONG if value not in ([], {})], ids=str)
    def test_an_answer_of_another_kind(self, reader: Any, answer: Any, wrong: Any) -> None:
        for said in (wrong, {"data": wrong}):
            with pytest.raises(AnswerUnreadable) as caught:
                read(reader, said)
            assert caught.value.endpoint == ENDPOINT

    @pytest.mark.parametrize(
        "said",
        [
            b"",
            b"   ",
            b"null",
            b"<html>",
            b"{",
            b'{"data": [',
            b"[]]",
            b"'a'",
            b"\xff\xfe\xff",
            b'["\xed\xa0\xbd"]',
            b"[NaN]",
            b"[Infinity]",
            b"[-Infinity]",
            b"[" * 100_000,
            b'{"data":' * 5_000,
            b"[" + b"9" * 5_000 + b"]",
        ],
        ids=lambda said: repr(said[:12]),
    )
    @EVERY_ANSWER
    def test_what_is_no_json(self, reader: Any, answer: Any, said: bytes) -> None:
        with pytest.raises(AnswerUnreadable):
            reader(said, endpoint=ENDPOINT)

    @pytest.mark.parametrize("missing", ["id"])
    @pytest.mark.parametrize("name", ["organizations", "members", "spaces", "tags", "reports"])
    def test_an_entry_without_its_id(self, name: str, missing: str) -> None:
        reader, answer = LISTS[name]
        broken = {key: value for key, value in answer[0].items() if key != missing}
        with pytest.raises(AnswerUnreadable) as caught:
            read(reader, [*answer, broken])
        assert caught.value.json_path == f"[{len(answer)}]"

    @EVERY_LIST
    def test_a_matrix_is_no_list(self, reader: Any, answer: Any) -> None:
        with pytest.raises(AnswerUnreadable):
            read(reader, {"headers": ["id"], "rows": [["x"]]})


class TestTexts:
    @pytest.mark.parametrize(
        ("escaped", "text"),
        [
            (r"caf\u00e9", "café"),
            (r"\ud83d\ude00", "😀"),
            (r"cut \ud83d", "cut \ufffd"),
            (r"\ude00 cut", "\ufffd cut"),
            (r"\ud83d\ud83d\ude00", "\ufffd😀"),
            (r"\\ud83d", r"\ud83d"),
            (r"\\\ud83d", "\\\ufffd"),
        ],
    )
    def test_cut_inside_an_emoji_hold_a_replacement_instead_of_half_a_letter(self, escaped: str, text: str) -> None:
        said = f'[{{"id": "tag_1", "name": "{escaped}"}}]'.encode()
        assert ascii(wire.read_tags(said, endpoint=ENDPOINT).items[0].name) == ascii(text)
